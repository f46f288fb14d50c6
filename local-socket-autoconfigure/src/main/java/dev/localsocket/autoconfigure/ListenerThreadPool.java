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

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;

import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/**
 * A pool that gives a task to an idle thread, or else to a new one, and lets it wait only
 * when there are as many threads as are allowed. The JDK's pool lets tasks wait before it
 * adds threads, so a few connection handlers that block would keep all others waiting.
 */
class ListenerThreadPool extends ThreadPoolTaskExecutor {

	private static final long serialVersionUID = 1L;

	private static final int KEEP_ALIVE_SECONDS = 30;

	/**
	 * Creates a pool.
	 * @param maxThreads the greatest number of threads
	 */
	ListenerThreadPool(int maxThreads) {
		setThreadNamePrefix("local-socket-listener-");
		setCorePoolSize(0);
		setMaxPoolSize(maxThreads);
		setKeepAliveSeconds(KEEP_ALIVE_SECONDS);
		setRejectedExecutionHandler(ListenerThreadPool::wait);
		// Connections that come to their end while the context closes need threads
		setAcceptTasksAfterContextClose(true);
	}

	@Override
	protected BlockingQueue<Runnable> createQueue(int queueCapacity) {
		return new HandOverQueue();
	}

	private static void wait(Runnable task, ThreadPoolExecutor executor) {
		if (executor.isShutdown()) {
			throw new RejectedExecutionException("The threads of the local socket listeners have been shut down");
		}
		executor.getQueue().add(task);
		if (executor.getPoolSize() == 0) {
			// The last thread has just ended: another one finds the task
			executor.execute(() -> {
			});
		}
	}

	/** Accepts an offer only if a thread waits for it, so that the pool adds a thread. */
	private static final class HandOverQueue extends LinkedTransferQueue<Runnable> {

		private static final long serialVersionUID = 1L;

		@Override
		public boolean offer(Runnable task) {
			return tryTransfer(task);
		}

		@Override
		public boolean add(Runnable task) {
			return super.offer(task);
		}

	}

}
