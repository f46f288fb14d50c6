/*
 * Copyright 2026 the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package dev.localsocket;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.localsocket.error.LocalSocketException;
import dev.localsocket.instance.Candidacy;
import dev.localsocket.instance.InstanceAnswer;
import dev.localsocket.instance.InstanceCall;
import dev.localsocket.instance.InstancePlace;
import dev.localsocket.instance.InstanceRequest;
import dev.localsocket.instance.InstanceStreams;
import dev.localsocket.instance.InstanceTimeouts;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that an application runs once: of all processes that acquire the same name
 * the first one goes on, and is told of each second one, which hands its arguments over,
 * prints the answer, and ends. What people use {@code QLocalServer} for first of all; Qt
 * has no such class.
 *
 * <pre class="code">
 * public static void main(String[] args) throws IOException {
 *     SingleInstance instance = SingleInstance.acquire("my-app", args);
 *     if (!instance.isFirst()) {
 *         System.exit(instance.exitStatus());
 *     }
 *     Window window = new Window(args);
 *     instance.onSecondInstance((second) -&gt; window.open(second.arguments()));
 * }
 * </pre>
 *
 * The first one holds a {@link LocalServer} with its lock, so that of any number of
 * processes that start at the same moment one is the first, and the next one is it at
 * once when that has ended, however it did. Arguments are handed over when the first one
 * is about to handle them, and never twice; until it {@linkplain #onSecondInstance has a
 * handler}, second ones wait.
 * <p>
 * Thread-safe. Its threads keep no JVM alive.
 *
 * @since 0.1.0
 */
public final class SingleInstance implements AutoCloseable {

	/**
	 * The exit status of a second process whose first one ended before it had answered
	 * ({@code EX_UNAVAILABLE}).
	 */
	public static final int STATUS_LOST = 69;

	/**
	 * The exit status of a second process of which the first one's handler failed
	 * ({@code EX_SOFTWARE}).
	 */
	public static final int STATUS_FAILED = 70;

	/**
	 * The exit status of a second process that could not print the answer
	 * ({@code EX_IOERR}).
	 */
	public static final int STATUS_OUTPUT_FAILED = 74;

	/**
	 * The exit status of a second process whose first one hangs, or does not handle it in
	 * time ({@code EX_TEMPFAIL}).
	 */
	public static final int STATUS_HANGING = 75;

	/**
	 * The exit status of a second process whose first one speaks another version, or is
	 * something else ({@code EX_PROTOCOL}).
	 */
	public static final int STATUS_PROTOCOL = 76;

	/**
	 * The exit status of a second process that the first one does not allow to call it,
	 * or that does not trust the user of the first one ({@code EX_NOPERM}).
	 */
	public static final int STATUS_REFUSED = 77;

	private final @Nullable FirstInstance first;

	private final int exitStatus;

	private final String failure;

	private SingleInstance(@Nullable FirstInstance first, int exitStatus, String failure) {
		this.first = first;
		this.exitStatus = exitStatus;
		this.failure = failure;
	}

	/**
	 * Becomes the first of all processes of this user that acquire a name, or hands the
	 * arguments over to it and prints its answer, as {@link Builder#acquire} does with
	 * all defaults.
	 * @param name the name of the application: letters, digits, dots, hyphens and
	 * underscores
	 * @param arguments the arguments of the application
	 * @return the instance; if it is not the {@linkplain #isFirst() first}, all is done,
	 * and the process should end with its {@linkplain #exitStatus() status}
	 * @throws LocalSocketException if nobody can listen, saying why
	 * @throws InterruptedIOException if the thread is interrupted; it stays so
	 * @throws IllegalArgumentException if the name is none
	 */
	public static SingleInstance acquire(String name, String... arguments) throws IOException {
		return builder(name).acquire(arguments);
	}

	/**
	 * Begins to say how to acquire a name.
	 * @param name the name of the application: letters, digits, dots, hyphens and
	 * underscores, not a dot first, 64 at most
	 * @return a builder
	 * @throws IllegalArgumentException if the name is none
	 */
	public static Builder builder(String name) {
		return new Builder(name);
	}

	/**
	 * Tells whether this is the first process. It stays so after {@link #close()}.
	 * @return whether it is; if not, it should end with the {@link #exitStatus()}
	 */
	public boolean isFirst() {
		return this.first != null;
	}

