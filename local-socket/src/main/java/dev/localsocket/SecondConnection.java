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

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import dev.localsocket.account.PeerCredentials;
import dev.localsocket.instance.InstanceFrame;
import dev.localsocket.instance.InstanceRequest;

/**
 * The connection to a second process, which is told again and again that this one is
 * alive. Thread-safe.
 */
final class SecondConnection {

	private static final Duration HEARTBEAT = Duration.ofMillis(250);

	private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);

	/** Guards writing, which may block under it, and the next field. */
	private final ReentrantLock writing = new ReentrantLock();

	private boolean ended;

	private final LocalSocket socket;

	private final OutputStream output;

	private final DataInputStream input;

	private final ScheduledExecutorService timer;

	private final ScheduledFuture<?> heartbeat;

	/**
	 * Begins to be alive. On the thread of an event loop.
	 */
	SecondConnection(LocalSocket socket, ScheduledExecutorService timer) {
		this.socket = socket;
		this.output = socket.outputStream();
		this.input = new DataInputStream(socket.inputStream());
		this.timer = timer;
		socket.write(InstanceFrame.hello());
		this.heartbeat = timer.scheduleAtFixedRate(this::beat, HEARTBEAT.toMillis(), HEARTBEAT.toMillis(),
				TimeUnit.MILLISECONDS);
	}

	/** Whoever writes, or waits until the other reads, is alive without it. */
	private void beat() {
		if (this.writing.tryLock()) {
			try {
				if (!this.ended && this.socket.bytesToWrite() == 0) {
					this.socket.write(InstanceFrame.of(InstanceFrame.ALIVE));
				}
			}
			finally {
				this.writing.unlock();
			}
		}
	}

	/** Says that it is the turn of this one, and waits for what it hands over. */
	InstanceRequest request() throws IOException {
		ScheduledFuture<?> end = this.timer.schedule((Runnable) this.socket::abort, REQUEST_TIMEOUT.toMillis(),
				TimeUnit.MILLISECONDS);
		try {
			send(InstanceFrame.of(InstanceFrame.GO));
			int length = readHeader(InstanceFrame.REQUEST, InstanceFrame.MAX_REQUEST_LENGTH);
			byte[] bytes = this.input.readNBytes(length);
			if (bytes.length < length) {
				throw new EOFException("It has gone before it had handed anything over");
			}
			return InstanceRequest.ofBytes(bytes);
		}
		finally {
			end.cancel(false);
		}
	}

	/** Returns the length of the content. */
	int readHeader(byte type, int max) throws IOException {
		byte actual = this.input.readByte();
		int length = this.input.readInt();
		if (actual != type || length < 0 || length > max) {
			throw new ProtocolException("It does not keep to the protocol");
		}
		return length;
	}

	int read(byte[] target, int offset, int length) throws IOException {
		int count = this.input.read(target, offset, length);
		if (count < 0) {
			throw new EOFException("It has gone in the middle of its input");
		}
		return count;
	}

	void send(ByteBuffer frame) throws IOException {
		this.writing.lock();
		try {
			if (this.ended) {
				throw new SocketException("The second instance has been told to end");
			}
			this.output.write(frame.array(), frame.position(), frame.remaining());
		}
		finally {
			this.writing.unlock();
		}
	}

	boolean exit(int status) {
		return end(InstanceFrame.of(InstanceFrame.EXIT, status));
	}

	void refuse(String text) {
		end(InstanceFrame.of(InstanceFrame.REFUSED, text.getBytes(StandardCharsets.UTF_8)));
	}

	private boolean end(ByteBuffer last) {
		this.writing.lock();
		try {
			if (this.ended) {
				return false;
			}
			this.ended = true;
			boolean taken = this.socket.write(last);
			close();
			return taken;
		}
		finally {
			this.writing.unlock();
		}
	}

	/** Sends what has been written, and nothing else. */
	void close() {
		this.heartbeat.cancel(false);
		this.socket.disconnectFromServer();
	}

	void stopBeating() {
		this.heartbeat.cancel(false);
	}

	boolean isConnected() {
		return this.socket.state() == LocalSocket.State.CONNECTED;
	}

	PeerCredentials peer() {
		return this.socket.peerCredentials();
	}

}
