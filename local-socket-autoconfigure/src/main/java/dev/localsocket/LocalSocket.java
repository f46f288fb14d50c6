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

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import dev.localsocket.transport.Connection;
import dev.localsocket.transport.CloseCause;
import dev.localsocket.transport.WriteResult;
import dev.localsocket.transport.ConnectionListener;
import dev.localsocket.transport.Connector;
import dev.localsocket.transport.EndpointAddress;
import dev.localsocket.transport.SafeLogger;
import dev.localsocket.transport.TransportException;
import org.jspecify.annotations.Nullable;

/**
 * A connection over a local socket: the twin of {@code QLocalSocket}. It is buffered in
 * both directions; an event loop does the input and output.
 * <p>
 * Thread-safe. Methods that say so block; they wait equally well on platform and virtual
 * threads, end with {@link InterruptedIOException} when the thread is interrupted, which
 * does not harm the connection, and fail with {@link IllegalStateException} on the thread
 * of an event loop. All others return at once and may be called anywhere.
 * <p>
 * What was received before the peer closed can still be read afterwards.
 */
public final class LocalSocket implements AutoCloseable {

	private static final SafeLogger logger = new SafeLogger(LocalSocket.class);

	private static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(30);

	private static final AtomicLong ids = new AtomicLong();

	private final String id = Long.toString(ids.incrementAndGet());

	private final long openedNanos = System.nanoTime();

	private final String serverName;

	private final String fullServerName;

	private final Connection connection;

	private final PeerCredentials peerCredentials;

	private final List<LocalSocketCallbacks> callbacks = new CopyOnWriteArrayList<>();

	private final AtomicBoolean closedHere = new AtomicBoolean();

	/** The error for which this side closes, until the callbacks are told of it. */
	private final AtomicReference<@Nullable Failure> untold = new AtomicReference<>();

	private volatile Failure failure = Failure.NONE;

	private volatile @Nullable CloseReason closeReason;

	private volatile long closedNanos;

	private volatile boolean over;

	private volatile boolean announced;

	/** Whether an error ended the connection. For the thread of the loop. */
	private boolean broken;

	LocalSocket(Connection connection, String serverName, String fullServerName) {
		this.connection = connection;
		this.serverName = serverName;
		this.fullServerName = fullServerName;
		this.peerCredentials = PeerCredentials.of(connection.peer());
	}

	/**
	 * Connects to a server, and waits for up to 30 seconds while its backlog is full. The
	 * twin of {@code QLocalSocket::connectToServer} and {@code waitForConnected}.
	 * @param name the name or absolute path of the server, see
	 * {@link LocalServer#resolveName}
	 * @return the connected socket
	 * @throws LocalSocketException if it cannot connect; the exception tells why
	 * @throws InterruptedIOException if the thread is interrupted
	 * @throws IllegalStateException on the thread of an event loop
	 */
	public static LocalSocket connectToServer(String name) throws IOException {
		return connectToServer(name, DEFAULT_CONNECT_TIMEOUT);
	}

	/**
	 * Connects to a server.
	 * @param name the name or absolute path of the server, see
	 * {@link LocalServer#resolveName}
	 * @param timeout how long to wait while the server's backlog is full, positive
	 * @param options {@link SocketOption#ABSTRACT_NAMESPACE} for a server in the abstract
	 * namespace; other options have no meaning for a client
	 * @return the connected socket
	 * @throws LocalSocketException if it cannot connect; the exception tells why
	 * @throws InterruptedIOException if the thread is interrupted
	 * @throws IllegalStateException on the thread of an event loop
	 */
	public static LocalSocket connectToServer(String name, Duration timeout, SocketOption... options)
			throws IOException {
		try {
			boolean inAbstractNamespace = List.of(options).contains(SocketOption.ABSTRACT_NAMESPACE);
			EndpointAddress address = inAbstractNamespace ? EndpointAddress.ofAbstract(name)
					: EndpointAddress.ofFile(name);
			Connection connection = Connector.connect(address, timeout, EventLoops.shared().group());
			LocalSocket socket = new LocalSocket(connection, name, address.toString());
			socket.start();
			return socket;
		}
		catch (TransportException ex) {
			throw new LocalSocketException(ex);
		}
	}

	void start() {
		this.connection.start(new ConnectionCallbacks());
	}

	/** Says that the listeners of the server are told of this connection. */
	void announce() {
		this.announced = true;
	}

	boolean isAnnounced() {
		return this.announced;
	}

	/**
	 * Returns what the socket can be used for. The twin of {@code QLocalSocket::state}.
	 * @return the state, which only moves forward
	 */
	public State state() {
		if (this.closeReason != null) {
			return State.UNCONNECTED;
		}
		return this.connection.isOpen() ? State.CONNECTED : State.CLOSING;
	}

