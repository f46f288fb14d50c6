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

package dev.localsocket;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.localsocket.error.SocketError;
import dev.localsocket.transport.connection.BufferBudget;
import dev.localsocket.transport.connection.EventLoop;
import dev.localsocket.transport.connection.EventLoopGroup;
import dev.localsocket.transport.spi.Transport;

/**
 * The threads that do the input and output of local servers and sockets. Servers that are
 * given the same instance share its threads. Thread-safe.
 * <p>
 * There is nothing to close: a thread is there only while it has a listening server or an
 * open connection, and keeps the JVM alive so long, {@link #sharedDaemons()} excepted.
 *
 * @since 0.1.0
 */
public final class EventLoops {

	private static final int DEFAULT_THREADS = Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors() / 2));

	private static final Duration RESPONSE_TIME = Duration.ofSeconds(2);

	private static final Map<TransportType, EventLoops> shared = new ConcurrentHashMap<>();

	private static final Map<TransportType, EventLoops> sharedDaemons = new ConcurrentHashMap<>();

	private final EventLoopGroup group;

	private final BufferBudget budget;

	/**
	 * Creates event loops. No thread is started yet.
	 * @param threads the number of threads, at least 1
	 * @throws IllegalArgumentException if the number is less than 1
	 */
	public EventLoops(int threads) {
		this(threads, TransportType.AUTO);
	}

	/**
	 * Creates event loops. No thread is started yet.
	 * @param threads the number of threads, at least 1
	 * @param transport what makes the system calls
	 * @throws IllegalArgumentException if the number is less than 1
	 * @throws UnsupportedOperationException if there is no such transport here, saying
	 * why
	 */
	public EventLoops(int threads, TransportType transport) {
		this(new EventLoopGroup(transport.transport(), "local-socket-loop", threads, false), BufferBudget.NONE);
	}

	private EventLoops(EventLoopGroup group, BufferBudget budget) {
		this.group = group;
		this.budget = budget;
	}

	/**
	 * Returns the event loops of servers and sockets that are given no others: half as
	 * many threads as there are processors, at least 1 and at most 4.
	 * @return the shared event loops
	 */
	public static EventLoops shared() {
		return shared(TransportType.AUTO);
	}

	/**
	 * Returns shared event loops, as many as {@link #shared()} has.
	 * @param transport what makes the system calls
	 * @return the shared event loops of that transport
	 * @throws UnsupportedOperationException if there is no such transport here, saying
	 * why
	 */
	public static EventLoops shared(TransportType transport) {
		return shared.computeIfAbsent(transport, (type) -> new EventLoops(DEFAULT_THREADS, type));
	}

	/**
	 * Returns event loops for clients whose open connections do not keep the JVM alive:
	 * as many daemon threads as {@link #shared()} has threads.
	 * @return the shared event loops of daemon threads
	 */
	public static EventLoops sharedDaemons() {
		return sharedDaemons(TransportType.AUTO);
	}

	/**
	 * Returns shared event loops of daemon threads, as many as {@link #shared()} has.
	 * @param transport what makes the system calls
	 * @return the shared event loops of that transport
	 * @throws UnsupportedOperationException if there is no such transport here, saying
	 * why
	 */
	public static EventLoops sharedDaemons(TransportType transport) {
		return sharedDaemons.computeIfAbsent(transport,
				(type) -> new EventLoops(
						new EventLoopGroup(type.transport(), "local-socket-daemon-loop", DEFAULT_THREADS, true),
						BufferBudget.NONE));
	}

	/**
	 * Returns the number of threads that there may be.
	 * @return the number of threads
	 */
	public int threads() {
		return this.group.size();
	}

	/**
	 * Tells whether the threads go on. They do not when something holds one of them up,
	 * such as a callback that blocks, or when they do nothing but fail. Blocks until they
	 * have shown it, for at most two seconds, except on one of these threads. A thread
	 * that has nothing to do goes on.
	 * @return whether they go on
	 * @throws InterruptedIOException if the thread is interrupted; it stays so
	 */
	public boolean isResponsive() throws InterruptedIOException {
		try {
			return this.group.respondWithin(RESPONSE_TIME);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new InterruptedIOException("Interrupted while waiting for an event loop");
		}
	}

	/**
	 * Returns event loops that use the threads of these, and limit how many bytes the
	 * connections of all servers that are given them buffer together: received ones that
	 * nobody has read, {@linkplain LocalSocket#setKept beginnings of messages}, and those
	 * that wait for the peer to read.
	 * <p>
	 * When there are as many, the servers accept and receive nothing until an eighth is
	 * free again. Connections whose peer has taken nothing of what waits for it for a
	 * quarter of a second, and those that have not ended a message for that long, are
	 * closed with {@link SocketError#MAX_BUFFERED}, the longest first, until that is so;
	 * after as long, or at once when the limit is exceeded by a quarter, those too that
	 * have waited for less. No connection is closed because something of it waits to be
	 * read here.
	 * @param bytes the limit in bytes, or 0 for none
	 * @return the event loops
	 * @throws IllegalArgumentException if the limit is negative
	 */
	public EventLoops withMaxBuffered(long bytes) {
		return new EventLoops(this.group, new BufferBudget(bytes));
	}

	/**
	 * Returns how many bytes the connections of all servers may buffer together.
	 * @return the limit in bytes, or 0 for none, which is the default
	 */
	public long maxBuffered() {
		return this.budget.max();
	}

	/**
	 * Returns how many bytes the connections of all servers buffer together, give or take
	 * 4 KiB for each of their buffers.
	 * @return the number of bytes, or 0 while there is no limit
	 */
	public long buffered() {
		return this.budget.used();
	}

	/**
	 * Returns what makes the system calls. May load the native part of a library, which
	 * reads and writes files.
	 * @return the description
	 */
	public TransportInfo transportInfo() {
		return TransportInfo.of(transport());
	}

	/**
	 * Runs a task when the event loop whose thread calls this has looked at all
	 * connections that were ready, so that what they bring can be handled together. On
	 * any other thread it runs at once.
	 * @param task the task; must not block
	 */
	public static void runAfterRound(Runnable task) {
		EventLoop.runAfterRound(task);
	}

	/**
	 * Fails on the thread of an event loop, which must not be held up. Methods that block
	 * begin with this.
	 * @throws IllegalStateException on the thread of an event loop
	 */
	public static void checkMayBlock() {
		EventLoop.checkMayBlock();
	}

	BufferBudget budget() {
		return this.budget;
	}

	Transport transport() {
		return this.group.transport();
	}

	EventLoopGroup group() {
		return this.group;
	}

}
