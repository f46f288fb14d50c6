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

import java.io.Closeable;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import dev.localsocket.transport.spi.FileDescriptors;

/**
 * A connection over which servers are handed over. Each call blocks at most for
 * {@link #TIMEOUT}. For one thread at a time.
 */
final class HandoverChannel implements Closeable {

	/** Both sides have nothing else to do; what takes longer hangs. */
	static final Duration TIMEOUT = Duration.ofSeconds(10);

	/**
	 * A process that was stopped (SIGSTOP, a debugger) for longer than that has to see
	 * what came meanwhile before it says that nothing did: both would go on else.
	 */
	private static final Duration LAST_CHANCE = Duration.ofSeconds(1);

	/** What a connection can have on its way at once. */
	static final int MAX_DESCRIPTORS = 240;

	private final LocalSocket socket;

	private final Deque<FileDescriptor> received = new ArrayDeque<>();

	HandoverChannel(LocalSocket socket) {
		this.socket = socket;
	}

	LocalSocket socket() {
		return this.socket;
	}

	/**
	 * Sends a frame.
	 * @param frame the frame
	 * @throws EOFException if the other process has closed the connection, or died
	 * @throws IOException if it cannot be sent
	 */
	void send(HandoverFrame frame) throws IOException {
		if (!this.socket.write(frame.bytes())) {
			throw failure();
		}
	}

	/**
	 * Sends a frame with descriptors.
	 * @param frame the frame
	 * @param descriptors the descriptors, which stay open
	 * @throws IOException if they cannot be sent
	 */
	void send(HandoverFrame frame, List<FileDescriptor> descriptors) throws IOException {
		if (!this.socket.sendDescriptors(frame.bytes(), descriptors.toArray(FileDescriptor[]::new))) {
			throw failure();
		}
	}

	private IOException failure() {
		return switch (this.socket.error()) {
			case RESOURCE_EXHAUSTED, INVALID_DESCRIPTOR, WRITE_BUFFER_FULL ->
				new LocalSocketException(this.socket.error(), this.socket.errorString());
			default -> new EOFException("It has closed the connection");
		};
	}

	/**
	 * Receives a frame.
	 * @return the frame
	 * @throws EOFException if the other process has closed the connection, or died
	 * @throws LocalSocketException {@link SocketError#TIMEOUT} if it does not answer
	 * @throws IOException if that is no frame
	 */
	HandoverFrame receive() throws IOException {
		long deadline = System.nanoTime() + TIMEOUT.toNanos();
		ByteBuffer header = fill(ByteBuffer.allocate(HandoverFrame.HEADER_SIZE), deadline);
		return HandoverFrame.of(header, fill(ByteBuffer.allocate(HandoverFrame.length(header)), deadline).array());
	}

	private ByteBuffer fill(ByteBuffer target, long deadline) throws IOException {
		while (target.hasRemaining()) {
			int count = this.socket.read(target);
			this.received.addAll(this.socket.receivedDescriptors());
			if (count < 0) {
				throw new EOFException("It has closed the connection");
			}
			if (count == 0) {
				await(deadline);
			}
		}
		return target;
	}

	private void await(long deadline) throws IOException {
		Duration left = Duration.ofNanos(Math.max(LAST_CHANCE.toNanos(), deadline - System.nanoTime()));
		if (!this.socket.waitForReadyRead(left) && !this.socket.atEnd() && System.nanoTime() - deadline >= 0) {
			throw new LocalSocketException(SocketError.TIMEOUT,
					"It has not answered within %d s".formatted(TIMEOUT.toSeconds()));
		}
	}

	/**
	 * Takes the descriptors that came with a frame.
	 * @param count how many there must be
	 * @return the descriptors, which the caller must close
	 * @throws IOException if there are fewer
	 */
	List<FileDescriptor> takeDescriptors(int count) throws IOException {
		if (this.received.size() < count) {
			throw new IOException("Descriptors are missing");
		}
		List<FileDescriptor> taken = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			taken.add(this.received.remove());
		}
		return taken;
	}

	@Override
	public void close() {
		FileDescriptors.close(this.received);
		this.received.clear();
		this.socket.close();
		FileDescriptors.close(this.socket.receivedDescriptors());
	}

}
