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
package dev.localsocket.transport.junix;

/**
 * When a {@link SelectorPoller} moves channels away from the selector of its loop. Time
 * is counted in channels polled, because that is what it costs to keep a channel: 0.12
 * microseconds each when there are some hundred, and more in a crowd, where patience is
 * therefore over sooner.
 *
 * @param few so few channels never move: a small server needs no other thread
 * @param polled how much may be polled before a channel that has not had an event moves
 * @param interval moves are collected meanwhile, because each wakes a thread
 */
record Patience(int few, long polled, long interval) {

	static final Patience DEFAULT = new Patience(32, 4096, 16384);

	/** Each of the first three events makes the patience four times as long. */
	private static final int MAX_EVENTS = 3;

	/**
	 * Tells whether a channel is to move. To move it away and back takes about a hundred
	 * microseconds, of two threads.
	 * @param polledSince how much was polled since its last event
	 * @param events how many it has had since it came to the selector
	 * @return whether it is to move
	 */
	boolean isOver(long polledSince, int events) {
		return polledSince > this.polled << (2 * Math.min(events, MAX_EVENTS));
	}

}