	/**
	 * Returns a number, in decimal digits, that no other socket of this JVM has.
	 * @return the id
	 */
	public String id() {
		return this.id;
	}

	/**
	 * Returns the name of the server, as it was given to it.
	 * @return the name
	 */
	public String serverName() {
		return this.serverName;
	}

	/**
	 * Returns the path of the server, or its name in the abstract namespace.
	 * @return the path or name
	 */
	public String fullServerName() {
		return this.fullServerName;
	}

	/**
	 * Returns the number of the file descriptor. Do not read, write or close it.
	 * @return the descriptor, or -1 when the socket is unconnected
	 */
	public int socketDescriptor() {
		return this.connection.isClosed() ? -1 : this.connection.descriptor();
	}

	/**
	 * Returns who is at the other end.
	 * @return the peer, also after the connection is over
	 */
	public PeerCredentials peerCredentials() {
		return this.peerCredentials;
	}

	/**
	 * Returns how long the connection has been open, or was.
	 * @return the duration
	 */
	public Duration duration() {
		long end = (this.closeReason != null) ? this.closedNanos : System.nanoTime();
		return Duration.ofNanos(end - this.openedNanos);
	}

	/**
	 * Returns how many bytes have been received, read or not.
	 * @return the number of bytes
	 */
	public long bytesReceived() {
		return this.connection.totalRead();
	}

	/**
	 * Returns how many bytes have been given to the kernel for the peer.
	 * @return the number of bytes
	 */
	public long bytesSent() {
		return this.connection.totalWritten();
	}

	/**
	 * Returns how many bytes can be read without waiting. The twin of
	 * {@code QLocalSocket::bytesAvailable}.
	 * @return the number of bytes
	 */
	public long bytesAvailable() {
		return this.connection.available();
	}

	/**
	 * Tells whether a whole line, ended by a line feed, can be read without waiting. The
	 * twin of {@code QLocalSocket::canReadLine}.
	 * @return whether there is a line
	 */
	public boolean canReadLine() {
		return this.connection.hasReceived((byte) '\n');
	}

	/**
	 * Returns how many bytes are queued. The twin of {@code QLocalSocket::bytesToWrite}.
	 * @return the number of bytes
	 */
	public long bytesToWrite() {
		return this.connection.queued();
	}

	/**
	 * Reads what is there, without waiting.
	 * @param target where to put the bytes
	 * @return the number of bytes, 0 if none are there now, -1 at the end of the input
	 */
	public int read(ByteBuffer target) {
		return this.connection.read(target);
	}

	/**
	 * Tells whether {@link #read(ByteBuffer)} has nothing more to give, now or later.
	 * @return whether the input is at its end
	 */
	public boolean atEnd() {
		return this.connection.isInputEnded() && this.connection.available() == 0;
	}

	/**
	 * Sends bytes, without waiting: all of them are sent or queued, or none. Differs from
	 * {@code QIODevice::write}, which may take a part of them.
	 * @param source the bytes; if they are taken, its position moves to its limit
	 * @return whether they are taken; if not, {@link #error()} is
	 * {@link SocketError#WRITE_BUFFER_FULL}, and a later attempt may succeed, or
	 * {@link SocketError#PEER_CLOSED}
	 */
	public boolean write(ByteBuffer source) {
		WriteResult result = this.connection.write(source);
		if (result == WriteResult.BUFFER_FULL) {
			this.failure = writeBufferFull(source.remaining());
		}
		else if (result == WriteResult.OUTPUT_ENDED && this.failure == Failure.NONE) {
			this.failure = new Failure(SocketError.PEER_CLOSED, "The socket is closed for output");
		}
		return result == WriteResult.TAKEN;
	}

	private Failure writeBufferFull(int wanted) {
		return new Failure(SocketError.WRITE_BUFFER_FULL,
				"%d bytes do not fit into the write buffer of %d bytes, of which %d are waiting for the peer to read"
					.formatted(wanted, this.connection.writeBufferSize(), bytesToWrite()));
	}

	/**
	 * Returns the input as a stream, whose methods block. Its end of file is the peer's
	 * end of output; a read that {@link #close()} or {@link #abort()} of another thread
	 * overtakes fails with a {@code SocketException} at once.
	 * @return a stream; closing it closes the socket
	 */
	public InputStream inputStream() {
		return new SocketInputStream(this, this.connection);
	}

	/**
	 * Returns the output as a stream, whose methods block while 64 KiB, or the write
	 * buffer if that is smaller, are waiting for the peer to read; a write that
	 * {@link #close()} or {@link #abort()} of another thread overtakes fails with a
	 * {@code SocketException} at once.
	 * @return a stream; closing it closes the socket
	 */
	public OutputStream outputStream() {
		return new SocketOutputStream(this, this.connection);
	}

