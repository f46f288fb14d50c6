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

package dev.localsocket.transport.connection;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;

import dev.localsocket.testing.ProcessState;
import dev.localsocket.testing.SocketSandbox;
import dev.localsocket.testing.TestedTransport;
import dev.localsocket.transport.spi.PolledSocket;
import dev.localsocket.transport.spi.Poller;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of an {@link EventLoop} in which something goes badly wrong, also when it is to
 * be logged.
 */
@Tag("transport")
@Timeout(60)
class LoopSurvivalTests {

	private static final Duration LONG = Duration.ofSeconds(20);

	private static final Logger logger = Logger.getLogger(LoopFailures.class.getName());

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	private final AtomicReference<@Nullable Supplier<Error>> pollFailure = new AtomicReference<>();

	private final EventLoop loop = new EventLoop("local-socket-test", false, TestedTransport.get(), FailingPoller::new);

	static Stream<Supplier<Error>> errors() {
		return Stream.of(() -> new OutOfMemoryError("Thrown by a test"), LoopSurvivalTests::overflow,
				() -> new InternalError("Thrown by a test"));
	}

	private static Error overflow() {
		try {
			return overflow();
		}
		catch (StackOverflowError ex) {
			return ex;
		}
	}

	@ParameterizedTest
	@MethodSource("errors")
	void goesOnAfterAPollThatFailsAndALogThatDoesToo(Supplier<Error> error) throws Exception {
		lease();
		Thread before = thread();
		breakLogger(error);
		this.pollFailure.set(error);
		assertRunsTasks();
		this.pollFailure.set(null);
		assertRunsTasks();
		assertThat(thread()).isSameAs(before);
	}

	@ParameterizedTest
	@MethodSource("errors")
	void goesOnAfterTasksAndTimersThatFailAndALogThatDoesToo(Supplier<Error> error) throws Exception {
		lease();
		Thread before = thread();
		breakLogger(error);
		Runnable failing = () -> {
			throw error.get();
		};
		this.loop.execute(failing);
		this.loop.execute(new ReservedTask(failing));
		this.loop.execute(() -> this.loop.schedule(Duration.ZERO, failing));
		assertRunsTasks();
		assertThat(thread()).isSameAs(before);
	}

	@Test
	void loopThatDoesNothingButFailDoesNotRespond() throws Exception {
		lease();
		assertThat(this.loop.hasFailedFor(0)).isFalse();
		this.pollFailure.set(() -> new OutOfMemoryError("Thrown by a test"));
		SocketSandbox.eventually().until(() -> this.loop.hasFailedFor(Duration.ofMillis(50).toNanos()));
		this.pollFailure.set(null);
		SocketSandbox.eventually().until(() -> !this.loop.hasFailedFor(0));
	}

	@Test
	void reservedTaskRunsOnceHoweverOftenItIsGiven() throws Exception {
		lease();
		CompletableFuture<Integer> runs = new CompletableFuture<>();
		AtomicInteger count = new AtomicInteger();
		ReservedTask task = new ReservedTask(count::incrementAndGet);
		this.loop.execute(() -> {
			this.loop.execute(task);
			this.loop.execute(task);
			this.loop.schedule(Duration.ofMillis(20), () -> runs.complete(count.get()));
		});
		assertThat(runs).succeedsWithin(LONG).isEqualTo(1);
		this.loop.execute(task);
		SocketSandbox.eventually().until(() -> count.get() == 2);
	}

	private void lease() throws IOException {
		this.loop.acquire();
		this.sandbox.closeLater(this.loop::release);
	}

	private static Thread thread() {
		return ProcessState.threads("local-socket-test").get(0);
	}

	private void assertRunsTasks() {
		CompletableFuture<Boolean> done = new CompletableFuture<>();
		this.loop.execute(() -> this.loop
			.execute(() -> this.loop.schedule(Duration.ofMillis(1), () -> done.complete(this.loop.isCurrentThread()))));
		assertThat(done).succeedsWithin(LONG).isEqualTo(true);
	}

	private void breakLogger(Supplier<Error> error) {
		Handler broken = new Handler() {

			@Override
			public void publish(LogRecord entry) {
				throw error.get();
			}

			@Override
			public void flush() {
			}

			@Override
			public void close() {
			}

		};
		logger.addHandler(broken);
		this.sandbox.closeLater(() -> logger.removeHandler(broken));
	}

	/** A poller of the platform, until it is to fail. */
	private final class FailingPoller implements Poller {

		private final Poller poller = TestedTransport.get().openPoller();

		FailingPoller() throws IOException {
		}

		@Override
		public Registration register(PolledSocket socket, int interest, ReadyHandler handler) throws IOException {
			return this.poller.register(socket, interest, handler);
		}

		@Override
		public void poll(long timeoutMillis) throws IOException {
			Supplier<Error> failure = LoopSurvivalTests.this.pollFailure.get();
			if (failure != null) {
				throw failure.get();
			}
			this.poller.poll((timeoutMillis < 0) ? 10 : Math.min(timeoutMillis, 10));
		}

		@Override
		public void wakeup() {
			this.poller.wakeup();
		}

		@Override
		public void close() {
			this.poller.close();
		}

	}

}