	/**
	 * Returns with what status this process should end, if it is not the first.
	 * @return what the first one has said, from 0 to 255, or one of the constants of this
	 * class; 0 for the first
	 */
	public int exitStatus() {
		return this.exitStatus;
	}

	/**
	 * Returns why there is no answer of the first process. It has been printed on the
	 * standard error, unless {@link Builder#printFailure} says otherwise.
	 * @return what has happened and what to do, empty if the first one has answered or
	 * this is it
	 */
	public String failure() {
		return this.failure;
	}

	/**
	 * Returns the path of the socket by which second processes find the first.
	 * @return the path, empty if this is not the first
	 */
	public String path() {
		return (this.first != null) ? this.first.path() : "";
	}

	/**
	 * Sets who handles second processes from now on, those that wait already included.
	 * Does not block. Until there is a handler they wait, up to 256 of them, each for as
	 * long as its {@link Builder#startTimeout} says.
	 * @param handler the handler, which runs on daemon threads, up to 64 at a time, or
	 * null to let them wait
	 * @throws IllegalStateException if this is not the first process
	 */
	public void onSecondInstance(@Nullable SecondInstanceHandler handler) {
		if (this.first == null) {
			throw new IllegalStateException(
					"This is not the first instance: end it with exitStatus() when isFirst() is false");
		}
		this.first.setHandler(handler);
	}

	/**
	 * Gives the name up: the next process that acquires it is the first, or one of those
	 * that wait for a handler. Second processes that are being handled are answered by
	 * their handlers; it does not wait for that. Does nothing if this is not the first.
	 */
	@Override
	public void close() {
		if (this.first != null) {
			this.first.close();
		}
	}

	/**
	 * Returns a description for logs.
	 * @return whether it is the first, and its path or status
	 */
	@Override
	public String toString() {
		return isFirst() ? "first instance at '%s'".formatted(path())
				: "second instance with the exit status " + this.exitStatus;
	}

	/**
	 * How to acquire a name. All processes of an application should say the same. Not
	 * thread-safe.
	 *
	 * @since 0.1.0
	 */
	public static final class Builder {

		private static final int MAX_NAME_LENGTH = 64;

		private static final Duration MIN_TIMEOUT = Duration.ofSeconds(1);

		private static final long FIRST_PAUSE = 5;

		private static final long LAST_PAUSE = 100;

		private final String name;

		private InstanceScope scope = InstanceScope.USER;

		private @Nullable Path directory;

		private Duration timeout = Duration.ofSeconds(10);

		private Duration startTimeout = Duration.ofMinutes(1);

		private Duration answerTimeout = Duration.ZERO;

		private List<String> environmentVariables = List.of();

		private boolean standardInput;

		private @Nullable PeerAuthorizer authorizer;

		private @Nullable InstanceStreams streams;

		private boolean printFailure = true;

		Builder(String name) {
			this.name = checkName(name);
		}

		private static String checkName(String name) {
			if (name.isEmpty() || name.length() > MAX_NAME_LENGTH || name.startsWith(".")
					|| !InstancePlaces.isOrdinary(name)) {
				throw new IllegalArgumentException(
						"'%s' is no name of a single instance: it must have from 1 to %d letters, digits, dots, hyphens and underscores, and not begin with a dot"
							.formatted(name, MAX_NAME_LENGTH));
			}
			return name;
		}

		/**
		 * Sets within what there is one instance.
		 * @param scope the scope, by default {@link InstanceScope#USER}
		 * @return this builder
		 */
		public Builder scope(InstanceScope scope) {
			this.scope = Objects.requireNonNull(scope, "The scope must not be null");
			return this;
		}

		/**
		 * Sets the directory of the socket, which is made if only it is missing. It must
		 * belong to the user of the first instance, and nobody else may write to it.
		 * <p>
		 * For {@link InstanceScope#USER} and {@link InstanceScope#SESSION} the default is
		 * the one that {@code XDG_RUNTIME_DIR} names, or {@code /run/user/UID}, or
		 * {@code local-socket-UID} in the directory where {@link LocalServer#resolveName}
		 * puts names; the first of them that is this user's alone.
		 * <p>
		 * For {@link InstanceScope#SYSTEM} the default is {@code /run/NAME}, which root
		 * must have made for the user of the first instance, by {@code RuntimeDirectory=}
		 * of its systemd unit or by {@code tmpfiles.d(5)}: <strong>whoever can make the
		 * directory decides whom second processes trust</strong>, so it must be in one
		 * where only root can make something.
		 * @param directory the directory, or null for the default
		 * @return this builder
		 */
		public Builder directory(@Nullable Path directory) {
			this.directory = directory;
			return this;
		}

