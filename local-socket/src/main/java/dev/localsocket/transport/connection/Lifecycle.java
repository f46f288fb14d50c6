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

import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

/**
 * The life of one connection, which all who have to do with it share: the attempt to make
 * it, the connection itself, and the socket that the program knows. They ask for the
 * {@link Phase}, and change it by a {@link Step} only: of steps that are taken at the
 * same moment none is lost. Thread-safe. Needs no memory.
 */
public final class Lifecycle {

	private static final AtomicReferenceFieldUpdater<Lifecycle, Phase> updater = AtomicReferenceFieldUpdater
		.newUpdater(Lifecycle.class, Phase.class, "phase");

	/** Replaced by {@link #take} only. */
	private volatile Phase phase;

	private Lifecycle(Phase first) {
		this.phase = first;
	}

	/**
	 * Returns the life of a connection that is to be made.
	 * @return the lifecycle, {@link Phase#CONNECTING}
	 */
	public static Lifecycle connecting() {
		return new Lifecycle(Phase.CONNECTING);
	}

	/**
	 * Returns the life of a connection that is there.
	 * @return the lifecycle, {@link Phase#OPEN}
	 */
	public static Lifecycle open() {
		return new Lifecycle(Phase.OPEN);
	}

	/**
	 * Returns the life of a connection that never was.
	 * @return the lifecycle, {@link Phase#ENDED}
	 */
	public static Lifecycle ended() {
		return new Lifecycle(Phase.ENDED);
	}

	/**
	 * Returns how far the connection has come.
	 * @return the phase
	 */
	public Phase phase() {
		return this.phase;
	}

	/**
	 * Takes a step, which leads nowhere if its time is over.
	 * @param step the step
	 * @return the phase before; who takes the step that leads out of it has to do what
	 * follows from that
	 */
	public Phase take(Step step) {
		Phase before = this.phase;
		Phase after = step.after(before);
		while (before != after && !updater.compareAndSet(this, before, after)) {
			before = this.phase;
			after = step.after(before);
		}
		return before;
	}

	@Override
	public String toString() {
		return this.phase.toString();
	}

	/** What moves a connection forward, and from where to where. */
	public enum Step {

		/** The attempt to make it has succeeded. */
		CONNECT(Map.of(Phase.CONNECTING, Phase.OPEN)),

		/** The attempt to make it has failed. */
		FAIL(Map.of(Phase.CONNECTING, Phase.ENDED)),

		/** This side ends it, after what is queued. */
		DISCONNECT(Map.of(Phase.CONNECTING, Phase.ABANDONED, Phase.OPEN, Phase.CLOSING, Phase.EVICTED, Phase.ABORTING,
				Phase.CLOSED, Phase.CLOSED_HERE, Phase.ENDED, Phase.ENDED_HERE)),

		/** This side ends it, and drops what is queued. */
		ABORT(Map.of(Phase.CONNECTING, Phase.ABANDONED, Phase.OPEN, Phase.ABORTING, Phase.CLOSING, Phase.ABORTING,
				Phase.EVICTED, Phase.ABORTING, Phase.CLOSED, Phase.ABORTED, Phase.CLOSED_HERE, Phase.ABORTED,
				Phase.ENDED, Phase.ENDED_HERE)),

		/** The same, unless this side has ended it already. */
		ABORT_FIRST(Map.of(Phase.CONNECTING, Phase.ABANDONED, Phase.OPEN, Phase.ABORTING, Phase.EVICTED, Phase.ABORTING,
				Phase.CLOSED, Phase.ABORTED, Phase.ENDED, Phase.ENDED_HERE)),

		/** It has to make room for others. */
		EVICT(Map.of(Phase.OPEN, Phase.EVICTED, Phase.CLOSING, Phase.ABORTING)),

		/** The loop closes it. */
		CLOSE(Map.of(Phase.OPEN, Phase.CLOSED, Phase.CLOSING, Phase.CLOSED_HERE, Phase.EVICTED, Phase.CLOSED,
				Phase.ABORTING, Phase.ABORTED)),

		/** The loop has told all of the end. */
		TELL(Map.of(Phase.CLOSED, Phase.ENDED, Phase.CLOSED_HERE, Phase.ENDED_HERE, Phase.ABORTED, Phase.ENDED_HERE));

		private final Phase[] next = Phase.values();

		Step(Map<Phase, Phase> forward) {
			forward.forEach((from, to) -> {
				if (to.compareTo(from) <= 0) {
					throw new IllegalArgumentException("No connection moves from %s back to %s".formatted(from, to));
				}
				this.next[from.ordinal()] = to;
			});
		}

		/**
		 * Returns where the step leads.
		 * @param phase the phase before
		 * @return the phase after; the same if the time of the step is over, or has not
		 * come
		 */
		public Phase after(Phase phase) {
			return this.next[phase.ordinal()];
		}

	}

}
