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

package dev.localsocket.transport.spi;

import java.io.Closeable;
import java.io.IOException;

import dev.localsocket.transport.connection.EventLoop;

/**
 * Tells which channels are ready. It belongs to the thread of one {@link EventLoop}:
 * every method is called there, except {@link #wakeup()}, which any thread may call.
 */
public interface Poller extends Closeable {

	/** Interest in input, or in connections that can be accepted. */
	int READ = 1;

	/** Interest in room for output. */
	int WRITE = 2;

	/**
	 * Begins to watch a socket.
	 * @param socket the socket, of the same {@link Transport} as this poller
	 * @param interest a combination of {@link #READ} and {@link #WRITE}, or 0
	 * @param handler is told when the socket is ready
	 * @return the registration, for changing the interest and for ending it
	 * @throws IOException if the socket cannot be watched
	 */
	Registration register(PolledSocket socket, int interest, ReadyHandler handler) throws IOException;

	/**
	 * Waits until a channel is ready, {@link #wakeup()} is called or the time is over,
	 * and calls the handlers of the ready channels. A signal or an interrupt may end it
	 * early.
	 * @param timeoutMillis the longest wait in milliseconds; 0 does not wait, a negative
	 * value waits without a limit
	 * @throws IOException if the operating system refuses to poll
	 */
	void poll(long timeoutMillis) throws IOException;

	/** Ends the current or the next {@link #poll}. */
	void wakeup();

	@Override
	void close();

	/** A channel that is being watched. */
	interface Registration {

		/**
		 * Changes what is waited for. A hang-up of the peer is reported even when the
		 * interest is 0.
		 * @param interest a combination of {@link Poller#READ} and {@link Poller#WRITE},
		 * or 0
		 * @throws IOException if the channel cannot be watched any more
		 */
		void interest(int interest) throws IOException;

		/** Ends the registration; the handler is not called again. */
		void cancel();

	}

	/** Reacts to a ready channel, on the thread of the loop. */
	@FunctionalInterface
	interface ReadyHandler {

		/**
		 * The channel is ready.
		 * @param readable whether a read or accept will find something, be it the end
		 * @param writable whether a write will find room
		 * @param hungUp whether the peer has closed both directions; what it sent before
		 * may still be unread
		 */
		void ready(boolean readable, boolean writable, boolean hungUp);

	}

}
