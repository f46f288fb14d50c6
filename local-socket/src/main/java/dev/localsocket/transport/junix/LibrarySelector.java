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

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.localsocket.transport.spi.Closing;
import org.newsclub.net.unix.AFUNIXSelectorProvider;

/**
 * The socket library's selector, made safe against signals and floods of wake-ups. It
 * belongs to one thread at a time, except {@link #wakeup()}, which any thread may call.
 */
final class LibrarySelector implements Closeable {

	/** Longer than a storm of signals lasts in which no attempt succeeds. */
	private static final long MAX_ATTEMPT_NANOS = 100_000_000;

	private final Selector selector;

	/** Whether a wake-up is under way: each writes to a pipe, which could become full. */
	private final AtomicBoolean woken = new AtomicBoolean();

	LibrarySelector() throws IOException {
		this.selector = AFUNIXSelectorProvider.provider().openSelector();
	}

	SelectionKey register(SelectableChannel channel, int ops, Object attachment) throws IOException {
		return channel.register(this.selector, ops, attachment);
	}

	/**
	 * Waits for ready channels. May return early.
	 * @param timeoutMillis the longest wait; 0 does not wait, a negative value waits
	 * without a limit
	 * @return the number of {@linkplain #selectedKeys() ready channels}
	 * @throws IOException if the operating system refuses to poll
	 */
	int select(long timeoutMillis) throws IOException {
		try {
			return selectOnce(timeoutMillis);
		}
		catch (SocketException ex) {
			return selectAfter(ex);
		}
		finally {
			this.woken.set(false);
		}
	}

	private int selectOnce(long timeoutMillis) throws IOException {
		try {
			if (timeoutMillis == 0) {
				return this.selector.selectNow();
			}
			return (timeoutMillis < 0) ? this.selector.select() : this.selector.select(timeoutMillis);
		}
		catch (SocketTimeoutException ex) {
			return 0;
		}
	}

	/**
	 * A signal to the thread makes a poll fail, with a text in the user's language as the
	 * only mark, and in a storm of signals some polls in a row. What fails for another
	 * reason fails always.
	 */
	private int selectAfter(SocketException failure) throws IOException {
		long start = System.nanoTime();
		while (System.nanoTime() - start < MAX_ATTEMPT_NANOS) {
			try {
				return selectOnce(0);
			}
			catch (SocketException ex) {
				Thread.onSpinWait();
			}
		}
		throw failure;
	}

	int size() {
		return this.selector.keys().size();
	}

	Set<SelectionKey> keys() {
		return this.selector.keys();
	}

	Set<SelectionKey> selectedKeys() {
		return this.selector.selectedKeys();
	}

	/** Ends the current or the next {@link #select}. */
	void wakeup() {
		if (this.woken.compareAndSet(false, true)) {
			try {
				write();
			}
			catch (RuntimeException | Error ex) {
				this.woken.set(false);
				throw ex;
			}
		}
	}

	private synchronized void write() {
		this.selector.wakeup();
	}

	/** Excludes a wake-up, which must not write to a descriptor of others. */
	@Override
	public synchronized void close() {
		Closing.quietly(this.selector);
	}

}
