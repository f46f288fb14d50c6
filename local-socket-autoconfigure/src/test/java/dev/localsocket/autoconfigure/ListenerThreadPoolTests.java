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
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests of {@link ListenerThreadPool}.
 */
@Timeout(60)
class ListenerThreadPoolTests {

	private static final int THREADS = 8;

	private final ListenerThreadPool pool = new ListenerThreadPool();

	@BeforeEach
	void start() {
		this.pool.afterPropertiesSet();
	}

	@AfterEach
	void stop() {
		this.pool.shutdown();
	}

	@Test
	void thereIsNoThreadBeforeThereIsATask() {
		assertThat(this.pool.getPoolSize()).isZero();
	}

	@Test
	void noTaskWaitsForAnother() throws Exception {
		runAtOnce();
		assertThat(this.pool.getPoolSize()).isEqualTo(THREADS);
	}

	private void runAtOnce() throws InterruptedException {
		CountDownLatch running = new CountDownLatch(THREADS);
		CountDownLatch done = new CountDownLatch(THREADS);
		for (int i = 0; i < THREADS; i++) {
			this.pool.execute(() -> {
				running.countDown();
				awaitQuietly(running);
				done.countDown();
			});
		}
		assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void threadsThatAreNotNeededEndAlthoughTasksKeepComing() throws Exception {
		this.pool.setKeepAliveSeconds(1);
		runAtOnce();
		await().until(() -> {
			this.pool.execute(() -> {
			});
			return this.pool.getPoolSize() <= 2;
		});
	}

	@Test
	void taskIsRefusedAfterTheEnd() {
		this.pool.shutdown();
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> this.pool.execute(() -> {
		}));
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
