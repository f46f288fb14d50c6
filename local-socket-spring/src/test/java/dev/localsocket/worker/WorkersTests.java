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

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;
import dev.localsocket.testing.SocketSandbox;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static dev.localsocket.testing.SocketSandbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Workers}.
 */
class WorkersTests {

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	/** What an executor that does nothing by itself was given. */
	private final Queue<Runnable> calls = new ArrayDeque<>();

	private final List<Object> ran = new ArrayList<>();

	private final List<Object> rejected = new ArrayList<>();

	@AfterEach
	void endThreads() throws InterruptedException {
		this.threads.shutdownNow();
		assertThat(this.threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
	}

	private WorkerTask task(Object name) {
		return task(name, () -> this.ran.add(name));
	}

	private WorkerTask task(Object name, Runnable run) {
		return new WorkerTask() {

			@Override
			public void run() {
				run.run();
			}

			@Override
			public void rejected(Throwable cause) {
				WorkersTests.this.rejected.add(name);
			}

		};
	}

	private static Executor refusing() {
		return (task) -> {
			throw new RejectedExecutionException("none");
		};
	}

	@Test
	void oneWorkerIsCalledForAllTasksThatComeBeforeItArrives() {
		Workers workers = new Workers(this.calls::add);
		IntStream.range(0, 3).forEach((i) -> workers.execute(task(i)));
		assertThat(this.calls).hasSize(1);
		this.calls.remove().run();
		assertThat(this.ran).containsExactly(0, 1, 2);
	}

	@Test
	void workerCallsTheNextOneBeforeItBeginsWhileTasksWait() {
		Workers workers = new Workers(this.calls::add);
		List<Integer> callsMeanwhile = new ArrayList<>();
		IntStream.range(0, 3).forEach((i) -> workers.execute(task(i, () -> callsMeanwhile.add(this.calls.size()))));
		this.calls.remove().run();
		assertThat(callsMeanwhile).as("calls while each of the three ran").containsExactly(1, 1, 1);
	}

	@Test
	void workerThatComesTooLateDoesNothing() {
		Workers workers = new Workers(this.calls::add);
		IntStream.range(0, 2).forEach((i) -> workers.execute(task(i)));
		this.calls.remove().run();
		this.calls.remove().run();
		assertThat(this.calls).isEmpty();
		assertThat(this.ran).containsExactly(0, 1);
	}

	@Test
	void taskThatBlocksHoldsUpNoOther() throws InterruptedException {
		Workers workers = new Workers(this.threads);
		CountDownLatch release = new CountDownLatch(1);
		CountDownLatch others = new CountDownLatch(20);
		IntStream.range(0, 10).forEach((i) -> {
			workers.execute(task("blocked", () -> awaitQuietly(release)));
			workers.execute(task("other", others::countDown));
			workers.execute(task("other", others::countDown));
		});
		assertThat(others.await(10, TimeUnit.SECONDS)).isTrue();
		release.countDown();
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Test
	void eventLoopCallsAWorkerAtTheEndOfItsRound() throws Exception {
		CountDownLatch called = new CountDownLatch(1);
		Workers workers = new Workers((task) -> {
			this.calls.add(task);
			called.countDown();
		});
		List<Integer> callsInTheRound = new ArrayList<>();
		LocalServer server = this.sandbox.listeningServer();
		this.sandbox.connectForeign(server);
		LocalSocket socket = this.sandbox.take(server);
		socket.eventLoop().execute(() -> {
			workers.execute(task("a"));
			workers.execute(task("b"));
			callsInTheRound.add(this.calls.size());
		});
		assertThat(called.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(callsInTheRound).containsExactly(0);
		assertThat(this.calls).hasSize(1);
	}

	@Test
	void tasksAreRejectedIfThereIsNoThread() {
		Workers workers = new Workers(refusing());
		workers.execute(task("a"));
		workers.execute(task("b"));
		assertThat(this.rejected).containsExactly("a", "b");
	}

	@Test
	void tasksWaitForThoseThatWorkIfNoMoreThreadCanBeHad() {
		Workers workers = new Workers((task) -> {
			if (!this.calls.isEmpty() || !this.ran.isEmpty()) {
				throw new RejectedExecutionException("only one");
			}
			this.calls.add(task);
		});
		workers.execute(task("a", () -> {
			this.ran.add("a");
			workers.execute(task("b"));
			workers.execute(task("c"));
		}));
		this.calls.element().run();
		assertThat(this.ran).containsExactly("a", "b", "c");
		assertThat(this.rejected).isEmpty();
	}

	@Test
	void threadsThatAreBackAreUsedAgain() {
		assertThreadsAreUsedAgainAfter(() -> {
			throw new OutOfMemoryError("unable to create native thread");
		});
	}

	@Test
	void executorThatFailsInAWayOfItsOwnIsUsedAgain() {
		assertThreadsAreUsedAgainAfter(() -> {
			throw new IllegalStateException("not initialized");
		});
	}

	private void assertThreadsAreUsedAgainAfter(Runnable failure) {
		boolean[] full = { true };
		Workers workers = new Workers((task) -> {
			if (full[0]) {
				failure.run();
			}
			this.calls.add(task);
		});
		workers.execute(task("a"));
		full[0] = false;
		workers.execute(task("b"));
		this.calls.remove().run();
		assertThat(this.rejected).containsExactly("a");
		assertThat(this.ran).containsExactly("b");
	}

	@Test
	void failureOfOneTaskHarmsNoOther() {
		Workers workers = new Workers(this.calls::add);
		workers.execute(task("bad", () -> {
			throw new AssertionError("failed on purpose");
		}));
		workers.execute(task("good"));
		this.calls.remove().run();
		assertThat(this.ran).containsExactly("good");
	}

	@Test
	void interruptOfOneTaskDoesNotReachTheNext() {
		Workers workers = new Workers(this.calls::add);
		workers.execute(task("interrupted", () -> Thread.currentThread().interrupt()));
		workers.execute(task("next", () -> this.ran.add(Thread.currentThread().isInterrupted())));
		this.calls.remove().run();
		assertThat(this.ran).containsExactly(false);
	}

	@Test
	void eachTaskRunsOrIsRejectedOnceWhateverTheExecutorDoes() throws InterruptedException {
		int count = 100_000;
		AtomicInteger[] ends = IntStream.range(0, count)
			.mapToObj((i) -> new AtomicInteger())
			.toArray(AtomicInteger[]::new);
		AtomicInteger total = new AtomicInteger();
		Workers workers = new Workers((task) -> {
			if (ThreadLocalRandom.current().nextInt(3) == 0) {
				throw new RejectedExecutionException("at random");
			}
			this.threads.execute(task);
		});
		IntStream.range(0, 4).forEach((submitter) -> this.threads.execute(() -> {
			for (int i = submitter; i < count; i += 4) {
				workers.execute(new Counting(ends[i], total));
			}
		}));
		eventually().until(() -> total.get() == count);
		assertThat(Arrays.stream(ends).mapToInt(AtomicInteger::get).distinct().toArray()).containsExactly(1);
	}

	@Test
	void noMoreTasksRunAtATimeThanAreAllowed() throws InterruptedException {
		int count = 20_000;
		AtomicInteger running = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		AtomicInteger done = new AtomicInteger();
		Workers workers = new Workers(this.threads, 3, null);
		IntStream.range(0, 4).forEach((submitter) -> this.threads.execute(() -> {
			for (int i = submitter; i < count; i += 4) {
				workers.execute(task(i, () -> {
					most.accumulateAndGet(running.incrementAndGet(), Math::max);
					Thread.yield();
					running.decrementAndGet();
					done.incrementAndGet();
				}));
			}
		}));
		eventually().until(() -> done.get() == count);
		assertThat(most.get()).isBetween(1, 3);
	}

	@Test
	void asManyTasksAsAreAllowedRunAtATimeAndTheOthersWait() {
		Workers workers = new Workers(this.threads, 3, null);
		CountDownLatch release = new CountDownLatch(1);
		CountDownLatch running = new CountDownLatch(3);
		AtomicInteger done = new AtomicInteger();
		IntStream.range(0, 10).forEach((i) -> workers.execute(task(i, () -> {
			running.countDown();
			awaitQuietly(release);
			done.incrementAndGet();
		})));
		eventually().until(() -> running.getCount() == 0);
		assertThat(workers.waiting()).isEqualTo(7);
		release.countDown();
		eventually().until(() -> done.get() == 10);
		assertThat(workers.waiting()).isZero();
	}

	@Test
	void taskThatWaitsForTheOnlyThreadRunsAfterTheOneBefore() {
		Workers workers = new Workers(this.calls::add, 1, null);
		workers.execute(task("a", () -> {
			this.ran.add("a");
			workers.execute(task("b"));
			assertThat(this.calls).isEmpty();
		}));
		this.calls.remove().run();
		assertThat(this.ran).containsExactly("a", "b");
		workers.execute(task("c"));
		this.calls.remove().run();
		assertThat(this.ran).containsExactly("a", "b", "c");
	}

	@Test
	void eachTaskRunsOnceWhateverTheExecutorDoesToTheFewThatAreAllowed() {
		int count = 50_000;
		AtomicInteger[] ends = IntStream.range(0, count)
			.mapToObj((i) -> new AtomicInteger())
			.toArray(AtomicInteger[]::new);
		AtomicInteger total = new AtomicInteger();
		Workers workers = new Workers((task) -> {
			if (ThreadLocalRandom.current().nextInt(3) == 0) {
				throw new RejectedExecutionException("at random");
			}
			this.threads.execute(task);
		}, 2, null);
		IntStream.range(0, 4).forEach((submitter) -> this.threads.execute(() -> {
			for (int i = submitter; i < count; i += 4) {
				workers.execute(new Counting(ends[i], total));
			}
		}));
		eventually().until(() -> total.get() == count);
		assertThat(Arrays.stream(ends).mapToInt(AtomicInteger::get).distinct().toArray()).containsExactly(1);
	}

	/** Counts how often it has come to its end. */
	private record Counting(AtomicInteger ends, AtomicInteger total) implements WorkerTask {

		@Override
		public void run() {
			this.ends.incrementAndGet();
			this.total.incrementAndGet();
		}

		@Override
		public void rejected(@Nullable Throwable cause) {
			run();
		}

	}

}
