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

import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.localsocket.error.LocalSocketException;
import dev.localsocket.log.SafeLogger;
import org.jspecify.annotations.Nullable;

/**
 * Looks once a second whether the file of a server is still its own: cleaners of
 * {@code /tmp} delete files of live servers. A loss is told once, and repaired as soon as
 * that is possible. One thread does this for all servers, because a file system that
 * hangs must not hold up an event loop; it is there while a server is guarded.
 */
final class EndpointGuard {

	private static final SafeLogger logger = new SafeLogger(EndpointGuard.class);

	private static final long INTERVAL_MILLIS = 1_000;

	private static final long THREAD_KEEP_ALIVE_MILLIS = 50;

	private static final ScheduledThreadPoolExecutor executor = newExecutor();

	private final Guarded guarded;

	private final AtomicBoolean lossKnown = new AtomicBoolean();

	private volatile boolean stopped;

	private volatile @Nullable Future<?> checks;

	/** Belongs to the thread, as {@link #check} does. */
	private boolean failureTold;

	EndpointGuard(Guarded guarded) {
		this.guarded = guarded;
	}

	private static ScheduledThreadPoolExecutor newExecutor() {
		ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, EndpointGuard::newThread);
		executor.setKeepAliveTime(THREAD_KEEP_ALIVE_MILLIS, TimeUnit.MILLISECONDS);
		executor.allowCoreThreadTimeOut(true);
		executor.setRemoveOnCancelPolicy(true);
		return executor;
	}

	private static Thread newThread(Runnable task) {
		Thread thread = new Thread(task, "local-socket-guard");
		thread.setDaemon(true);
		return thread;
	}

	/** Begins to look, unless the system has no thread left for that. */
	void start() {
		try {
			this.checks = executor.scheduleWithFixedDelay(this::check, INTERVAL_MILLIS, INTERVAL_MILLIS,
					TimeUnit.MILLISECONDS);
		}
		catch (OutOfMemoryError ex) {
			// It is looked when the next server brings a thread
			logger.debug("No thread can be started to look after a server", ex);
		}
	}

	/** Ends it. A check that is under way may still come to its end. */
	void stop() {
		this.stopped = true;
		Future<?> current = this.checks;
		if (current != null) {
			current.cancel(false);
		}
	}

	/**
	 * Notes that the file is not the server's own any more.
	 * @return whether that is to be told
	 */
	boolean noteLoss() {
		return this.lossKnown.compareAndSet(false, true);
	}

	/** A test may call it without waiting for its time. */
	void check() {
		if (this.stopped) {
			throw new CancellationException();
		}
		try {
			checkNow();
		}
		catch (RuntimeException | Error ex) {
			logger.warn("Could not look after the file of a server; this is tried again", ex);
		}
	}

	private void checkNow() {
		boolean lost = this.guarded.isLost();
		if (lost && noteLoss()) {
			this.failureTold = false;
			this.guarded.tellLoss();
		}
		if (lost) {
			lost = !repair();
		}
		// Of a server that has been closed meanwhile, nothing is lost
		if (!lost && !this.stopped && this.lossKnown.compareAndSet(true, false)) {
			this.guarded.tellRepair();
		}
	}

	private boolean repair() {
		try {
			return this.guarded.repair();
		}
		catch (LocalSocketException ex) {
			if (!this.failureTold) {
				this.failureTold = true;
				logger.warn("A socket that had lost its file could not be published again; this is tried on", ex);
			}
			return false;
		}
	}

	/** A server, asked and told on the thread of the guard. */
	interface Guarded {

		/**
		 * Tells whether the file should be the server's own and is not.
		 * @return whether it is lost; false if the server does not listen any more
		 */
		boolean isLost();

		/** Tells everybody that the file is lost. */
		void tellLoss();

		/**
		 * Tries to publish the socket again.
		 * @return whether that was done; false if it is not wanted, or not possible while
		 * something is at the path or the directory is missing
		 * @throws LocalSocketException if it failed
		 */
		boolean repair() throws LocalSocketException;

		/** Tells everybody that the file is there again. */
		void tellRepair();

	}

}
