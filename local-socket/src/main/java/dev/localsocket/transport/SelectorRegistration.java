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

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;

import dev.localsocket.log.SafeLogger;
import dev.localsocket.transport.Poller.ReadyHandler;
import org.jspecify.annotations.Nullable;

/**
 * A channel that a {@link SelectorPoller} watches, be it at the selector of its loop or
 * at that of a {@link QuietPoller}. It belongs to the thread of the loop, but while it is
 * at a quiet poller its key belongs to whoever has that poller's selector.
 */
final class SelectorRegistration implements Poller.Registration {

	private static final SafeLogger logger = new SafeLogger(SelectorRegistration.class);

	private final SelectorPoller poller;

	private final SelectableChannel channel;

	private final ReadyHandler handler;

	private int interest;

	private boolean cancelled;

	/** Null after a hang-up without interest, after a cancellation, and on the way. */
	private @Nullable SelectionKey key;

	private @Nullable QuietPoller quietPoller;

	/** Belongs to the stack of those that a quiet poller has handed back. */
	private @Nullable SelectorRegistration below;

	private int readyOps;

	private boolean hungUp;

	/** When it came to the selector of the loop or was ready, in channels polled. */
	private long lastEvent;

	private int events;

	SelectorRegistration(SelectorPoller poller, SelectableChannel channel, int interest, ReadyHandler handler)
			throws IOException {
		this.poller = poller;
		this.channel = channel;
		this.interest = interest;
		this.handler = handler;
		watchAtLoop();
	}

	@Override
	public void interest(int interest) throws IOException {
		if (interest == this.interest || this.cancelled) {
			return;
		}
		this.interest = interest;
		boolean returned = leaveQuietPoller();
		if (this.key != null) {
			this.key.interestOps(ops());
		}
		else if (returned || interest != 0) {
			watchAtLoop();
		}
	}

	@Override
	public void cancel() {
		this.cancelled = true;
		leaveQuietPoller();
		dropKey();
	}

	private boolean leaveQuietPoller() {
		QuietPoller left = this.quietPoller;
		if (left != null) {
			left.remove(this);
			this.quietPoller = null;
		}
		return left != null;
	}

	/** Reports what the selector of the loop has found. */
	void selected(SelectionKey selected) {
		if (!isAtLoop(selected)) {
			// Left by a registration that failed half way: it would be selected again and
			// again
			selected.cancel();
			return;
		}
		take(selected);
		if (this.hungUp) {
			dropKey();
		}
		report();
	}

	/**
	 * Comes back from a quiet poller, which has found it ready or cannot watch it, unless
	 * it has left it already.
	 */
	void comeBack() {
		if (this.quietPoller == null) {
			return;
		}
		this.quietPoller.left();
		this.quietPoller = null;
		if (!this.hungUp) {
			watchOrReport();
		}
		if (this.hungUp || this.readyOps != 0) {
			report();
		}
	}

	private void report() {
		boolean peerHungUp = this.hungUp;
		this.lastEvent = this.poller.polled();
		this.events++;
		this.handler.ready(peerHungUp || (this.readyOps & readOp()) != 0,
				peerHungUp || (this.readyOps & SelectionKey.OP_WRITE) != 0, peerHungUp);
		if (peerHungUp && this.interest != 0 && !this.cancelled && this.key == null) {
			watchOrReport();
		}
	}

	private void watchOrReport() {
		try {
			watchAtLoop();
		}
		catch (IOException ex) {
			this.handler.ready(true, true, true);
		}
	}

	private void watchAtLoop() throws IOException {
		this.lastEvent = this.poller.polled();
		this.events = 0;
		watchAt(this.poller.selector());
	}

	/**
	 * Registers the channel.
	 * @param selector where to register it; there is no key
	 */
	void watchAt(LibrarySelector selector) throws IOException {
		this.key = selector.register(this.channel, ops(), this);
	}

	/**
	 * Tells whether the channel is to move from the selector of the loop.
	 * @param candidate a key there, which may have been cancelled since the last poll
	 */
	boolean isQuiet(SelectionKey candidate, Patience patience) {
		return isAtLoop(candidate) && patience.isOver(this.poller.polled() - this.lastEvent, this.events);
	}

	private boolean isAtLoop(SelectionKey candidate) {
		return this.quietPoller == null && this.key == candidate;
	}

	/** Leaves the selector of the loop for that of a quiet poller. */
	void moveTo(QuietPoller target) {
		dropKey();
		this.readyOps = 0;
		this.quietPoller = target;
		target.add(this);
	}

	/** Leaves the selector of the loop for another one of the loop, if it is there. */
	void moveTo(LibrarySelector target, SelectionKey candidate) {
		if (!isAtLoop(candidate)) {
			return;
		}
		dropKey();
		try {
			watchAt(target);
		}
		catch (IOException ex) {
			logger.debug("A channel was closed while it was watched", ex);
		}
	}

	/**
	 * Leaves the selector where it is, with what that has found.
	 * @return whether it was there
	 */
	boolean takeOff() {
		SelectionKey current = this.key;
		if (current != null) {
			take(current);
			dropKey();
		}
		return current != null;
	}

	void setBelow(@Nullable SelectorRegistration registration) {
		this.below = registration;
	}

	@Nullable SelectorRegistration below() {
		return this.below;
	}

	/** The library drops the key of a channel whose peer has hung up: it is invalid. */
	private void take(SelectionKey selected) {
		this.hungUp = !selected.isValid();
		this.readyOps = selected.readyOps();
	}

	void dropKey() {
		SelectionKey dropped = this.key;
		if (dropped != null) {
			this.key = null;
			dropped.cancel();
		}
	}

	private int ops() {
		int ops = ((this.interest & Poller.READ) != 0) ? readOp() : 0;
		return ((this.interest & Poller.WRITE) != 0) ? ops | SelectionKey.OP_WRITE : ops;
	}

	private int readOp() {
		return (this.channel instanceof ServerSocketChannel) ? SelectionKey.OP_ACCEPT : SelectionKey.OP_READ;
	}

}
