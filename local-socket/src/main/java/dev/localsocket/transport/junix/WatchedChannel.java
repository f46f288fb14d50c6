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

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;

import org.jspecify.annotations.Nullable;

/**
 * A channel at one selector or at none, with what that has found. It belongs to whoever
 * has the selector.
 */
abstract class WatchedChannel {

	private final SelectableChannel channel;

	/** Null after a hang-up without interest, after a cancellation, and on the way. */
	private @Nullable SelectionKey key;

	/** Belongs to the stack of those that a quiet poller has handed back. */
	private @Nullable WatchedChannel below;

	private int readyOps;

	private boolean hungUp;

	WatchedChannel(SelectableChannel channel) {
		this.channel = channel;
	}

	/** Returns what the selector is to look for. */
	abstract int ops();

	/**
	 * Comes back from a quiet poller, which has found it ready or cannot watch it, unless
	 * it has left it already.
	 */
	abstract void comeBack();

	final SelectableChannel channel() {
		return this.channel;
	}

	final @Nullable SelectionKey key() {
		return this.key;
	}

	/**
	 * Registers the channel.
	 * @param selector where to register it; there is no key
	 */
	final void watchAt(LibrarySelector selector) throws IOException {
		this.key = selector.register(this.channel, ops(), this);
	}

	/**
	 * Leaves the selector where it is, with what that has found.
	 * @return whether it was there
	 */
	final boolean takeOff() {
		SelectionKey current = this.key;
		if (current != null) {
			take(current);
			dropKey();
		}
		return current != null;
	}

	/** The library drops the key of a channel whose peer has hung up: it is invalid. */
	final void take(SelectionKey selected) {
		this.hungUp = !selected.isValid();
		this.readyOps = selected.readyOps();
	}

	final void dropKey() {
		SelectionKey dropped = this.key;
		if (dropped != null) {
			this.key = null;
			dropped.cancel();
		}
	}

	final boolean isHungUp() {
		return this.hungUp;
	}

	final int readyOps() {
		return this.readyOps;
	}

	final void forgetReady() {
		this.readyOps = 0;
	}

	final void setBelow(@Nullable WatchedChannel channel) {
		this.below = channel;
	}

	final @Nullable WatchedChannel below() {
		return this.below;
	}

}
