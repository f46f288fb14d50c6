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
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import dev.localsocket.transport.spi.Closing.IoSupplier;
import dev.localsocket.transport.spi.Interrupts;
import dev.localsocket.transport.spi.Poller;
import dev.localsocket.transport.spi.Transport;
import org.jspecify.annotations.Nullable;

/**
 * One platform thread with one {@link Poller}, which does all the input and output of the
 * channels given to it. The thread is there while somebody holds a {@linkplain #acquire()
 * lease}, which every open channel does, and ends shortly after the last one was
 * {@linkplain #release() released}; the next lease starts a new one. Unless it is a
 * daemon, an open channel keeps the JVM alive.
 * <p>
 * Nothing else ends the thread, be it an exception, an {@link Error} or an exhausted
 * heap: what it was doing is dropped, and the next round begins, for which it needs no
 * memory.
 */
public final class EventLoop implements Executor {

	private static final int BUFFER_SIZE = 64 * 1024;

	/**
	 * How long the thread outlives its last channel, so that a program which opens one
	 * connection after the other does not start a thread for each.
	 */
	private static final Duration LINGER = Duration.ofMillis(50);

	private static final int MAX_TASKS_PER_ROUND = 1024;

	private final Transport transport;

	private final IoSupplier<Poller> pollers;

	private final String name;

	private final boolean daemon;

	private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

	private final ReservedTask.Stack reservedTasks = new ReservedTask.Stack();

	private final LoopFailures failures;

	/** Guards the start and the end of the thread; nothing is called under it. */
	private final ReentrantLock lifecycleLock = new ReentrantLock();

	/** Whether somebody has waited for a task in vain, and no round has ended since. */
	private volatile boolean stuck;

	/** Written under the lock. */
	private volatile int leases;

	/** When the last lease was released, guarded by the lock. */
	private long idleSinceNanos;

	private volatile @Nullable Worker worker;

	EventLoop(String name, boolean daemon, Transport transport) {
		this(name, daemon, transport, transport::openPoller);
	}

	/** A test may look after the poller. */
	EventLoop(String name, boolean daemon, Transport transport, IoSupplier<Poller> pollers) {
		this.transport = transport;
		this.pollers = pollers;
		this.name = name;
		this.daemon = daemon;
		this.failures = new LoopFailures(name);
	}

	/**
	 * Returns what the channels of the loop are made of.
	 * @return the transport
	 */
	public Transport transport() {
		return this.transport;
	}

	/**
	 * Takes a lease and starts the thread when there is none.
	 * @throws IOException if no poller can be opened, for example for lack of descriptors
	 */
	void acquire() throws IOException {
		this.lifecycleLock.lock();
		try {
			if (this.worker == null) {
				startWorker(this.pollers.get());
			}
			this.leases++;
		}
		finally {
			this.lifecycleLock.unlock();
		}
	}

	private void startWorker(Poller poller) throws IOException {
		try {
			Worker started = new Worker(poller);
			this.worker = started;
			started.start();
		}
		catch (OutOfMemoryError ex) {
			// The system has no thread left; the next lease tries again
			this.worker = null;
			poller.close();
			throw new LocalSocketException(SocketError.RESOURCE_EXHAUSTED,
					"No thread can be started: " + ex.getMessage(), ex);
		}
	}

	/** Gives a lease back. Needs no memory. */
	void release() {
		ConditionLock.lock(this.lifecycleLock);
		try {
			this.leases--;
			this.idleSinceNanos = System.nanoTime();
		}
		finally {
			this.lifecycleLock.unlock();
		}
		wakeup();
	}

	/**
	 * Runs a task on the thread of the loop, later. The caller or the task must hold a
	 * lease, or nothing may depend on the task being run.
	 * @param task the task; must not block
	 */
	@Override
	public void execute(Runnable task) {
		this.tasks.add(task);
		wakeup();
	}

	/**
	 * Runs a task on the thread of the loop, later, with no memory but its own. It runs
	 * once, even if it is given again before. The caller or the task must hold a lease.
	 * @param task the task
	 */
	void execute(ReservedTask task) {
		this.reservedTasks.add(task);
		wakeup();
	}

	private void wakeup() {
		Worker current = this.worker;
		if (current != null && current != Thread.currentThread() && current.polling.compareAndSet(true, false)) {
			current.wakeup();
		}
	}

	/**
	 * Runs a task on the thread of the loop, later, or on this thread if that has ended.
	 * @param task the task; must not block
	 */
	public void executeOrRun(Runnable task) {
		if (!tryExecute(task)) {
			task.run();
		}
	}

	private boolean tryExecute(Runnable task) {
		this.lifecycleLock.lock();
		try {
			// The thread ends under this lock only, and only when there is no task
			boolean alive = this.worker != null;
			if (alive) {
				execute(task);
			}
			return alive;
		}
		finally {
			this.lifecycleLock.unlock();
		}
	}

	/**
	 * Runs a task on the thread of the loop: now, if the caller is that thread.
	 * @param task the task; must not block
	 */
	void run(Runnable task) {
		if (isCurrentThread()) {
			task.run();
		}
		else {
			execute(task);
		}
	}

	/**
	 * Runs a task later. To be called on the thread of the loop.
	 * @param delay the delay
	 * @param task the task; must not block
	 */
	void schedule(Duration delay, Runnable task) {
		current().timers.add(delay, task);
	}

	/**
	 * Returns what looks after timeouts. To be called on the thread of the loop.
	 * @return the deadlines of the loop
	 */
	Deadlines deadlines() {
		return current().deadlines;
	}

