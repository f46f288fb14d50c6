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
import java.util.ArrayList;
import java.util.List;

import dev.localsocket.log.SafeLogger;
import dev.localsocket.transport.spi.LoopLog;
import dev.localsocket.transport.spi.PolledSocket;
import dev.localsocket.transport.spi.Poller;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Poller} on junixsocket's selector, each poll of which pays for every channel.
 * So only channels that are often ready are at a selector of the loop's own; those that
 * are quiet for a while move to {@link QuietPoller}s, which give them back when they are
 * ready.
 */
final class SelectorPoller implements Poller, LoopSelector {

	private static final SafeLogger logger = new SafeLogger(SelectorPoller.class);

	/** A selector's tables never shrink, and each poll reads all of them. */
	private static final int LARGE = 256;

	private static final int MUCH_TOO_LARGE = 8;

	private final Patience patience;

	private final QuietPollers quietPollers = new QuietPollers(this::wakeup);

	private final List<SelectionKey> ready = new ArrayList<>();

	private volatile LibrarySelector selector = new LibrarySelector();

	/**
	 * How many channels all polls have polled: the time, as far as it costs something.
	 */
	private long polled;

	private long nextMove;

	/** The most channels that the selector has had. */
	private int largestSize;

	/** Whether a poll did not come to its end. */
	private boolean failed;

	SelectorPoller() throws IOException {
		this(Patience.DEFAULT);
	}

	SelectorPoller(Patience patience) throws IOException {
		this.patience = patience;
	}

	@Override
	public Registration register(PolledSocket socket, int interest, ReadyHandler handler) throws IOException {
		return register(((ChannelSocket) socket).channel(), interest, handler);
	}

	Registration register(SelectableChannel channel, int interest, ReadyHandler handler) throws IOException {
		return new SelectorRegistration(this, channel, interest, handler);
	}

	@Override
	public void poll(long timeoutMillis) throws IOException {
		this.quietPollers.release();
		if (this.failed) {
			dispatchHungUp();
		}
		this.failed = true;
		this.polled += this.selector.size();
		if (this.selector.select(this.quietPollers.hasReturned() ? 0 : timeoutMillis) > 0) {
			dispatchSelected();
		}
		dispatchReturned();
		moveQuietChannels();
		this.failed = false;
	}

	/**
	 * What the library has told of, for the first and only time, in a poll that failed
	 * before all were served: the keys are there until the next one.
	 */
	private void dispatchHungUp() {
		this.ready.clear();
		for (SelectionKey key : this.selector.keys()) {
			if (!key.isValid()) {
				this.ready.add(key);
			}
		}
		dispatchReady();
	}

	private void dispatchSelected() {
		// A copy, because handlers change the set by registering and cancelling
		this.ready.clear();
		this.selector.selectedKeys().forEach(this.ready::add);
		dispatchReady();
	}

	private void dispatchReady() {
		for (SelectionKey key : this.ready) {
			try {
				registration(key).selected(key);
			}
			catch (RuntimeException | Error ex) {
				handlerFailed(ex);
			}
		}
		this.ready.clear();
	}

	private void dispatchReturned() {
		@Nullable WatchedChannel returned;
		while ((returned = this.quietPollers.nextReturned()) != null) {
			try {
				returned.comeBack();
			}
			catch (RuntimeException | Error ex) {
				handlerFailed(ex);
			}
		}
	}

	/** The other channels are to be served: a hang-up is reported only once. */
	private static void handlerFailed(Throwable ex) {
		LoopLog.peerLog.log(logger::error, ex, () -> "The handler of a channel failed");
	}

	private void moveQuietChannels() {
		int size = this.selector.size();
		this.largestSize = Math.max(this.largestSize, size);
		if (size > this.patience.few() && this.polled >= this.nextMove) {
			List<SelectorRegistration> quiet = quietChannels();
			this.quietPollers.take(quiet);
			this.nextMove = this.polled + this.patience.interval();
			replaceLargeSelector(size - quiet.size());
		}
	}

	private List<SelectorRegistration> quietChannels() {
		List<SelectorRegistration> quiet = new ArrayList<>();
		for (SelectionKey key : this.selector.keys()) {
			SelectorRegistration registration = registration(key);
			if (registration.isQuiet(key, this.patience)) {
				quiet.add(registration);
			}
		}
		return quiet;
	}

	private void replaceLargeSelector(int size) {
		if (this.largestSize < LARGE || this.largestSize < MUCH_TOO_LARGE * size) {
			return;
		}
		try {
			LibrarySelector large = this.selector;
			LibrarySelector replacement = new LibrarySelector();
			List.copyOf(large.keys()).forEach((key) -> registration(key).moveTo(replacement, key));
			this.selector = replacement;
			this.largestSize = size;
			large.close();
		}
		catch (IOException ex) {
			logger.debug("Polling stays slower than it could be", ex);
		}
	}

	private static SelectorRegistration registration(SelectionKey key) {
		return (SelectorRegistration) key.attachment();
	}

	@Override
	public void wakeup() {
		LibrarySelector woken;
		do {
			woken = this.selector;
			woken.wakeup();
		}
		while (woken != this.selector);
	}

	@Override
	public void close() {
		this.quietPollers.close();
		this.selector.close();
	}

	@Override
	public LibrarySelector selector() {
		return this.selector;
	}

	@Override
	public long polled() {
		return this.polled;
	}

}
