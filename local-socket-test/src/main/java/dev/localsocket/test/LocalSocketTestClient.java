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

package dev.localsocket.test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;
import dev.localsocket.SocketOption;
import org.assertj.core.api.Assertions;

/**
 * A client of a local server for tests, with UTF-8 text. What does not happen as expected
 * is an {@link AssertionError}. Reading blocks, for 5 seconds at most unless
 * {@link #withTimeout} says otherwise; sending does not block. For one thread at a time.
 *
 * @since 0.1.0
 */
public final class LocalSocketTestClient implements AutoCloseable {

	private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

	private final LocalSocket socket;

	private final Duration timeout;

	private LocalSocketTestClient(LocalSocket socket, Duration timeout) {
		this.socket = socket;
		this.timeout = timeout;
	}

	/**
	 * Connects to a server.
	 * @param server the server
	 * @return a connected client
	 * @throws AssertionError if the server does not listen, or cannot be connected to
	 */
	public static LocalSocketTestClient connect(LocalServer server) {
		if (!server.isListening()) {
			throw new AssertionError("The local server does not listen");
		}
		return server.socketOptions().contains(SocketOption.ABSTRACT_NAMESPACE)
				? connect(server.serverName(), SocketOption.ABSTRACT_NAMESPACE) : connect(server.fullServerName());
	}

	/**
	 * Connects to a server.
	 * @param path the absolute path of its socket
	 * @return a connected client
	 * @throws AssertionError if the server cannot be connected to
	 */
	public static LocalSocketTestClient connect(Path path) {
		return connect(path.toString());
	}

	private static LocalSocketTestClient connect(String name, SocketOption... options) {
		try {
			return new LocalSocketTestClient(LocalSocket.connectToServer(name, DEFAULT_TIMEOUT, options),
					DEFAULT_TIMEOUT);
		}
		catch (IOException ex) {
			throw new AssertionError("Cannot connect to the local server '%s': %s".formatted(name, ex.getMessage()),
					ex);
		}
	}

	/**
	 * Returns a client of the same connection with another timeout.
	 * @param timeout how long to wait for what is read
	 * @return the client
	 */
	public LocalSocketTestClient withTimeout(Duration timeout) {
		return new LocalSocketTestClient(this.socket, timeout);
	}

	/**
	 * Sends a line.
	 * @param line the line, to which a line feed is added
	 * @return this client
	 * @throws AssertionError if the connection is closed
	 */
	public LocalSocketTestClient send(String line) {
		return sendBytes((line + "\n").getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Sends bytes.
	 * @param bytes the bytes
	 * @return this client
	 * @throws AssertionError if the connection is closed
	 */
	public LocalSocketTestClient sendBytes(byte... bytes) {
		if (!this.socket.write(ByteBuffer.wrap(bytes))) {
			throw new AssertionError(
					"Cannot send %d bytes to the server: %s".formatted(bytes.length, this.socket.errorString()));
		}
		return this;
	}

	/**
	 * Tells the server that nothing more will be sent.
	 * @return this client
	 */
	public LocalSocketTestClient closeOutput() {
		this.socket.shutdownOutput();
		return this;
	}

	/**
	 * Reads a line.
	 * @return the line, without the line feed
	 * @throws AssertionError if no whole line comes in time, or the server closes the
	 * connection
	 */
	public String readLine() {
		Reading reading = new Reading("a line");
		for (byte next = reading.next(); next != '\n'; next = reading.next()) {
			reading.append(next);
		}
		return reading.text();
	}

	/**
	 * Reads bytes.
	 * @param count how many
	 * @return the bytes
	 * @throws AssertionError if so many do not come in time, or the server closes the
	 * connection
	 */
	public byte[] readBytes(int count) {
		Reading reading = new Reading(count + " bytes");
		for (int i = 0; i < count; i++) {
			reading.append(reading.next());
		}
		return reading.bytes();
	}

	/**
	 * Reads a line and compares it.
	 * @param line the line that is expected
	 * @return this client
	 * @throws AssertionError if another line comes, or none
	 */
	public LocalSocketTestClient expectLine(String line) {
		Assertions.assertThat(readLine()).as("Line from the server").isEqualTo(line);
		return this;
	}

	/**
	 * Waits until the server has ended the connection, or its output.
	 * @throws AssertionError if it does not in time, or sends something before
	 */
	public void expectEnd() {
		if (awaitInput()) {
			Reading reading = new Reading("the end of the connection");
			while (this.socket.bytesAvailable() > 0) {
				reading.append(reading.next());
			}
			throw reading.failure("the server sent more");
		}
		if (!this.socket.atEnd()) {
			throw new Reading("the end of the connection").failure("the server has not closed it");
		}
	}

	/** What breaks the connection ends it too. */
	private boolean awaitInput() {
		try {
			return this.socket.waitForReadyRead(this.timeout);
		}
		catch (IOException ex) {
			return false;
		}
	}

	/** Closes the connection, after sending what was to be sent. Does not block. */
	@Override
	public void close() {
		this.socket.close();
	}

	/** Bytes that are read until a point in time. */
	private final class Reading {

		private final String expected;

		private final long deadline = System.nanoTime() + LocalSocketTestClient.this.timeout.toNanos();

		private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

		private final ByteBuffer single = ByteBuffer.allocate(1);

		Reading(String expected) {
			this.expected = expected;
		}

		byte next() {
			int count = LocalSocketTestClient.this.socket.read(this.single.clear());
			while (count == 0) {
				awaitMore();
				count = LocalSocketTestClient.this.socket.read(this.single);
			}
			if (count < 0) {
				throw failure("the server has ended the connection");
			}
			return this.single.get(0);
		}

		private void awaitMore() {
			Duration left = Duration.ofNanos(Math.max(0, this.deadline - System.nanoTime()));
			LocalSocket socket = LocalSocketTestClient.this.socket;
			try {
				if (!socket.waitForReadyRead(left) && !socket.atEnd()) {
					throw failure("it has not come");
				}
			}
			catch (IOException ex) {
				AssertionError failure = failure("the connection broke: " + ex.getMessage());
				failure.initCause(ex);
				throw failure;
			}
		}

		void append(byte value) {
			this.bytes.write(value);
		}

		byte[] bytes() {
			return this.bytes.toByteArray();
		}

		String text() {
			return this.bytes.toString(StandardCharsets.UTF_8);
		}

		AssertionError failure(String reason) {
			return new AssertionError("Expected %s from the server within %d ms, but %s. Read so far: '%s'"
				.formatted(this.expected, LocalSocketTestClient.this.timeout.toMillis(), reason, text()));
		}

	}

}