		/**
		 * Sets how long a second process waits for a sign of life. The first one gives
		 * one four times a second, whatever its handler does; without one it hangs, as if
		 * stopped, or its machine does.
		 * @param timeout the duration, at least a second, by default 10 seconds
		 * @return this builder
		 * @throws IllegalArgumentException if the duration is shorter
		 */
		public Builder timeout(Duration timeout) {
			this.timeout = check(timeout);
			return this;
		}

		/**
		 * Sets how long a second process waits until the first one, being alive, begins
		 * to handle it: until that has a handler, when both were started at the same
		 * moment.
		 * @param timeout the duration, at least a second, by default a minute
		 * @return this builder
		 * @throws IllegalArgumentException if the duration is shorter
		 */
		public Builder startTimeout(Duration timeout) {
			this.startTimeout = check(timeout);
			return this;
		}

		/**
		 * Sets how long a second process waits while the first one, being alive, handles
		 * it.
		 * @param timeout the duration, at least a second, or zero without a limit, the
		 * default
		 * @return this builder
		 * @throws IllegalArgumentException if the duration is shorter
		 */
		public Builder answerTimeout(Duration timeout) {
			this.answerTimeout = timeout.isZero() ? timeout : check(timeout);
			return this;
		}

		private static Duration check(Duration timeout) {
			if (timeout.compareTo(MIN_TIMEOUT) < 0) {
				throw new IllegalArgumentException(
						"A timeout of a single instance must be at least a second, not " + timeout);
			}
			return timeout;
		}

		/**
		 * Sets which environment variables a second process hands over.
		 * @param names their names, by default none
		 * @return this builder
		 */
		public Builder environmentVariables(String... names) {
			this.environmentVariables = List.of(names);
			return this;
		}

		/**
		 * Sets whether a second process hands its standard input over, when the first one
		 * reads {@link SecondInstance#standardInput()}.
		 * @param handOver whether it does, by default false
		 * @return this builder
		 */
		public Builder standardInput(boolean handOver) {
			this.standardInput = handOver;
			return this;
		}

		/**
		 * Sets who decides which second processes may call the first, by the user that
		 * the kernel says they have. With {@link InstanceScope#USER} and
		 * {@link InstanceScope#SESSION} it is asked in addition to what those mean: no
		 * other user may.
		 * @param authorizer decides, on a thread that may block; by default, with
		 * {@link InstanceScope#SYSTEM}, the user of the first instance and root may
		 * @return this builder
		 */
		public Builder authorizer(PeerAuthorizer authorizer) {
			this.authorizer = Objects.requireNonNull(authorizer, "The authorizer must not be null");
			return this;
		}

		/**
		 * Sets where a second process reads what it hands over, and prints the answer, if
		 * not on the standard streams.
		 * @param input the input
		 * @param output what the first one writes to {@link SecondInstance#output()}
		 * @param error what it writes to {@link SecondInstance#error()}, and
		 * {@link SingleInstance#failure()}
		 * @return this builder
		 */
		public Builder streams(InputStream input, OutputStream output, OutputStream error) {
			this.streams = new InstanceStreams(input, output, error);
			return this;
		}

		/**
		 * Sets whether {@link SingleInstance#failure()} is printed on the standard error.
		 * @param print whether it is, by default true
		 * @return this builder
		 */
		public Builder printFailure(boolean print) {
			this.printFailure = print;
			return this;
		}

