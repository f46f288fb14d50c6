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

package dev.localsocket.worker;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

import dev.localsocket.log.SafeLogger;
import org.jspecify.annotations.Nullable;

/**
 * The workers of each server: those that run its handlers, and those that call observers
 * of its events. They share an executor, but each has a queue and a limit of its own, so
 * what blocks at one server holds up no other, and observers that block hold up no
 * handler. None has a thread while there is nothing to do. Thread-safe.
 */
public final class ServerWorkers {

	/**
	 * Of the observers of a server: its connections, which wait for them, come no faster.
	 */
	static final int MAX_OBSERVER_THREADS = 200;

	private static final SafeLogger logger = new SafeLogger(ServerWorkers.class);

	private static final Executor DELAYED = CompletableFuture.delayedExecutor(StarvationWatch.PATIENCE.toMillis(),
			TimeUnit.MILLISECONDS);

	private final Executor executor;

	private final ToIntFunction<String> maxThreads;

	private final Map<String, Workers> handlers = new ConcurrentHashMap<>();

	private final Map<String, Workers> observers = new ConcurrentHashMap<>();

	/**
	 * Creates workers without a limit for handlers.
	 * @param executor has the threads, see {@link Workers#Workers(Executor)}
	 */
	public ServerWorkers(Executor executor) {
		this(executor, (server) -> Integer.MAX_VALUE);
	}

	/**
	 * Creates workers.
	 * @param executor has the threads, see {@link Workers#Workers(Executor)}
	 * @param maxThreads returns, for the bean name of a server, how many of its handlers
	 * may run at a time, at least 1; as many observers may, but no more than 200
	 */
	public ServerWorkers(Executor executor, ToIntFunction<String> maxThreads) {
		this.executor = executor;
		this.maxThreads = maxThreads;
	}

	/**
	 * Returns the workers that run the message or connection handlers of a server.
	 * @param server the bean name of the server
	 * @return the workers
	 */
	public Workers handlers(String server) {
		return this.handlers.computeIfAbsent(server,
				(name) -> workers("Handlers of the server '%s'".formatted(name), name, maxThreads(name)));
	}

	/**
	 * Returns the workers that call observers of the events of a server.
	 * @param server the bean name of the server
	 * @return the workers
	 */
	public Workers observers(String server) {
		return this.observers.computeIfAbsent(server, (name) -> workers("Observers of the server '%s'".formatted(name),
				name, Math.min(maxThreads(name), MAX_OBSERVER_THREADS)));
	}

	private Workers workers(String who, String server, int maxThreads) {
		String advice = (maxThreads == Integer.MAX_VALUE) ? "give the executor more threads"
				: "raise local-socket.servers.%s.max-threads".formatted(server);
		return new Workers(this.executor, maxThreads,
				new StarvationWatch(who, advice, (text) -> logger.warn(text, null), DELAYED, System::nanoTime));
	}

	/**
	 * Tells how many handlers of a server may run at a time.
	 * @param server the bean name of the server
	 * @return the number of threads, {@link Integer#MAX_VALUE} for no limit
	 */
	public int maxThreads(String server) {
		return this.maxThreads.applyAsInt(server);
	}

	/**
	 * Tells how much work of a server waits for a thread: connections with messages or
	 * without a handler yet, and events. To be asked now and then, as it counts.
	 * @param server the bean name of the server
	 * @return the number of tasks
	 */
	public int waiting(String server) {
		return of(server).mapToInt(Workers::waiting).sum();
	}

	/**
	 * Tells whether work of a server has been waiting for too long, and why.
	 * @param server the bean name of the server
	 * @return the text, or null if it has not
	 */
	public @Nullable String starvation(String server) {
		return of(server).map(Workers::starvation).filter(Objects::nonNull).findFirst().orElse(null);
	}

	private Stream<Workers> of(String server) {
		return Stream.of(this.handlers, this.observers).map((each) -> each.get(server)).filter(Objects::nonNull);
	}

}
