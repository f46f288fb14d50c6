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
import java.nio.channels.ServerSocketChannel;

import dev.localsocket.log.SafeLogger;
import dev.localsocket.transport.spi.Poller;
import dev.localsocket.transport.spi.Poller.ReadyHandler;
import org.jspecify.annotations.Nullable;

/**
 * A channel that a {@link SelectorPoller} watches, be it at the selector of its loop or
 * at that of a {@link QuietPoller}. It belongs to the thread of the loop, but while it is
 * at a quiet poller its key belongs to whoever has that poller's selector.
 */
final class SelectorRegistration extends WatchedChannel implements Poller.Registration {

	private static final SafeLogger logger = new SafeLogger(SelectorRegistration.class);

	private final LoopSelector poller;

	private final ReadyHandler handler;

	private int interest;

	private boolean cancelled;

	private @Nullable QuietPlace quietPlace;

	/** When it came to the selector of the loop or was ready, in channels polled. */
	private long lastEvent;

	private int events;

	SelectorRegistration(LoopSelector poller, SelectableChannel channel, int interest, ReadyHandler handler)
			throws IOException {
		super(channel);
		this.poller = poller;
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
		boolean returned = leaveQuietPlace();
		SelectionKey current = key();
		if (current != null) {
			current.interestOps(ops());
		}
		else if (returned || interest != 0) {
			watchAtLoop();
		}
	}

	@Override
	public void cancel() {
		this.cancelled = true;
		leaveQuietPlace();
		dropKey();
	}

	private boolean leaveQuietPlace() {
		QuietPlace left = this.quietPlace;
		if (left != null) {
			left.remove(this);
			this.quietPlace = null;
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
		if (isHungUp()) {
			dropKey();
		}
		report();
	}

	@Override
	void comeBack() {
		if (this.quietPlace == null) {
			return;
		}
		this.quietPlace.left();
		this.quietPlace = null;
		if (!isHungUp()) {
			watchOrReport();
		}
		if (isHungUp() || readyOps() != 0) {
			report();
		}
	}

	private void report() {
		boolean peerHungUp = isHungUp();
		this.lastEvent = this.poller.polled();
		this.events++;
		this.handler.ready(peerHungUp || (readyOps() & readOp()) != 0,
				peerHungUp || (readyOps() & SelectionKey.OP_WRITE) != 0, peerHungUp);
		if (peerHungUp && this.interest != 0 && !this.cancelled && key() == null) {
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
	 * Tells whether the channel is to move from the selector of the loop.
	 * @param candidate a key there, which may have been cancelled since the last poll
	 */
	boolean isQuiet(SelectionKey candidate, Patience patience) {
		return isAtLoop(candidate) && patience.isOver(this.poller.polled() - this.lastEvent, this.events);
	}

	private boolean isAtLoop(SelectionKey candidate) {
		return this.quietPlace == null && key() == candidate;
	}

	/** Leaves the selector of the loop for that of a quiet poller. */
	void moveTo(QuietPlace target) {
		dropKey();
		forgetReady();
		this.quietPlace = target;
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

	@Override
	int ops() {
		int ops = ((this.interest & Poller.READ) != 0) ? readOp() : 0;
		return ((this.interest & Poller.WRITE) != 0) ? ops | SelectionKey.OP_WRITE : ops;
	}

	private int readOp() {
		return (channel() instanceof ServerSocketChannel) ? SelectionKey.OP_ACCEPT : SelectionKey.OP_READ;
	}

}
