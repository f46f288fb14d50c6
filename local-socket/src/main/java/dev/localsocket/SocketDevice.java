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

import java.io.FileDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

import dev.localsocket.error.SocketError;
import dev.localsocket.log.PeerLog;
import dev.localsocket.transport.connection.Connection;
import dev.localsocket.transport.connection.WriteResult;

/**
 * The bytes of a {@link LocalSocket}, and the descriptors that come with them, in both
 * directions, with or without waiting: the twin of {@code QIODevice}.
 */
abstract class SocketDevice extends SocketEnd {

	/** What the socket library can receive at once. */
	private static final int MAX_DESCRIPTORS = 60;

	private static final Failure NOT_CONNECTED = new Failure(SocketError.NOT_CONNECTED,
			"The socket has not connected yet");

	SocketDevice(PeerLog peerLog, SocketSettings settings) {
		super(peerLog, settings);
	}

	/**
	 * Returns how many bytes can be read without waiting. The twin of
	 * {@code QLocalSocket::bytesAvailable}.
	 * @return the number of bytes
	 */
	public long bytesAvailable() {
		Connection connection = session().connection();
		return (connection != null) ? connection.input().size() : 0;
	}

	/**
	 * Tells whether a whole line, ended by a line feed, can be read without waiting. The
	 * twin of {@code QLocalSocket::canReadLine}.
	 * @return whether there is a line
	 */
	public boolean canReadLine() {
		Connection connection = session().connection();
		return connection != null && connection.input().contains((byte) '\n');
	}

	/**
	 * Returns how many bytes are queued. The twin of {@code QLocalSocket::bytesToWrite}.
	 * @return the number of bytes
	 */
	public long bytesToWrite() {
		Connection connection = session().connection();
		return (connection != null) ? connection.output().size() : 0;
	}

	/**
	 * Reads what is there, without waiting.
	 * @param target where to put the bytes
	 * @return the number of bytes, 0 if none are there now, -1 at the end of the input or
	 * if there has been no connection
	 */
	public int read(ByteBuffer target) {
		SocketSession current = session();
		Connection connection = current.connection();
		if (connection == null) {
			return (current.state() == LocalSocket.State.CONNECTING) ? 0 : -1;
		}
		return connection.input().take(target);
	}

	/**
	 * Copies what is there, without waiting, and leaves it to be read. The twin of
	 * {@code QIODevice::peek}.
	 * @param target where to put the bytes
	 * @return the number of bytes, 0 if none are there now, -1 at the end of the input or
	 * if there has been no connection
	 */
	public int peek(ByteBuffer target) {
		SocketSession current = session();
		Connection connection = current.connection();
		if (connection == null) {
			return (current.state() == LocalSocket.State.CONNECTING) ? 0 : -1;
		}
		return connection.input().peek(target);
	}

	/**
	 * Tells whether {@link #read(ByteBuffer)} has nothing more to give, now or later.
	 * @return whether the input is at its end
	 */
	public boolean atEnd() {
		SocketSession current = session();
		Connection connection = current.connection();
		if (connection == null) {
			return current.state() != LocalSocket.State.CONNECTING;
		}
		return connection.input().isEnded() && connection.input().size() == 0;
	}

	/**
	 * Sends bytes, without waiting: all of them are sent or queued, or none. Differs from
	 * {@code QIODevice::write}, which may take a part of them.
	 * @param source the bytes; if they are taken, its position moves to its limit
	 * @return whether they are taken; if not, {@link #error()} is
	 * {@link SocketError#WRITE_BUFFER_FULL}, and a later attempt may succeed, or
	 * {@link SocketError#PEER_CLOSED}, or {@link SocketError#NOT_CONNECTED}
	 */
	public boolean write(ByteBuffer source) {
		SocketSession current = session();
		Connection connection = current.connection();
		if (connection == null) {
			current.note(NOT_CONNECTED);
			return false;
		}
		int wanted = source.remaining();
		return taken(connection.output().offer(source), wanted, current, connection);
	}

	static boolean taken(WriteResult result, int wanted, SocketSession session, Connection connection) {
		if (result != WriteResult.TAKEN) {
			session.note(notTaken(result, wanted, connection, session));
		}
		return result == WriteResult.TAKEN;
	}

	private static Failure notTaken(WriteResult result, int wanted, Connection connection, SocketSession session) {
		if (result == WriteResult.DESCRIPTORS_FULL) {
			return new Failure(SocketError.WRITE_BUFFER_FULL, "Too many descriptors are waiting for the peer to read");
		}
		if (result == WriteResult.BUFFER_FULL) {
			return new Failure(SocketError.WRITE_BUFFER_FULL,
					"%d bytes do not fit into the write buffer of %d bytes, of which %d are waiting for the peer to read"
						.formatted(wanted, connection.output().limit(), connection.output().size()));
		}
		return isEndExplained(session) ? session.failure()
				: new Failure(SocketError.PEER_CLOSED, "The socket is closed for output");
	}

