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
package dev.localsocket.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;

import dev.localsocket.LocalSocket;

/**
 * An end that is a {@link LocalSocket}, used through its streams and its calls that do
 * not wait by turns, with limits that change.
 */
final class OurPeer implements Peer {

	private static final Duration LONG = Duration.ofSeconds(20);

	private static final int[] READ_LIMITS = { 0, 1, 13, 1000, 65_536 };

	private static final int[] WRITE_LIMITS = { 0, 1, 100, 5000, 100_000 };

	private final LocalSocket socket;

	private final InputStream input;

	private final OutputStream output;

	private final Random reading;

	private final Random writing;

	OurPeer(LocalSocket socket, long seed) {
		this.socket = socket;
		this.input = socket.inputStream();
		this.output = socket.outputStream();
		this.reading = new Random(seed);
		this.writing = new Random(~seed);
		socket.setReadBufferSize(Plan.pick(this.reading, READ_LIMITS));
		socket.setWriteBufferSize(Plan.pick(this.writing, WRITE_LIMITS));
	}

	LocalSocket socket() {
		return this.socket;
	}

	@Override
	public int write(byte[] bytes) throws IOException {
		if (this.writing.nextInt(30) == 0) {
			this.socket.setWriteBufferSize(Plan.pick(this.writing, WRITE_LIMITS));
		}
		if (this.writing.nextBoolean()) {
			return writeWaiting(bytes);
		}
		int taken = 0;
		while (taken < bytes.length) {
			taken += offer(ByteBuffer.wrap(bytes, taken, Math.min(bytes.length - taken, limit())), taken);
		}
		return taken;
	}

	private int limit() {
		long limit = this.socket.writeBufferSize();
		return (limit > 0) ? (int) limit : Integer.MAX_VALUE;
	}

	private int writeWaiting(byte[] bytes) throws IOException {
		try {
			this.output.write(bytes);
			return bytes.length;
		}
		catch (SocketException ex) {
			throw new Refused(0, bytes.length, ex);
		}
	}

	private int offer(ByteBuffer part, int taken) throws IOException {
		int count = part.remaining();
		if (this.socket.write(part)) {
			return count;
		}
		if (!this.socket.waitForBytesWritten(LONG) && this.socket.bytesToWrite() > 0) {
			throw new AssertionError("Nothing moves, with %d bytes to write".formatted(this.socket.bytesToWrite()));
		}
		if (this.socket.write(part)) {
			return count;
		}
		throw new Refused(taken, taken, new IOException(this.socket.errorString()));
	}

	@Override
	public int read(byte[] target, int count) throws IOException {
		if (this.reading.nextInt(30) == 0) {
			this.socket.setReadBufferSize(Plan.pick(this.reading, READ_LIMITS));
		}
		if (this.reading.nextBoolean()) {
			return this.input.read(target, 0, count);
		}
		ByteBuffer buffer = ByteBuffer.wrap(target, 0, count);
		int read = this.socket.read(buffer);
		while (read == 0) {
			if (!this.socket.waitForReadyRead(LONG) && !this.socket.atEnd()) {
				throw new AssertionError("No input, and no end of it");
			}
			read = this.socket.read(buffer);
		}
		return read;
	}

	@Override
	public void shutdownOutput() {
		this.socket.shutdownOutput();
	}

	@Override
	public void disconnect() throws IOException {
		if (this.writing.nextBoolean()) {
			this.output.close();
		}
		else {
			this.socket.disconnectFromServer();
		}
	}

	@Override
	public void abort() {
		this.socket.abort();
	}

}
