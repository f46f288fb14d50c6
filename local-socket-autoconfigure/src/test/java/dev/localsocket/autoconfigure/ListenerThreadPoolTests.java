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
package dev.localsocket.autoconfigure;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link ListenerThreadPool}.
 */
@Timeout(60)
class ListenerThreadPoolTests {

	private final ListenerThreadPool pool = new ListenerThreadPool(2);

	private final CountDownLatch done = new CountDownLatch(3);

	@BeforeEach
	void start() {
		this.pool.afterPropertiesSet();
	}

	@AfterEach
	void stop() {
		this.pool.shutdown();
	}

	@Test
	void taskWaitsOnlyWhenAllThreadsAreBusy() throws Exception {
		CountDownLatch blocked = new CountDownLatch(2);
		CountDownLatch go = new CountDownLatch(1);
		for (int i = 0; i < 2; i++) {
			this.pool.execute(() -> {
				blocked.countDown();
				await(go);
				this.done.countDown();
			});
		}
		assertThat(blocked.await(20, TimeUnit.SECONDS)).isTrue();
		this.pool.execute(this.done::countDown);
		assertThat(this.done.getCount()).isEqualTo(3);
		go.countDown();
		assertThat(this.done.await(20, TimeUnit.SECONDS)).isTrue();
		assertThat(this.pool.getThreadPoolExecutor().getLargestPoolSize()).isEqualTo(2);
	}

	/** All threads were busy when the task came, and the last has ended meanwhile. */
	@Test
	void taskThatBeginsToWaitWhenTheLastThreadHasEndedIsRun() throws Exception {
		ThreadPoolExecutor executor = this.pool.getThreadPoolExecutor();
		CountDownLatch run = new CountDownLatch(1);
		assertThat(executor.getPoolSize()).isZero();
		executor.getRejectedExecutionHandler().rejectedExecution(run::countDown, executor);
		assertThat(run.await(20, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void taskIsRefusedAfterTheEnd() {
		this.pool.shutdown();
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> this.pool.execute(() -> {
		}));
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
