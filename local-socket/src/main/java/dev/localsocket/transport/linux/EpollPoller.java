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

package dev.localsocket.transport.linux;

import java.io.IOException;
import java.util.Arrays;

import dev.localsocket.log.SafeLogger;
import dev.localsocket.transport.spi.LoopLog;
import dev.localsocket.transport.spi.PolledSocket;
import dev.localsocket.transport.spi.Poller;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Poller} on Linux's {@code epoll(7)}, whose cost does not grow with the number
 * of idle channels.
 */
final class EpollPoller implements Poller {

	private static final SafeLogger logger = new SafeLogger(EpollPoller.class);

	private static final int MAX_EVENTS = 256;

	/** The kernel packs {@code struct epoll_event} on x86-64 only. */
	private static final boolean PACKED = System.getProperty("os.arch").matches("amd64|x86_64");

	private static final int EVENT_SIZE = PACKED ? 12 : 16;

	private static final int DATA_OFFSET = PACKED ? 4 : 8;

	/** No channel has this id, because a descriptor is not negative. */
	private static final long WAKEUP = -1;

	private final NativeMemory events = new NativeMemory(MAX_EVENTS * EVENT_SIZE);

	private final NativeMemory change = new NativeMemory(EVENT_SIZE);

	private final int epoll;

	private final int wakeups;

	/**
	 * By descriptor. Events carry a number besides, which has grown when a descriptor is
	 * used again: an event of a channel that has been closed meanwhile finds nobody, even
	 * if its descriptor is another channel's by now.
	 */
	private @Nullable EpollRegistration[] registrations = new EpollRegistration[64];

	private int lastNumber;

	private boolean closed;

	EpollPoller() throws IOException {
		this.epoll = Epoll.create();
		this.wakeups = createWakeups();
	}

	private int createWakeups() throws IOException {
		int descriptor = -1;
		try {
			descriptor = Epoll.eventCounter();
			control(Epoll.ADD, descriptor, Epoll.IN | Epoll.ONCE, WAKEUP);
			return descriptor;
		}
		catch (IOException | RuntimeException | Error ex) {
			if (descriptor >= 0) {
				DescriptorCalls.close(descriptor);
			}
			DescriptorCalls.close(this.epoll);
			throw ex;
		}
	}

	private void control(int operation, int descriptor, int interest, long id) throws IOException {
		this.change.putInt(0, interest).putLong(DATA_OFFSET, id);
		Epoll.control(this.epoll, operation, descriptor, this.change);
	}

	@Override
	public Registration register(PolledSocket socket, int interest, ReadyHandler handler) throws IOException {
		int descriptor = socket.descriptor();
		EpollRegistration registration = new EpollRegistration(nextId(descriptor), descriptor, handler);
		if (descriptor >= this.registrations.length) {
			this.registrations = Arrays.copyOf(this.registrations, 2 * descriptor);
		}
		// Last, because the kernel would tell nobody of what is not in the table, and
		// again and again
		registration.interest(interest);
		this.registrations[descriptor] = registration;
		return registration;
	}

	private long nextId(int descriptor) {
		this.lastNumber++;
		return ((long) this.lastNumber << Integer.SIZE) | descriptor;
	}

	@Override
	public void poll(long timeoutMillis) throws IOException {
		int timeout = (int) Math.max(-1, Math.min(timeoutMillis, Integer.MAX_VALUE));
		int count = Epoll.await(this.epoll, this.events, MAX_EVENTS, timeout);
		for (int i = 0; i < count; i++) {
			int offset = i * EVENT_SIZE;
			dispatch(this.events.getLong(offset + DATA_OFFSET), this.events.getInt(offset));
		}
	}

	private void dispatch(long id, int ready) {
		if (id == WAKEUP) {
			return;
		}
		EpollRegistration registration = this.registrations[(int) id];
		if (registration == null || registration.id != id) {
			return;
		}
		try {
			registration.dispatch(ready);
		}
		catch (RuntimeException | Error ex) {
			// The other channels are to be served
			LoopLog.peerLog.log(logger::error, ex, () -> "The handler of a channel failed");
		}
	}

	@Override
	public synchronized void wakeup() {
		if (!this.closed) {
			Epoll.writeCounter(this.wakeups);
		}
	}

	/** Excludes {@link #wakeup()}, which must not write to a descriptor of others. */
	@Override
	public synchronized void close() {
		if (!this.closed) {
			this.closed = true;
			DescriptorCalls.close(this.wakeups);
			DescriptorCalls.close(this.epoll);
		}
	}

	/**
	 * A channel in the kernel's interest list, unless nothing is waited for after a
	 * hang-up.
	 */
	private final class EpollRegistration implements Registration {

		private final long id;

		private final int descriptor;

		private final ReadyHandler handler;

		private int interest;

		private boolean listed;

		private boolean cancelled;

		EpollRegistration(long id, int descriptor, ReadyHandler handler) {
			this.id = id;
			this.descriptor = descriptor;
			this.handler = handler;
		}

		@Override
		public void interest(int interest) throws IOException {
			if (this.cancelled || (this.listed && interest == this.interest)) {
				return;
			}
			control(this.listed ? Epoll.MODIFY : Epoll.ADD, this.descriptor, events(interest), this.id);
			this.interest = interest;
			this.listed = true;
		}

		private static int events(int interest) {
			return (((interest & READ) != 0) ? Epoll.IN : 0) | (((interest & WRITE) != 0) ? Epoll.OUT : 0);
		}

		@Override
		public void cancel() {
			this.cancelled = true;
			if (EpollPoller.this.registrations[this.descriptor] == this) {
				EpollPoller.this.registrations[this.descriptor] = null;
			}
			unlist();
		}

		private void dispatch(int ready) {
			boolean hungUp = (ready & (Epoll.HANG_UP | Epoll.ERROR)) != 0;
			this.handler.ready(hungUp || (ready & Epoll.IN) != 0, hungUp || (ready & Epoll.OUT) != 0, hungUp);
			if (hungUp && this.interest == 0) {
				// The kernel would tell of it without end
				unlist();
			}
		}

		private void unlist() {
			if (this.listed) {
				this.listed = false;
				try {
					control(Epoll.DELETE, this.descriptor, 0, this.id);
				}
				catch (IOException ex) {
					logger.debug("A channel was not in the interest list any more", ex);
				}
			}
		}

	}

}
