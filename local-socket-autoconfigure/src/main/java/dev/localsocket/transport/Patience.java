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
package dev.localsocket.transport;

/**
 * When a {@link SelectorPoller} moves channels away from the selector of its loop. Time
 * is counted in polls, because each poll pays for each channel.
 *
 * @param few so few channels never move: a small server needs no other thread
 * @param polls how many polls without an event make a channel quiet that has not had one
 * @param interval moves are collected for so many polls, because each wakes a thread
 */
record Patience(int few, int polls, int interval) {

	static final Patience DEFAULT = new Patience(32, 32, 256);

	/** Each of the first three events makes the patience four times as long. */
	private static final int MAX_EVENTS = 3;

	/**
	 * Tells whether to keep a channel has cost about as much as to move it to a quiet
	 * poller and back, or a quarter of that and less if it is likely to stay quiet.
	 * @param pollsWithoutEvent for how many polls it has not been ready
	 * @param events how often it was ready since it came to the selector
	 * @return whether it is to move
	 */
	boolean isOver(long pollsWithoutEvent, int events) {
		return pollsWithoutEvent > (long) this.polls << (2 * Math.min(events, MAX_EVENTS));
	}

}