	/** A write that did not fit has not ended the connection, unless somebody said so. */
	private static boolean isEndExplained(SocketSession session) {
		SocketError error = session.failure().error();
		return error != SocketError.NO_ERROR && (error != SocketError.WRITE_BUFFER_FULL || session.isClosedHere());
	}

	/**
	 * Returns the output for somebody who sends at the pace of the peer.
	 * @return the output of this connection
	 * @throws IllegalStateException if the socket has not connected
	 */
	public ReplyOutput replyOutput() {
		SocketSession current = session();
		return new ReplyOutput(current, checkConnected(current));
	}

	/**
	 * Returns the input for somebody who takes what is there without a copy.
	 * @return the input of this connection
	 * @throws IllegalStateException if the socket has not connected
	 */
	public RequestInput requestInput() {
		return new RequestInput(checkConnected(session()).input());
	}

	/**
	 * Offers what is queued to the kernel once more, without waiting. There is no need to
	 * call it: what is written is offered at once, and again as soon as there is room.
	 * The twin of {@code QLocalSocket::flush}.
	 * @return whether the kernel has taken anything since this method or
	 * {@link #waitForBytesWritten} last returned true; {@link #bytesToWrite()} tells what
	 * is left
	 */
	public boolean flush() {
		Connection connection = session().connection();
		if (connection == null) {
			return false;
		}
		if (connection.output().size() > 0) {
			connection.requestFlush();
		}
		return connection.output().hasSentMore();
	}

	/**
	 * Sends bytes, and descriptors with the first of them, without waiting: all, or
	 * nothing. The peer gets descriptors of its own for the same open files, sockets or
	 * pipes, not later than the first of these bytes ({@code SCM_RIGHTS} in
	 * {@code unix(7)}). Qt cannot do that.
	 * <p>
	 * The given descriptors stay open, remain the caller's, and may be closed at once:
	 * until they are sent, duplicates of them are kept, 240 at most. If the connection
	 * ends before, or the peer does not want them, nobody gets them; and a peer may close
	 * the connection if it gets more than it wants.
	 * @param source the bytes, at least one; if they are taken, its position moves to its
	 * limit
	 * @param descriptors the descriptors, for example
	 * {@link java.io.FileInputStream#getFD()}: at least 1, at most 60
	 * @return whether they are taken; if not, see {@link #write(ByteBuffer)}, and
	 * {@link #error()} can also be {@link SocketError#INVALID_DESCRIPTOR} if one is
	 * closed, or {@link SocketError#RESOURCE_EXHAUSTED} if this process has too many to
	 * duplicate them
	 * @throws IllegalArgumentException if there is no byte, or no or too many descriptors
	 */
	public boolean sendDescriptors(ByteBuffer source, FileDescriptor... descriptors) {
		checkSendable(source, descriptors.length);
		SocketSession current = session();
		Connection connection = current.connection();
		if (connection == null) {
			current.note(NOT_CONNECTED);
			return false;
		}
		try {
			int wanted = source.remaining();
			return taken(connection.write(source, List.of(descriptors)), wanted, current, connection);
		}
		catch (IOException ex) {
			current.note(Failure.of(ex));
			return false;
		}
	}

	private static void checkSendable(ByteBuffer source, int count) {
		if (!source.hasRemaining()) {
			throw new IllegalArgumentException("Descriptors go with a byte: give at least one");
		}
		if (count < 1 || count > MAX_DESCRIPTORS) {
			throw new IllegalArgumentException(
					"From 1 to %d descriptors can be sent at once, not %d".formatted(MAX_DESCRIPTORS, count));
		}
	}

	/**
	 * Takes the descriptors that have been received: those that came with any byte that
	 * can be or has been read are among them, or have been taken before. The caller owns
	 * them and must close each, by closing a stream on it, as with
	 * {@code new FileInputStream(descriptor).close()}. Without
	 * {@link #setMaxReceivedDescriptors} there are none.
	 * <p>
	 * Those that nobody takes stay after the peer has closed, as bytes do: <strong>close
	 * the socket also then</strong>. Otherwise they are closed when the connection ends,
	 * when the socket connects again, or is forgotten.
	 * @return the descriptors, in the order in which they were sent
	 */
	public List<FileDescriptor> receivedDescriptors() {
		Connection connection = session().connection();
		return (connection != null) ? connection.takeDescriptors() : List.of();
	}

	/**
	 * Returns how many descriptors may wait to be taken.
	 * @return the limit, by default 0
	 */
	public int maxReceivedDescriptors() {
		return settings().values().maxReceivedDescriptors();
	}

	/**
	 * Sets how many descriptors may wait to be taken with {@link #receivedDescriptors()},
	 * from the next bytes on that are received: for a server, set it
	 * {@linkplain LocalServer#setMaxReceivedDescriptors there}. With 0, which is the
	 * default, the kernel discards what the peer sends, so that no peer can put
	 * descriptors into this process. If more come, or more than 60 at once, the
	 * connection ends with {@link SocketError#TOO_MANY_DESCRIPTORS}, and those that wait
	 * are closed: take them as they come.
	 * @param max the limit
	 * @throws IllegalArgumentException if the limit is negative
	 * @throws UnsupportedOperationException if descriptors cannot be received here
	 * @implNote Needs 64-bit Linux, and junixsocket on the class path. Descriptors are
	 * not close-on-exec, which matters to no process that the JVM starts, because it
	 * closes them then.
	 */
	public void setMaxReceivedDescriptors(int max) {
		settings().setMaxReceivedDescriptors(max);
	}