	/**
	 * Waits until there is something to read, or the input has ended. Blocks. The twin of
	 * {@code QLocalSocket::waitForReadyRead}.
	 * @param timeout how long to wait; negative waits without a limit
	 * @return whether there are bytes to read
	 * @throws IOException if this side has closed the connection, or it broke, or the
	 * thread is interrupted
	 */
	public boolean waitForReadyRead(Duration timeout) throws IOException {
		return this.connection.awaitInput(timeout) && bytesAvailable() > 0;
	}

	/**
	 * Waits until everything queued has been given to the kernel, or cannot be any more.
	 * Blocks. The twin of {@code QLocalSocket::waitForBytesWritten}.
	 * @param timeout how long to wait; negative waits without a limit
	 * @return whether nothing is queued any more
	 * @throws InterruptedIOException if the thread is interrupted
	 */
	public boolean waitForBytesWritten(Duration timeout) throws InterruptedIOException {
		return this.connection.awaitSent(timeout);
	}

	/**
	 * Waits until the connection is over. Blocks. The twin of
	 * {@code QLocalSocket::waitForDisconnected}.
	 * @param timeout how long to wait; negative waits without a limit
	 * @return whether the socket is unconnected
	 * @throws InterruptedIOException if the thread is interrupted
	 */
	public boolean waitForDisconnected(Duration timeout) throws InterruptedIOException {
		return this.connection.awaitClosed(timeout);
	}

	/**
	 * Limits the bytes that are received but not read; when they are there, the kernel
	 * holds back the peer. When the peer has gone, what it left in the kernel's buffer is
	 * received even so. The twin of {@code QLocalSocket::setReadBufferSize}.
	 * @param bytes the limit, or 0 for none, which is the default
	 * @throws IllegalArgumentException if the limit is negative
	 */
	public void setReadBufferSize(long bytes) {
		this.connection.setReadBufferSize(checkSize(bytes));
	}

	/**
	 * Returns the limit of the bytes that are received but not read.
	 * @return the limit, or 0 for none
	 */
	public long readBufferSize() {
		return this.connection.readBufferSize();
	}

	/**
	 * Limits the bytes that are queued: see {@link #write(ByteBuffer)} and
	 * {@link #outputStream()}. Qt has no such limit.
	 * @param bytes the limit, or 0 for none, which is the default
	 * @throws IllegalArgumentException if the limit is negative
	 */
	public void setWriteBufferSize(long bytes) {
		this.connection.setWriteBufferSize(checkSize(bytes));
	}

	/**
	 * Returns the limit of the bytes that are queued.
	 * @return the limit, or 0 for none
	 */
	public long writeBufferSize() {
		return this.connection.writeBufferSize();
	}

	static long checkSize(long bytes) {
		if (bytes < 0) {
			throw new IllegalArgumentException("A buffer size must be positive, or 0 for no limit, not " + bytes);
		}
		return bytes;
	}

	/**
	 * Reads nothing more from the peer. What has been received can still be read, and
	 * then comes the end of the input.
	 */
	public void shutdownInput() {
		this.connection.shutdownInput();
	}

	/**
	 * Tells whether this side has stopped reading, so that what the peer has sent may be
	 * cut off anywhere.
	 * @return whether {@link #shutdownInput()} was called
	 */
	public boolean isInputShutDown() {
		return this.connection.isInputShutDown();
	}

	/** Sends what is queued, and then tells the peer that nothing more will come. */
	public void shutdownOutput() {
		this.connection.shutdownOutput();
	}

	/**
	 * Sends what is queued, and then closes. Input that was not read is dropped. If the
	 * peer does not read what is left within 30 seconds, the connection is aborted. The
	 * twin of {@code QLocalSocket::disconnectFromServer}.
	 */
	public void disconnectFromServer() {
		this.closedHere.set(true);
		this.connection.disconnect();
	}

	/**
	 * Closes because of an error, after sending what is queued. The error is told to the
	 * callbacks, and counted by the server, also if the peer has closed before; if this
	 * side has, nothing happens.
	 * @param error the error
	 * @param text what happened
	 */
	public void disconnectFromServer(SocketError error, String text) {
		closeBecauseOf(new Failure(error, text), this.connection::disconnect);
	}

	/**
	 * Closes at once because of an error; what is queued is dropped. The error is told to
	 * the callbacks, and counted by the server, also if the peer has closed before; if
	 * this side has, nothing happens.
	 * @param error the error
	 * @param text what happened
	 */
	public void abort(SocketError error, String text) {
		closeBecauseOf(new Failure(error, text), this.connection::abort);
	}

