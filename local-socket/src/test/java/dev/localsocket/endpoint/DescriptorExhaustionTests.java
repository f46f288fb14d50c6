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

package dev.localsocket.endpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import dev.localsocket.testing.LineClient;
import dev.localsocket.testing.SocketSandbox;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static dev.localsocket.testing.SocketSandbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of a process that has few descriptors, or none, left. It has the library in jars:
 * classes in a directory could not be loaded then.
 */
@Tag("transport")
@Timeout(60)
class DescriptorExhaustionTests {

	private static final Pattern ERROR = Pattern.compile("RESOURCE_EXHAUSTED@(\\d+)");

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	@TempDir
	Path classes;

	private ChildJvm jvm = ChildJvm.small();

	@BeforeEach
	void limitDescriptors() throws IOException {
		this.jvm = ChildJvm.small().classPath(OtherUser.copyClassPath(this.classes)).after("ulimit -n 90");
	}

	@Test
	void acceptIsTriedAgainWithGrowingPausesUntilDescriptorsAreFree() throws Exception {
		Path path = this.sandbox.path("s");
		try (ServerProcess process = ServerProcess.ready(this.jvm)) {
			assertThat(process.listen(path)).isEqualTo("LISTENING");
			assertThat(process.ask("exhaust 0")).isEqualTo("EXHAUSTED");
			try (WaitingClients waiting = new WaitingClients(path)) {
				String errors = eventually().until(() -> process.ask("errors " + path),
						(answer) -> pauses(answer).size() >= 6);
				assertThat(errors).startsWith("RESOURCE_EXHAUSTED listening=true ");
				assertThatPausesGrow(pauses(errors));
				assertThat(process.ask("free")).isEqualTo("FREED");
				waiting.assertAnswered();
			}
			EchoClient.assertAnswers(path);
			assertThat(process.closeServer(path)).isEqualTo("NO_ERROR ");
		}
	}

	/**
	 * They are 20, 40, 80, 160 and 320 ms. On a busy machine an error is told late, and
	 * the pause until the next then seems too short, so several are looked at together.
	 */
	private static void assertThatPausesGrow(List<Integer> pauses) {
		int lastThree = pauses.subList(3, 6).stream().mapToInt(Integer::intValue).sum();
		assertThat(lastThree).as(pauses::toString).isGreaterThanOrEqualTo((80 + 160 + 320) * 3 / 4);
	}

	private static List<Integer> pauses(String errors) {
		List<Integer> times = ERROR.matcher(errors)
			.results()
			.map((MatchResult result) -> Integer.valueOf(result.group(1)))
			.toList();
		List<Integer> pauses = new ArrayList<>();
		for (int i = 1; i < times.size(); i++) {
			pauses.add(times.get(i) - times.get(i - 1));
		}
		return pauses;
	}

	@Test
	void pausesAreShortAgainAfterAnAcceptHasSucceeded() throws Exception {
		Path path = this.sandbox.path("s");
		try (ServerProcess process = ServerProcess.ready(this.jvm)) {
			assertThat(process.listen(path)).isEqualTo("LISTENING");
			long descriptors = settledDescriptors(process);
			failToAccept(process, path, 6);
			eventually().until(() -> process.openDescriptors() == descriptors);
			List<Integer> pauses = failToAccept(process, path, 3);
			assertThat(pauses.get(1)).as(pauses::toString).isLessThan(300);
		}
	}

	/**
	 * Lets accepts fail and some succeed at the end.
	 * @return the pauses between the errors, the first of them since an earlier error
	 */
	private static List<Integer> failToAccept(ServerProcess process, Path path, int times) throws IOException {
		int before = pauses(process.ask("errors " + path)).size();
		process.ask("exhaust 0");
		try (WaitingClients waiting = new WaitingClients(path)) {
			List<Integer> pauses = eventually().until(() -> pauses(process.ask("errors " + path)),
					(all) -> all.size() >= before + times);
			process.ask("free");
			waiting.assertAnswered();
			return pauses.subList(before, pauses.size());
		}
	}

