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
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.newsclub.net.unix.AFUNIXSelectorProvider;

/**
 * A {@link Poller} on junixsocket's selector. That selector drops a key once the peer has
 * hung up, even when data is unread: the key is selected a last time and is invalid. Such
 * a channel is registered anew for as long as its handler wants more from it.
 */
final class SelectorPoller implements Poller {

	private static final SafeLogger logger = new SafeLogger(SelectorPoller.class);

	private final Selector selector;

	private final List<SelectionKey> ready = new ArrayList<>();

	SelectorPoller() throws IOException {
		this.selector = AFUNIXSelectorProvider.provider().openSelector();
	}

	@Override
	public Registration register(SelectableChannel channel, int interest, ReadyHandler handler) throws IOException {
		return new KeyRegistration(channel, interest, handler);
	}

	@Override
	public void poll(long timeoutMillis) throws IOException {
		if (select(timeoutMillis) > 0) {
			// A copy, because handlers change the set by registering and cancelling
			this.ready.addAll(this.selector.selectedKeys());
			this.ready.forEach(SelectorPoller::dispatch);
			this.ready.clear();
		}
	}

	private int select(long timeoutMillis) throws IOException {
		try {
			if (timeoutMillis == 0) {
				return this.selector.selectNow();
			}
			return (timeoutMillis < 0) ? this.selector.select() : this.selector.select(timeoutMillis);
		}
		catch (SocketTimeoutException ex) {
			return 0;
		}
		catch (SocketException ex) {
			if (isInterruptedSystemCall(ex)) {
				return 0;
			}
			throw ex;
		}
	}

	private static boolean isInterruptedSystemCall(SocketException ex) {
		return "Interrupted system call".equals(ex.getMessage());
	}

	private static void dispatch(SelectionKey key) {
		try {
			if (key.attachment() instanceof KeyRegistration registration) {
				registration.dispatch(key);
			}
		}
		catch (RuntimeException | Error ex) {
			// The other channels are to be served: a hang-up is reported only once
			logger.error("The handler of a channel failed", ex);
		}
	}

	@Override
	public void wakeup() {
		this.selector.wakeup();
	}

	@Override
	public void close() {
		Closing.quietly(this.selector);
	}

	/** A channel at the selector; its key is null after a hang-up or a cancellation. */
	private final class KeyRegistration implements Registration {

		private final SelectableChannel channel;

		private final ReadyHandler handler;

		private int interest;

		private boolean cancelled;

		private @Nullable SelectionKey key;

		KeyRegistration(SelectableChannel channel, int interest, ReadyHandler handler) throws IOException {
			this.channel = channel;
			this.interest = interest;
			this.handler = handler;
			renewKey();
		}

		@Override
		public void interest(int interest) throws IOException {
			if (interest == this.interest || this.cancelled) {
				return;
			}
			this.interest = interest;
			if (this.key != null) {
				this.key.interestOps(selectorOps());
			}
			else if (interest != 0) {
				renewKey();
			}
		}

		@Override
		public void cancel() {
			this.cancelled = true;
			dropKey();
		}

		private void dispatch(SelectionKey selected) {
			if (selected != this.key) {
				return;
			}
			boolean hungUp = !selected.isValid();
			if (hungUp) {
				dropKey();
			}
			int ops = selected.readyOps();
			this.handler.ready(hungUp || (ops & readOp()) != 0, hungUp || (ops & SelectionKey.OP_WRITE) != 0, hungUp);
			if (hungUp && this.interest != 0 && !this.cancelled && this.key == null) {
				renewOrReport();
			}
		}

		private void renewOrReport() {
			try {
				renewKey();
			}
			catch (IOException ex) {
				this.handler.ready(true, true, true);
			}
		}

		private void renewKey() throws IOException {
			this.key = this.channel.register(SelectorPoller.this.selector, selectorOps(), this);
		}

		private void dropKey() {
			if (this.key != null) {
				this.key.cancel();
				this.key = null;
			}
		}

		private int selectorOps() {
			int ops = ((this.interest & READ) != 0) ? readOp() : 0;
			return ((this.interest & WRITE) != 0) ? ops | SelectionKey.OP_WRITE : ops;
		}

		private int readOp() {
			return (this.channel instanceof ServerSocketChannel) ? SelectionKey.OP_ACCEPT : SelectionKey.OP_READ;
		}

	}

}
