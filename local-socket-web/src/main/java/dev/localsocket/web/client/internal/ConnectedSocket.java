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

package dev.localsocket.web.client.internal;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketTimeoutException;
import java.time.Duration;

import dev.localsocket.LocalSocket;
import org.jspecify.annotations.Nullable;

/**
 * A connection over a local socket, for a library that knows sockets of the JDK only.
 * Thread-safe; its streams block, equally well on platform and virtual threads.
 */
final class ConnectedSocket extends Socket {

	/** How long a library waits that only wants to know whether the peer has gone. */
	private static final int PROBE = 1;

	private final LocalSocket socket;

	private final ServerConnections server;

	private final InputStream input;

	private final OutputStream output;

	private volatile int timeout;

	private volatile boolean abortive;

	private volatile boolean closed;

	ConnectedSocket(LocalSocket socket, ServerConnections server) throws SocketException {
		super((SocketImpl) null);
		this.socket = socket;
		this.server = server;
		this.input = new Input(socket.inputStream());
		this.output = socket.outputStream();
	}

	@Override
	public InputStream getInputStream() {
		return this.input;
	}

	@Override
	public OutputStream getOutputStream() {
		return this.output;
	}

	@Override
	public int getSoTimeout() {
		return this.timeout;
	}

	@Override
	public void setSoTimeout(int millis) {
		this.timeout = millis;
		this.socket.setReadTimeout(Duration.ofMillis(millis));
	}

	@Override
	public void setSoLinger(boolean on, int seconds) {
		this.abortive = on && seconds == 0;
	}

	@Override
	public void shutdownOutput() {
		this.socket.shutdownOutput();
	}

	@Override
	public void close() {
		this.closed = true;
		if (this.abortive) {
			this.socket.abort();
		}
		else {
			this.socket.close();
		}
	}

	@Override
	public boolean isClosed() {
		return this.closed;
	}

	@Override
	public boolean isConnected() {
		return true;
	}

	@Override
	public boolean isBound() {
		return true;
	}

	@Override
	public @Nullable SocketAddress getRemoteSocketAddress() {
		return null;
	}

	@Override
	public @Nullable SocketAddress getLocalSocketAddress() {
		return null;
	}

	@Override
	public @Nullable InetAddress getInetAddress() {
		return null;
	}

	@Override
	public int getPort() {
		return 0;
	}

	@Override
	public int getLocalPort() {
		return -1;
	}

	@Override
	public String toString() {
		return this.socket.toString();
	}

	/** Says what to do about a server that is silent. */
	private final class Input extends FilterInputStream {

		Input(InputStream input) {
			super(input);
		}

		@Override
		public int read(byte[] target, int offset, int length) throws IOException {
			if (ConnectedSocket.this.timeout == PROBE && isSilent()) {
				throw new SocketTimeoutException("Nothing was received");
			}
			try {
				return super.read(target, offset, length);
			}
			catch (SocketTimeoutException ex) {
				throw (SocketTimeoutException) new SocketTimeoutException(ConnectedSocket.this.server.silence())
					.initCause(ex);
			}
		}

		private boolean isSilent() {
			return ConnectedSocket.this.socket.bytesAvailable() == 0 && !ConnectedSocket.this.socket.atEnd();
		}

	}

}