	@Test
	void descriptorsOfAPeerThatComeWhenFewAreLeftAreClosed() throws Exception {
		Programs.require("python3");
		Path path = this.sandbox.path("s");
		Path passed = Files.writeString(this.classes.resolve("passed"), "content");
		ProcessBuilder python = new ProcessBuilder("python3", Programs.resource("descriptors.py"));
		try (ServerProcess process = ServerProcess.ready(this.jvm); ChildProcess peer = ChildProcess.start(python)) {
			assertThat(process.listen(path, "descriptors")).isEqualTo("LISTENING");
			long before = settledDescriptors(process);
			assertThat(peer.send("connect " + path).receive()).isEqualTo("connected");
			assertThat(peer.send("send a %s 1".formatted(passed)).receive()).isEqualTo("sent 1");
			assertThat(peer.send("receive 1 0").receive()).isEqualTo("a");
			assertThat(process.ask("exhaust 3")).isEqualTo("EXHAUSTED");
			assertThat(peer.send("send b %s 10".formatted(passed)).receive()).isEqualTo("sent 1");
			eventually()
				.untilAsserted(() -> assertThat(process.ask("errors " + path)).contains("TOO_MANY_DESCRIPTORS"));
			assertThat(process.ask("free")).isEqualTo("FREED");
			eventually().untilAsserted(() -> assertThat(process.openDescriptors()).isEqualTo(before));
			EchoClient.assertAnswers(path);
		}
	}

	@Test
	void listenFailsAndLeavesNothingWhateverIsTheLastDescriptorItGets() throws Exception {
		Path path = this.sandbox.path("s");
		try (ServerProcess process = ServerProcess.ready(this.jvm)) {
			listenAndClose(process, path);
			long before = settledDescriptors(process);
			int left = 0;
			while (!listensWith(process, path, left)) {
				assertThat(settledDescriptors(process)).as("descriptors after %d were left", left).isEqualTo(before);
				left++;
			}
			assertThat(left).as("descriptors needed").isBetween(2, 20);
			listenAndClose(process, path);
		}
	}

	private boolean listensWith(ServerProcess process, Path path, int left) throws IOException {
		assertThat(process.ask("exhaust " + left)).isEqualTo("EXHAUSTED");
		String answer = process.listen(path, "reclaim");
		boolean listens = answer.equals("LISTENING");
		if (!listens) {
			assertThat(answer).as("with %d descriptors left", left)
				.startsWith("RESOURCE_EXHAUSTED ")
				.contains("Too many open files");
			assertThat(this.sandbox.files()).as("with %d descriptors left", left).isEmpty();
		}
		process.ask("free");
		assertThat(process.closeServer(path)).startsWith("NO_ERROR ");
		return listens;
	}

	private void listenAndClose(ServerProcess process, Path path) throws IOException {
		assertThat(process.listen(path)).isEqualTo("LISTENING");
		EchoClient.assertAnswers(path);
		assertThat(process.closeServer(path)).isEqualTo("NO_ERROR ");
		assertThat(this.sandbox.files()).isEmpty();
	}

	/** The loop closes its poller a moment after its last channel. */
	private static long settledDescriptors(ServerProcess process) {
		return eventually().during(Duration.ofMillis(150)).until(process::openDescriptors, new Unchanged()::test);
	}

	@Test
	void listenSaysWhichUserMayNotWriteToWhichDirectory(@TempDir Path otherClasses) throws Exception {
		Path directory = Files.createDirectory(this.sandbox.expectLeft(this.sandbox.path("closed")));
		Files.setAttribute(this.sandbox.directory(), "unix:mode", 0755);
		Files.setAttribute(directory, "unix:mode", 0555);
		ChildJvm unprivileged = OtherUser.unprivileged(ChildJvm.small(), otherClasses);
		try (ServerProcess process = ServerProcess.ready(unprivileged)) {
			Set<Path> before = this.sandbox.files();
			assertThat(process.listen(directory.resolve("s"))).startsWith("ACCESS_DENIED ")
				.contains("'" + directory + "'")
				.contains("'" + userName() + "'");
			assertThat(this.sandbox.files()).isEqualTo(before);
			assertThat(directory).isEmptyDirectory();
		}
	}

	private static String userName() throws IOException {
		return OtherUser.isRoot() ? OtherUser.name() : System.getProperty("user.name");
	}

	/** Whether a number is the same as the last time. */
	private static final class Unchanged {

		private long last = -1;

		boolean test(long number) {
			boolean unchanged = number == this.last;
			this.last = number;
			return unchanged;
		}

	}

	/**
	 * Clients that wait to be accepted. One is not enough: a descriptor that the JVM
	 * itself had for a moment when all were taken is free now, and lets one in.
	 */
	private static final class WaitingClients implements AutoCloseable {

		private final List<LineClient> clients = new ArrayList<>();

		WaitingClients(Path path) throws IOException {
			for (int i = 0; i < 3; i++) {
				LineClient client = new LineClient(path);
				this.clients.add(client);
				client.send("waiting\n");
			}
		}

		void assertAnswered() throws IOException {
			for (LineClient client : this.clients) {
				assertThat(client.readLine()).isEqualTo("waiting");
			}
		}

		@Override
		public void close() throws IOException {
			for (LineClient client : this.clients) {
				client.close();
			}
		}

	}

}