	/**
	 * The loop tells the callbacks of the error, before it tells them of the end. When it
	 * has already told of the end, this thread tells of the error.
	 */
	private void closeBecauseOf(Failure failure, Runnable closing) {
		if (this.closedHere.compareAndSet(false, true)) {
			this.failure = failure;
			this.untold.set(failure);
			closing.run();
			if (this.over) {
				tellUntold();
			}
		}
	}

	private void tellUntold() {
		Failure failure = this.untold.getAndSet(null);
		if (failure != null) {
			this.broken = true;
			tellError(failure);
		}
	}

	private void tellError(Failure failure) {
		tell((callback) -> callback.errorOccurred(this, failure.error(), failure.text()));
	}

	/**
	 * Closes at once; what is queued is dropped. The twin of {@code QLocalSocket::abort}.
	 */
	public void abort() {
		this.closedHere.set(true);
		this.connection.abort();
	}

	/**
	 * Tells whether this side has disconnected or aborted.
	 * @return whether it has
	 */
	public boolean isClosedHere() {
		return this.closedHere.get();
	}

	/** Does the same as {@link #disconnectFromServer()}. */
	@Override
	public void close() {
		disconnectFromServer();
	}

	/**
	 * Returns an executor that runs tasks one after the other on the thread of the
	 * socket's event loop, like the callbacks, or on the calling thread if the loop has
	 * ended. They must not block.
	 * @return the executor
	 */
	public Executor eventLoop() {
		return this.connection::execute;
	}

	/**
	 * Adds callbacks. They are told of what happens from now on: look at the state
	 * afterwards.
	 * @param callbacks the callbacks
	 */
	public void addListener(LocalSocketCallbacks callbacks) {
		this.callbacks.add(callbacks);
	}

	/**
	 * Removes callbacks.
	 * @param callbacks the callbacks
	 */
	public void removeListener(LocalSocketCallbacks callbacks) {
		this.callbacks.remove(callbacks);
	}

	/**
	 * Returns the last error. The twin of {@code QLocalSocket::error}.
	 * @return the error
	 */
	public SocketError error() {
		return this.failure.error();
	}

	/**
	 * Returns what the last error was about. The twin of {@code QIODevice::errorString}.
	 * @return the text, empty if there was no error
	 */
	public String errorString() {
		return this.failure.text();
	}

	/**
	 * Returns why the connection is over.
	 * @return the reason, or null while the socket is not unconnected
	 */
	public @Nullable CloseReason closeReason() {
		return this.closeReason;
	}

	private void tell(Consumer<LocalSocketCallbacks> call) {
		for (LocalSocketCallbacks callback : this.callbacks) {
			try {
				call.accept(callback);
			}
			catch (RuntimeException | Error ex) {
				logger.warn("A callback of the " + this + " failed", ex);
			}
		}
	}

	/**
	 * Returns a description for logs.
	 * @return the server, the id and the peer
	 */
	@Override
	public String toString() {
		return "connection %s of '%s' (pid %d, uid %d)".formatted(this.id, this.fullServerName,
				this.peerCredentials.pid(), this.peerCredentials.uid());
	}

	/**
	 * What a socket can be used for. The twin of {@code QLocalSocket::LocalSocketState}.
	 */
	public enum State {

		/** For reading what was received before; the connection is over. */
		UNCONNECTED,

		/** For nothing yet; the connection is being made. */
		CONNECTING,

		/** For reading and writing. */
		CONNECTED,

		/** For nothing any more; what is queued is being sent. */
		CLOSING

	}

	/** Passes on what happens, on the thread of the loop. */
	private final class ConnectionCallbacks implements ConnectionListener {

		@Override
		public void readyRead() {
			tell((callback) -> callback.readyRead(LocalSocket.this));
		}

		@Override
		public void inputEnded() {
			tell((callback) -> callback.readChannelFinished(LocalSocket.this));
		}

		@Override
		public void bytesWritten(long count) {
			tell((callback) -> callback.bytesWritten(LocalSocket.this, count));
		}

		@Override
		public void ending() {
			tellUntold();
		}

		@Override
		public void closed(CloseCause cause, @Nullable IOException failure, long unsent) {
			tellUntold();
			if (failure != null) {
				fail(Failure.of(failure));
			}
			else if (unsent > 0) {
				fail(new Failure((cause == CloseCause.PEER) ? SocketError.PEER_CLOSED : SocketError.TIMEOUT,
						"The peer did not read the last %d bytes".formatted(unsent)));
			}
			LocalSocket.this.closedNanos = System.nanoTime();
			LocalSocket.this.closeReason = LocalSocket.this.broken ? CloseReason.ERROR : CloseReason.of(cause);
			tell((callback) -> callback.disconnected(LocalSocket.this));
			LocalSocket.this.over = true;
			tellUntold();
		}

		private void fail(Failure failure) {
			LocalSocket.this.failure = failure;
			LocalSocket.this.broken = true;
			tellError(failure);
		}

	}

}
