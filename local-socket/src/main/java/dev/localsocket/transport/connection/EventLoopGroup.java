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

package dev.localsocket.transport.connection;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import dev.localsocket.transport.spi.Transport;

/**
 * A fixed number of {@linkplain EventLoop event loops} over which channels are spread in
 * turn. Thread-safe. It needs no closing: a loop has a thread only while it has channels.
 */
public final class EventLoopGroup {

	private final Transport transport;

	private final EventLoop[] loops;

	private final AtomicInteger next = new AtomicInteger();

	/**
	 * Creates a group without starting a thread.
	 * @param transport what the channels are made of
	 * @param name the prefix of the names of the threads
	 * @param size the number of loops, at least 1
	 * @param daemon whether the threads let the JVM end while channels are open
	 * @throws IllegalArgumentException if the size is less than 1
	 */
	public EventLoopGroup(Transport transport, String name, int size, boolean daemon) {
		if (size < 1) {
			throw new IllegalArgumentException("An event loop group needs at least 1 thread, not " + size);
		}
		this.transport = transport;
		this.loops = IntStream.rangeClosed(1, size)
			.mapToObj((index) -> new EventLoop(name + "-" + index, daemon, transport))
			.toArray(EventLoop[]::new);
	}

	/**
	 * Returns what the channels of the loops are made of.
	 * @return the transport
	 */
	public Transport transport() {
		return this.transport;
	}

	/**
	 * Takes a lease of the loop whose turn it is.
	 * @return the loop, running
	 * @throws IOException if no poller can be opened
	 */
	EventLoop acquireNext() throws IOException {
		EventLoop loop = next();
		loop.acquire();
		return loop;
	}

	/**
	 * Returns the loop whose turn it is.
	 * @return the loop, which may have no thread yet
	 */
	public EventLoop next() {
		return this.loops[Math.floorMod(this.next.getAndIncrement(), this.loops.length)];
	}

	/**
	 * Tells whether all loops go on: each does what it is asked for within some time, and
	 * has not done nothing but fail for as long. Blocks, for at most that time, except on
	 * the thread of an event loop.
	 * @param timeout the time
	 * @return whether they do
	 * @throws InterruptedException if the thread is interrupted
	 */
	public boolean respondWithin(Duration timeout) throws InterruptedException {
		for (EventLoop loop : this.loops) {
			if (loop.hasFailedFor(timeout.toNanos())) {
				return false;
			}
		}
		return EventLoop.isLoopThread() || awaitAnswers(timeout);
	}

	private boolean awaitAnswers(Duration timeout) throws InterruptedException {
		CountDownLatch answers = new CountDownLatch(this.loops.length);
		for (EventLoop loop : this.loops) {
			loop.executeOrRun(answers::countDown);
		}
		return answers.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
	}

	/**
	 * Returns the number of loops.
	 * @return the number of loops
	 */
	public int size() {
		return this.loops.length;
	}

}
