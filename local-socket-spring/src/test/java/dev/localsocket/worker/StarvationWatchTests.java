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

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StarvationWatch}.
 */
class StarvationWatchTests {

	/** What an executor that does nothing by itself was given. */
	private final Queue<Runnable> calls = new ArrayDeque<>();

	/** What is to run when the patience is over. */
	private final Queue<Runnable> checks = new ArrayDeque<>();

	private final List<String> lines = new ArrayList<>();

	private final AtomicLong nanoTime = new AtomicLong();

	private final StarvationWatch watch = new StarvationWatch("Handlers of the server 'control'",
			"raise local-socket.servers.control.max-threads", this.lines::add, this.checks::add, this.nanoTime::get);

	private final Workers workers = new Workers(this.calls::add, 1, this.watch);

	private void execute(Runnable run) {
		this.workers.execute(new WorkerTask() {

			@Override
			public void run() {
				run.run();
			}

			@Override
			public void rejected(Throwable cause) {
				throw new IllegalStateException(cause);
			}

			@Override
			public String toString() {
				return "the listener 'Echo.echo()'";
			}

		});
	}

	/** The only thread is busy while the patience comes to its end. */
	private void starve(Runnable meanwhile) {
		execute(() -> {
			execute(() -> {
			});
			runAll(this.checks);
			meanwhile.run();
		});
		runAll(this.calls);
	}

	private static void runAll(Queue<Runnable> tasks) {
		for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
			task.run();
		}
	}

	@Test
	void tasksThatWaitForNoThreadAreNotWatched() {
		execute(() -> {
		});
		assertThat(this.checks).isEmpty();
		runAll(this.calls);
		execute(() -> {
		});
		runAll(this.calls);
		assertThat(this.checks).isEmpty();
	}

	@Test
	void tasksThatDoNotWaitForLongAreNotTold() {
		for (int i = 0; i < 3; i++) {
			execute(() -> execute(() -> {
			}));
			runAll(this.calls);
			assertThat(this.checks).hasSize(1);
			runAll(this.checks);
		}
		assertThat(this.watch.starvation()).isNull();
		assertThat(this.lines).isEmpty();
	}

	@Test
	void tasksThatCameSinceTheWatchWasServedAreWatched() {
		execute(() -> {
		});
		execute(() -> {
		});
		execute(() -> {
			execute(() -> {
			});
			runAll(this.checks);
			assertThat(this.watch.starvation()).as("when a check found tasks of which none was watched").isNotNull();
		});
		runAll(this.calls);
		assertThat(this.watch.starvation()).isNull();
	}

	@Test
	void starvationIsToldWithTheServerTheListenerAndTheKeyUntilThereIsAThread() {
		starve(() -> {
			assertThat(this.watch.starvation()).contains("Handlers of the server 'control'")
				.contains("1 calls wait")
				.contains("all 1 are busy")
				.contains("the listener 'Echo.echo()'")
				.contains("local-socket.servers.control.max-threads");
			assertThat(this.lines).containsExactly(String.valueOf(this.watch.starvation()));
			assertThat(this.workers.waiting()).isEqualTo(1);
		});
		assertThat(this.watch.starvation()).isNull();
		assertThat(this.workers.waiting()).isZero();
	}

	@Test
	void starvationIsLoggedOnceAMinuteAndToldEachTime() {
		for (int i = 0; i < 5; i++) {
			starve(() -> {
				execute(() -> {
				});
				assertThat(this.checks).as("checks while it starves").isEmpty();
				assertThat(this.watch.starvation()).isNotNull();
			});
		}
		assertThat(this.lines).hasSize(1);
		this.nanoTime.addAndGet(Duration.ofMinutes(1).toNanos());
		starve(() -> {
		});
		assertThat(this.lines).hasSize(2);
	}

	@Test
	void tasksRunWithoutAWatchIfItCannotBeSet() {
		StarvationWatch unable = new StarvationWatch("It", "wait", this.lines::add, (check) -> {
			throw new RejectedExecutionException("on purpose");
		}, System::nanoTime);
		Workers unwatched = new Workers(this.calls::add, 1, unable);
		AtomicLong ran = new AtomicLong();
		for (int i = 0; i < 3; i++) {
			unwatched.execute(new WorkerTask() {

				@Override
				public void run() {
					ran.incrementAndGet();
				}

				@Override
				public void rejected(Throwable cause) {
					throw new IllegalStateException(cause);
				}

			});
		}
		runAll(this.calls);
		assertThat(ran).hasValue(3);
		assertThat(unable.starvation()).isNull();
	}

}
