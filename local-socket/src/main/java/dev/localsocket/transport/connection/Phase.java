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

/**
 * How far a connection has come, from the attempt to make it until everybody knows that
 * it is over. It moves forward only, in the order of the constants: what a
 * {@link Lifecycle.Step step} leads to is always a later one.
 */
public enum Phase {

	/** It is being made. */
	CONNECTING(Progress.COMING, false, false),

	/** Neither side has ended it. */
	OPEN(Progress.THERE, false, false),

	/** This side has ended it; what is queued is still to be sent. */
	CLOSING(Progress.THERE, true, false),

	/** It has to make room for others; what is queued is dropped. */
	EVICTED(Progress.THERE, false, false),

	/** This side has ended it; what is queued is dropped. */
	ABORTING(Progress.THERE, true, true),

	/** It is over; this side has not ended it. */
	CLOSED(Progress.OVER, false, false),

	/** It is over; this side has ended it, be it afterwards. */
	CLOSED_HERE(Progress.OVER, true, false),

	/** It is over; this side has aborted it, be it afterwards. */
	ABORTED(Progress.OVER, true, true),

	/** It is over or could not be made, as all know; this side has not ended it. */
	ENDED(Progress.TOLD, false, false),

	/** It is over or could not be made, as all know; this side has ended it. */
	ENDED_HERE(Progress.TOLD, true, false),

	/** This side has ended the attempt to make it. */
	ABANDONED(Progress.TOLD, true, false);

	private final Progress progress;

	private final boolean endedHere;

	private final boolean aborted;

	Phase(Progress progress, boolean endedHere, boolean aborted) {
		this.progress = progress;
		this.endedHere = endedHere;
		this.aborted = aborted;
	}

	/**
	 * Tells whether the descriptor is closed or about to be, or there never was one.
	 * @return whether it is over
	 */
	public boolean isOver() {
		return this.progress.compareTo(Progress.OVER) >= 0;
	}

	/**
	 * Tells whether nobody will be told anything any more.
	 * @return whether all have been told of the end
	 */
	public boolean isTold() {
		return this.progress == Progress.TOLD;
	}

	/**
	 * Tells whether this side has asked for the end.
	 * @return whether it has, be it after the peer
	 */
	public boolean isEndedHere() {
		return this.endedHere;
	}

	/**
	 * Tells whether this side has asked to drop what is queued, before all were told of
	 * the end.
	 * @return whether it has
	 */
	public boolean isAborted() {
		return this.aborted;
	}

	private enum Progress {

		COMING, THERE, OVER, TOLD

	}

}
