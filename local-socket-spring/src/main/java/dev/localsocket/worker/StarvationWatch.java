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
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Notices that tasks wait too long for a thread. From the first that has to wait, it
 * waits among them, as one task more; if after some time it does still, that is logged,
 * once until it has run, and once in a minute. So nothing is measured for each task, and
 * while none waits nothing at all is done. Thread-safe; the state has one cycle.
 */
final class StarvationWatch implements WorkerTask {

	/** How long tasks may wait. */
	static final Duration PATIENCE = Duration.ofSeconds(2);

	static final Duration PERIOD = Duration.ofMinutes(1);

	private final String who;

	private final String advice;

	private final Consumer<String> log;

	private final Executor delayed;

	private final LongSupplier nanoTime;

	private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);

	/** Written when the state becomes {@link State#STARVING}, before that is seen. */
	private volatile @Nullable String text;

	/** Belongs to the thread that runs the check; there is one at a time. */
	private @Nullable Long logged;

	/**
	 * Creates a watch for one group of workers.
	 * @param who what these run
	 * @param advice what to do if there are too few
	 * @param log logs it
	 * @param delayed runs a task after the patience
	 * @param nanoTime the clock
	 */
	StarvationWatch(String who, String advice, Consumer<String> log, Executor delayed, LongSupplier nanoTime) {
		this.who = who;
		this.advice = advice;
		this.log = log;
		this.delayed = delayed;
		this.nanoTime = nanoTime;
	}

	/**
	 * A task has to wait.
	 * @param workers for whom it waits
	 */
	void begin(Workers workers) {
		if (this.state.get() == State.IDLE && this.state.compareAndSet(State.IDLE, State.WAITING)) {
			watch(workers);
		}
	}

	private void watch(Workers workers) {
		try {
			workers.execute(this);
			this.delayed.execute(() -> check(workers));
		}
		catch (RuntimeException | Error ex) {
			// The tasks matter more; the next one that has to wait tries again
			this.state.set(State.IDLE);
		}
	}

	private void check(Workers workers) {
		if (this.state.get() == State.WAITING) {
			this.text = describe(workers);
		}
		if (this.state.compareAndSet(State.WAITING, State.STARVING)) {
			logOnceInAPeriod();
		}
		else {
			this.state.set(State.IDLE);
			beginIfTasksWait(workers);
		}
	}

	/** They may have come since this was run, and no more may come. */
	private void beginIfTasksWait(Workers workers) {
		if (workers.next() != null) {
			begin(workers);
		}
	}

	private String describe(Workers workers) {
		String busy = (workers.maxThreads() == Integer.MAX_VALUE) ? "the executor has none left"
				: "all %d are busy".formatted(workers.maxThreads());
		return ("%s have had no thread for more than %d s: %s, and %d calls wait, the next one of %s. "
				+ "Other servers go on. Let them return sooner, or %s")
			.formatted(this.who, PATIENCE.toSeconds(), busy, workers.waiting(), workers.next(), this.advice);
	}

	private void logOnceInAPeriod() {
		long now = this.nanoTime.getAsLong();
		if (this.logged == null || now - this.logged >= PERIOD.toNanos()) {
			this.logged = now;
			this.log.accept(String.valueOf(this.text));
		}
	}

	/** There is a thread. */
	@Override
	public void run() {
		if (!this.state.compareAndSet(State.WAITING, State.SERVED)) {
			this.state.set(State.IDLE);
		}
	}

	@Override
	public void rejected(Throwable cause) {
		run();
	}

	/**
	 * Tells whether tasks have been waiting for too long, and why.
	 * @return the text, or null if they have not
	 */
	@Nullable String starvation() {
		return (this.state.get() == State.STARVING) ? this.text : null;
	}

	private enum State {

		/** No task had to wait of late. */
		IDLE,

		/** It waits among the tasks, and will be checked. */
		WAITING,

		/** It was run in time, and will be checked. */
		SERVED,

		/** It was not run in time, and waits. */
		STARVING

	}

}