		/**
		 * Becomes the first, or hands the arguments over, prints the answer, and waits
		 * for its end. Blocks; to become the first takes some file system operations.
		 * @param arguments the arguments of the application
		 * @return the instance; if it is not the {@linkplain SingleInstance#isFirst()
		 * first}, all is done, and the process should end with its
		 * {@linkplain SingleInstance#exitStatus() status}
		 * @throws LocalSocketException if nobody can listen there, saying why, or the
		 * directory is not safe
		 * @throws InterruptedIOException if the thread is interrupted; it stays so
		 * @throws IllegalArgumentException if arguments and environment variables have
		 * more than 4 MiB
		 */
		public SingleInstance acquire(String... arguments) throws IOException {
			InstancePlace place = new InstancePlaces(System.getenv()).find(this.name, this.scope, this.directory);
			InstanceStreams used = (this.streams != null) ? this.streams
					: new InstanceStreams(System.in, System.out, System.err);
			InstanceCall call = new InstanceCall(place, request(arguments), used,
					new InstanceTimeouts(this.timeout, this.startTimeout, this.answerTimeout));
			SingleInstance instance = acquire(place, call);
			if (this.printFailure && !instance.failure().isEmpty()) {
				used.error().write((instance.failure() + System.lineSeparator()).getBytes(charset()));
				used.error().flush();
			}
			return instance;
		}

		private InstanceRequest request(String... arguments) {
			Map<String, String> variables = new LinkedHashMap<>();
			for (String variable : this.environmentVariables) {
				String value = System.getenv(variable);
				if (value != null) {
					variables.put(variable, value);
				}
			}
			return new InstanceRequest(List.of(arguments), System.getProperty("user.dir", ""), charset().name(),
					this.standardInput, variables);
		}

		/** Java 17 knows the one of the system, later ones that of the terminal. */
		private static Charset charset() {
			String charset = System.getProperty("stdout.encoding", System.getProperty("native.encoding", ""));
			return Charset.isSupported(charset.isEmpty() ? "?" : charset) ? Charset.forName(charset)
					: StandardCharsets.UTF_8;
		}

		/**
		 * Between two who are neither there nor gone for each other, it is decided by
		 * trying again: the other has the lock and does not listen yet, or no longer.
		 */
		private SingleInstance acquire(InstancePlace place, InstanceCall call) throws IOException {
			long start = System.nanoTime();
			long pause = FIRST_PAUSE;
			while (true) {
				Duration left = this.startTimeout.minusNanos(System.nanoTime() - start);
				InstanceAnswer answer = call.make(left);
				if (answer.kind() != InstanceAnswer.Kind.GONE) {
					return second(answer);
				}
				FirstInstance first = tryToBecomeFirst(place);
				if (first != null) {
					return new SingleInstance(first, 0, "");
				}
				if (left.isNegative()) {
					return new SingleInstance(null, STATUS_HANGING,
							"Another process holds '%s', but does not listen or hangs up at once: end it"
								.formatted(place.socket()));
				}
				pause(pause);
				pause = Math.min(2 * pause, LAST_PAUSE);
			}
		}

		private @Nullable FirstInstance tryToBecomeFirst(InstancePlace place) throws IOException {
			try (Candidacy candidacy = Candidacy.tryBegin(place)) {
				return (candidacy != null) ? FirstInstance.create(place.socket().toString(), access(), authorizer())
						: null;
			}
		}

		private static void pause(long millis) throws InterruptedIOException {
			try {
				Thread.sleep(millis);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new InterruptedIOException("Interrupted while becoming the first instance");
			}
		}

		private static SingleInstance second(InstanceAnswer answer) {
			int status = switch (answer.kind()) {
				case ANSWERED -> answer.status();
				case HANGING, BUSY, GONE -> STATUS_HANGING;
				case REFUSED -> STATUS_REFUSED;
				case UNKNOWN_PROTOCOL -> STATUS_PROTOCOL;
				case LOST -> STATUS_LOST;
				case OUTPUT_FAILED -> STATUS_OUTPUT_FAILED;
			};
			return new SingleInstance(null, status, answer.text());
		}

		private SocketOption access() {
			return (this.scope == InstanceScope.SYSTEM) ? SocketOption.WORLD_ACCESS : SocketOption.USER_ACCESS;
		}

		private PeerAuthorizer authorizer() {
			PeerAuthorizer given = this.authorizer;
			if (this.scope == InstanceScope.SYSTEM) {
				return (given != null) ? given : FirstInstance::ownUserOrRoot;
			}
			return (given == null) ? FirstInstance::ownUserOnly : (peer) -> {
				AccessDecision decision = FirstInstance.ownUserOnly(peer);
				return decision.isAllowed() ? given.decide(peer) : decision;
			};
		}

	}

}