	/**
	 * Returns the input as a stream, whose methods block, for no longer than the
	 * {@linkplain #setReadTimeout read timeout}. Its end of file is the peer's end of
	 * output; a read that {@link LocalSocket#close()} or {@link #abort()} of another
	 * thread overtakes fails with a {@code SocketException} at once.
	 * @return a stream of this connection; closing it disconnects
	 * @throws IllegalStateException if the socket has not connected
	 */
	public InputStream inputStream() {
		SocketSession current = session();
		return new SocketInputStream(current, checkConnected(current), settings()::readTimeout);
	}

	/**
	 * Returns the output as a stream, whose methods block while 64 KiB, or the write
	 * buffer if that is smaller, are waiting for the peer to read; a write that
	 * {@link LocalSocket#close()} or {@link #abort()} of another thread overtakes fails
	 * with a {@code SocketException} at once.
	 * @return a stream of this connection; closing it disconnects
	 * @throws IllegalStateException if the socket has not connected
	 */
	public OutputStream outputStream() {
		SocketSession current = session();
		return new SocketOutputStream(current, checkConnected(current));
	}

	private static Connection checkConnected(SocketSession session) {
		Connection connection = session.connection();
		if (connection == null) {
			throw new IllegalStateException(
					"The socket has not connected: call connectToServer() and waitForConnected() before");
		}
		return connection;
	}

	/**
	 * Returns how long a read of the {@link #inputStream()} may wait.
	 * @return the duration, by default zero for no limit
	 */
	public Duration readTimeout() {
		return settings().readTimeout();
	}

	/**
	 * Sets how long a read of the {@link #inputStream()} may wait for the first byte;
	 * when the time is over, it fails with {@link java.net.SocketTimeoutException}, and
	 * nothing is lost: a later read may succeed. The twin of
	 * {@link java.net.Socket#setSoTimeout}. It holds for reads that begin from now on,
	 * and not for {@link #waitForReadyRead}, which has a timeout of its own.
	 * @param timeout the duration, or zero for no limit
	 * @throws IllegalArgumentException if the duration is negative
	 */
	public void setReadTimeout(Duration timeout) {
		settings().setReadTimeout(timeout);
	}

	/**
	 * Waits until there is something to read, or the input has ended. Blocks. The twin of
	 * {@code QLocalSocket::waitForReadyRead}.
	 * @param timeout how long to wait; negative waits without a limit
	 * @return whether there are bytes to read; false at once if the socket has not
	 * connected
	 * @throws IOException if this side has closed the connection, or it broke, or the
	 * thread is interrupted
	 */
	public boolean waitForReadyRead(Duration timeout) throws IOException {
		Connection connection = session().connection();
		return connection != null && connection.input().await(timeout) && connection.input().size() > 0;
	}

	/**
	 * Waits until everything that was written has been given to the kernel, or cannot be
	 * any more. Blocks. The twin of {@code QLocalSocket::waitForBytesWritten}, which
	 * returns as soon as the kernel has taken a part.
	 * @param timeout how long to wait; negative waits without a limit
	 * @return whether the kernel has taken all; false at once if nothing was written
	 * since this method or {@link #flush()} last returned true, so that
	 * {@code while (waitForBytesWritten(...))} ends, or if the socket has not connected
	 * @throws InterruptedIOException if the thread is interrupted
	 */
	public boolean waitForBytesWritten(Duration timeout) throws InterruptedIOException {
		Connection connection = session().connection();
		return connection != null && connection.output().awaitSent(timeout);
	}

	/**
	 * Limits the bytes that are received but not read; when they are there, the kernel
	 * holds back the peer. When the peer has gone, what it left in the kernel's buffer is
	 * received even so. The twin of {@code QLocalSocket::setReadBufferSize}.
	 * @param bytes the limit, or 0 for none, which is the default
	 * @throws IllegalArgumentException if the limit is negative
	 */
	public void setReadBufferSize(long bytes) {
		settings().setReadBufferSize(bytes);
	}

	/**
	 * Returns the limit of the bytes that are received but not read.
	 * @return the limit, or 0 for none
	 */
	public long readBufferSize() {
		return settings().values().readBufferSize();
	}

	/**
	 * Limits the bytes that are queued: see {@link #write(ByteBuffer)} and
	 * {@link #outputStream()}. Qt has no such limit.
	 * @param bytes the limit, or 0 for none, which is the default
	 * @throws IllegalArgumentException if the limit is negative
	 */
	public void setWriteBufferSize(long bytes) {
		settings().setWriteBufferSize(bytes);
	}

	/**
	 * Returns the limit of the bytes that are queued.
	 * @return the limit, or 0 for none
	 */
	public long writeBufferSize() {
		return settings().values().writeBufferSize();
	}

}