	/** Says that a task did not run for so long that others need not wait for theirs. */
	void setStuck() {
		this.stuck = true;
	}

	/** Whether it makes no sense to wait for a task. */
	boolean isStuck() {
		return this.stuck;
	}

	/**
	 * Tells whether the loop has done nothing but fail for some time.
	 * @param nanos the time
	 * @return whether it has
	 */
	boolean hasFailedFor(long nanos) {
		return this.failures.lastTo(nanos);
	}

	boolean isCurrentThread() {
		return Thread.currentThread() == this.worker;
	}

	/**
	 * Tells whether the calling thread belongs to any event loop and so must not block.
	 * @return whether it does
	 */
	public static boolean isLoopThread() {
		return LoopThread.isCurrent();
	}

	/**
	 * Runs a task now or, on the thread of an event loop, when the loop has served all
	 * channels that are ready.
	 * @param task the task; must not block
	 */
	public static void runAfterRound(Runnable task) {
		if (Thread.currentThread() instanceof Worker worker) {
			worker.loop().execute(task);
		}
		else {
			task.run();
		}
	}

	/**
	 * Fails on the thread of any event loop: its waiting would stop all of its channels.
	 * @throws IllegalStateException on such a thread
	 */
	public static void checkMayBlock() {
		LoopThread.checkMayBlock();
	}

	Poller poller() {
		return current().poller;
	}

	/**
	 * Returns the direct buffer that all channels of the loop share for one system call
	 * each. To be called on the thread of the loop, before each such call.
	 * @return the buffer, cleared
	 */
	ByteBuffer buffer() {
		Interrupts.clear();
		return current().buffer.clear();
	}

	/**
	 * Returns a second such buffer, for what a channel writes during its turn.
	 * @return the buffer, cleared
	 */
	ByteBuffer outputBuffer() {
		return current().outputBuffer.clear();
	}

	private Worker current() {
		Worker current = this.worker;
		if (current == null || current != Thread.currentThread()) {
			throw new IllegalStateException("Not on the thread of " + this.name);
		}
		return current;
	}

	@Override
	public String toString() {
		return this.name;
	}

	/** The thread of the loop, with what only this thread touches. */
	private final class Worker extends LoopThread {

		private final Poller poller;

		/**
		 * True while the loop polls or is about to: whoever adds a task then and turns it
		 * false has to wake the loop. At most one wake-up is therefore written for each
		 * poll. It is the thread's own, so that nobody can take it for the next one's.
		 */
		private final AtomicBoolean polling = new AtomicBoolean();

		private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_SIZE);

		private final ByteBuffer outputBuffer = ByteBuffer.allocateDirect(BUFFER_SIZE);

		private final Timers timers = new Timers();

		private final Deadlines deadlines = new Deadlines();

		Worker(Poller poller) {
			super(EventLoop.this.name);
			this.poller = poller;
			setDaemon(EventLoop.this.daemon);
		}

		EventLoop loop() {
			return EventLoop.this;
		}

		@Override
		public void run() {
			while (!runRounds()) {
				// What has gone wrong has been told
			}
			this.poller.close();
		}

		/** If this fails, whoever adds the next task tries again. */
		void wakeup() {
			try {
				this.poller.wakeup();
			}
			catch (RuntimeException | Error ex) {
				this.polling.set(true);
				throw ex;
			}
		}

		/** Returns whether the loop is over; if not, something went wrong. */
		private boolean runRounds() {
			try {
				do {
					poll();
					runTasks();
					runTimers();
					EventLoop.this.stuck = false;
				}
				while (EventLoop.this.leases > 0 || !ended());
				return true;
			}
			catch (Throwable ex) {
				return false;
			}
		}

		private void poll() {
			this.polling.set(true);
			try {
				this.poller.poll(hasTasks() ? 0 : timeout());
				EventLoop.this.failures.roundSucceeded();
			}
			catch (Throwable ex) {
				// Nothing may end the loop: other connections depend on it
				EventLoop.this.failures.roundFailed(ex);
			}
			this.polling.set(false);
			Interrupts.clear();
		}

		private boolean hasTasks() {
			return !EventLoop.this.tasks.isEmpty() || !EventLoop.this.reservedTasks.isEmpty();
		}

		private long timeout() {
			if (EventLoop.this.leases == 0) {
				return LINGER.toMillis();
			}
			long timer = this.timers.millisLeft();
			long deadline = this.deadlines.millisLeft();
			return (timer < 0 || (deadline >= 0 && deadline < timer)) ? deadline : timer;
		}

		private void runTasks() {
			EventLoop.this.reservedTasks.runAll(EventLoop.this.failures);
			// Bounded, so that tasks which add tasks do not starve the channels
			Runnable task;
			for (int i = 0; i < MAX_TASKS_PER_ROUND && (task = EventLoop.this.tasks.poll()) != null; i++) {
				EventLoop.this.failures.run(task);
			}
		}

		private void runTimers() {
			Runnable due;
			while ((due = this.timers.takeDue()) != null) {
				EventLoop.this.failures.run(due);
			}
			EventLoop.this.failures.run(this.deadlines);
		}

		private boolean ended() {
			if (!EventLoop.this.lifecycleLock.tryLock()) {
				// Not waited for, which takes memory; the next round tries again
				return false;
			}
			try {
				boolean ended = EventLoop.this.leases == 0 && !hasTasks()
						&& System.nanoTime() - EventLoop.this.idleSinceNanos >= LINGER.toNanos();
				if (ended) {
					EventLoop.this.worker = null;
				}
				return ended;
			}
			finally {
				EventLoop.this.lifecycleLock.unlock();
			}
		}

	}

}
