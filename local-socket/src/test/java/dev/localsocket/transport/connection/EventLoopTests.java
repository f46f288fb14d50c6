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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import dev.localsocket.testing.ProcessState;
import dev.localsocket.testing.SocketSandbox;
import dev.localsocket.testing.TestedTransport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static dev.localsocket.testing.SocketSandbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of {@link EventLoop} and {@link EventLoopGroup}.
 */
@Tag("transport")
@Timeout(60)
class EventLoopTests {

	private static final Duration LONG = Duration.ofSeconds(20);

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	private final EventLoop loop = new EventLoop("local-socket-test", false, TestedTransport.get());

	@Test
	void threadIsThereFromTheFirstLeaseUntilAfterTheLast() throws Exception {
		assertThat(threads()).isEmpty();
		this.loop.acquire();
		assertThat(threads()).singleElement().satisfies((thread) -> assertThat(thread.isDaemon()).isFalse());
		this.loop.acquire();
		this.loop.release();
		eventually().during(Duration.ofMillis(150)).until(() -> threads().size() == 1);
		this.loop.release();
		eventually().until(() -> threads().isEmpty());
		this.loop.acquire();
		assertThat(threads()).hasSize(1);
		this.loop.release();
	}

	@Test
	void leaseThatComesSoonKeepsTheThread() throws Exception {
		this.loop.acquire();
		Thread thread = threads().get(0);
		for (int i = 0; i < 1000; i++) {
			this.loop.release();
			this.loop.acquire();
		}
		this.loop.release();
		assertThat(threads()).containsExactly(thread);
	}

	@Test
	void tasksRunInOrderOnTheThreadOfTheLoop() throws Exception {
		lease(this.loop);
		List<Integer> order = new CopyOnWriteArrayList<>();
		CompletableFuture<Boolean> done = new CompletableFuture<>();
		// More than the loop runs in one round
		IntStream.range(0, 3000).forEach((i) -> this.loop.execute(() -> order.add(i)));
		this.loop.execute(() -> done.complete(this.loop.isCurrentThread() && EventLoop.isLoopThread()));
		assertThat(done).succeedsWithin(LONG).isEqualTo(true);
		assertThat(order).isEqualTo(IntStream.range(0, 3000).boxed().toList());
		assertThat(EventLoop.isLoopThread()).isFalse();
	}

	@Test
	void taskRunsAtOnceWhenTheCallerIsTheLoop() throws Exception {
		lease(this.loop);
		CompletableFuture<List<Integer>> done = new CompletableFuture<>();
		this.loop.execute(() -> {
			List<Integer> order = new CopyOnWriteArrayList<>();
			this.loop.execute(() -> done.complete(order));
			this.loop.run(() -> order.add(1));
			order.add(2);
		});
		assertThat(done).succeedsWithin(LONG).isEqualTo(List.of(1, 2));
	}

	@Test
	void loopSurvivesATaskThatFails() throws Exception {
		lease(this.loop);
		this.loop.execute(() -> {
			throw new IllegalStateException("Thrown by a test");
		});
		this.loop.execute(() -> {
			throw new AssertionError("Thrown by a test");
		});
		CompletableFuture<Boolean> done = new CompletableFuture<>();
		this.loop.execute(() -> done.complete(true));
		assertThat(done).succeedsWithin(LONG);
	}

	@Test
	void loopSurvivesAnInterrupt() throws Exception {
		lease(this.loop);
		threads().forEach(Thread::interrupt);
		CompletableFuture<Boolean> done = new CompletableFuture<>();
		this.loop.execute(() -> this.loop.execute(() -> done.complete(Thread.currentThread().isInterrupted())));
		assertThat(done).succeedsWithin(LONG);
	}

	@Test
	void timersRunInTheOrderOfTheirTimesAndNotEarly() throws Exception {
		lease(this.loop);
		List<String> order = new CopyOnWriteArrayList<>();
		long start = System.nanoTime();
		CompletableFuture<Long> last = new CompletableFuture<>();
		this.loop.execute(() -> {
			this.loop.schedule(Duration.ofMillis(300), () -> {
				order.add("300");
				last.complete(System.nanoTime() - start);
			});
			this.loop.schedule(Duration.ofMillis(100), () -> order.add("100"));
			this.loop.schedule(Duration.ofMillis(200), () -> {
				order.add("200");
				throw new IllegalStateException("Thrown by a test");
			});
			this.loop.schedule(Duration.ZERO, () -> order.add("0"));
		});
		assertThat(last).succeedsWithin(LONG)
			.satisfies((nanos) -> assertThat(nanos).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(300)));
		assertThat(order).containsExactly("0", "100", "200", "300");
	}

	@Test
	void scheduleFailsOnAnotherThread() throws Exception {
		lease(this.loop);
		assertThatIllegalStateException().isThrownBy(() -> this.loop.schedule(Duration.ZERO, () -> {
		}));
		assertThatIllegalStateException().isThrownBy(this.loop::poller);
	}

	@Test
	void tasksOfManyThreadsAllRun() throws Exception {
		lease(this.loop);
		List<Integer> done = new CopyOnWriteArrayList<>();
		var calls = IntStream.range(0, 4).mapToObj((t) -> this.sandbox.async(() -> {
			for (int i = 0; i < 500; i++) {
				this.loop.execute(() -> done.add(t));
			}
			return true;
		})).toList();
		for (var call : calls) {
			call.result();
		}
		eventually().until(() -> done.size() == 2000);
	}

	@Test
	void groupSpreadsLeasesOverItsLoops() throws Exception {
		EventLoopGroup group = new EventLoopGroup(TestedTransport.get(), "local-socket-test", 3, false);
		assertThat(group.size()).isEqualTo(3);
		List<EventLoop> loops = List.of(group.acquireNext(), group.acquireNext(), group.acquireNext(),
				group.acquireNext());
		assertThat(loops.subList(0, 3)).doesNotHaveDuplicates();
		assertThat(loops.get(3)).isSameAs(loops.get(0));
		assertThat(threads()).extracting(Thread::getName)
			.containsExactlyInAnyOrder("local-socket-test-1", "local-socket-test-2", "local-socket-test-3");
		loops.forEach((loop) -> this.sandbox.closeLater(loop::release));
	}

	@Test
	void groupNeedsAThread() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new EventLoopGroup(TestedTransport.get(), "local-socket-test", 0, false))
			.withMessageContaining("0");
	}

	private void lease(EventLoop loop) throws IOException {
		loop.acquire();
		this.sandbox.closeLater(loop::release);
	}

	private static List<Thread> threads() {
		return ProcessState.threads("local-socket-test");
	}

}
