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
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

import dev.localsocket.account.PeerCredentials;
import dev.localsocket.error.CloseReason;
import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import dev.localsocket.log.PeerLog;
import dev.localsocket.transport.AdoptedConnection;
import dev.localsocket.transport.ConnectAttempt.AddressSource;
import dev.localsocket.transport.Connection;
import dev.localsocket.transport.EndpointAddress;
import dev.localsocket.transport.EventLoop;
import dev.localsocket.transport.ReservedTask;
import dev.localsocket.transport.WriteResult;
import org.jspecify.annotations.Nullable;

/**
 * A connection over a local socket: the twin of {@code QLocalSocket}. It is buffered in
 * both directions; an event loop does the input and output.
 * <p>
 * A client either connects and waits in one call, {@link #connectToServer(String)}, or
 * creates a socket, tells it {@linkplain #setServerName where} the server is, and
 * {@linkplain #connectToServer() connects}, as often as it wants: each time makes a new
 * connection, of which what follows is true, and forgets the one before.
 * <p>
 * Thread-safe. Methods that say so block; they wait equally well on platform and virtual
 * threads, end with {@link InterruptedIOException} when the thread is interrupted, which
 * does not harm the connection, and fail with {@link IllegalStateException} on the thread
 * of an event loop. All others return at once and may be called anywhere.
 * <p>
 * What was received before the peer closed can still be read afterwards; after
 * {@link #close()}, {@link #disconnectFromServer()} or {@link #abort()} nothing can,
 * whoever closed first.
 */
public final class LocalSocket implements AutoCloseable {

	private static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(30);

	private static final Duration FOREVER = Duration.ofMillis(-1);

	/** What the socket library can receive at once. */
	private static final int MAX_DESCRIPTORS = 60;

	private static final Failure NOT_CONNECTED = new Failure(SocketError.NOT_CONNECTED,
			"The socket has not connected yet");

	/** Of all clients, whose peers are servers. */
	private static final PeerLog clientLog = new PeerLog("Clients");

	private static final AtomicLong ids = new AtomicLong();

	private final String id = Long.toString(ids.incrementAndGet());

	private final SocketCallbacks callbacks = new SocketCallbacks(this);

	private final SocketSettings settings;

	private final SocketAttributes attributes = new SocketAttributes();

	private final PeerLog peerLog;

	/** Where all connections of a client live, one after the other; null for a server. */
	private final @Nullable EventLoop loop;

	/**
	 * Guards the next four fields, so that of two threads one connects; nothing waits
	 * under it.
	 */
	private final ReentrantLock lock = new ReentrantLock();

	private volatile String serverName = "";

	private volatile String fullServerName = "";

	private volatile Set<SocketOption> socketOptions = Set.of();

	private volatile Duration connectTimeout = DEFAULT_CONNECT_TIMEOUT;

	/** Written under the lock. */
	private volatile SocketSession session;

	private volatile boolean announced;

	/**
	 * Creates an unconnected socket on the shared event loops. The twin of
	 * {@code QLocalSocket::QLocalSocket}.
	 */
	public LocalSocket() {
		this(EventLoops.shared());
	}

	/**
	 * Creates an unconnected socket.
	 * @param eventLoops the threads of which one does its input and output
	 */
	public LocalSocket(EventLoops eventLoops) {
		this.loop = eventLoops.group().next();
		this.peerLog = clientLog;
		this.settings = new SocketSettings();
		this.session = SocketSession.none(this.callbacks);
	}

	/** Creates the socket of a connection that a server has accepted. */
	LocalSocket(Connection connection, String serverName, String fullServerName, PeerLog peerLog) {
		this.loop = null;
		this.peerLog = peerLog;
		this.serverName = serverName;
		this.fullServerName = fullServerName;
		this.settings = new SocketSettings(connection.settings());
		this.settings.follow(connection);
		this.session = SocketSession.of(connection, this.callbacks);
	}

	/**
	 * Connects to a server, and waits for up to 30 seconds while its backlog is full.
	 * Blocks. The twin of {@code QLocalSocket::connectToServer} and
	 * {@code waitForConnected}.
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
	 * Connects to a server. Blocks.
	 * @param name the name or absolute path of the server, see
	 * {@link LocalServer#resolveName}
	 * @param timeout how long to wait while the server's backlog is full, positive
	 * @param options {@link SocketOption#ABSTRACT_NAMESPACE} for a server in the abstract
	 * namespace; other options have no meaning for a client
	 * @return the connected socket
	 * @throws IllegalArgumentException if the timeout is not positive
	 * @throws LocalSocketException if it cannot connect; the exception tells why
	 * @throws InterruptedIOException if the thread is interrupted
	 * @throws IllegalStateException on the thread of an event loop
	 */
	public static LocalSocket connectToServer(String name, Duration timeout, SocketOption... options)
			throws IOException {
		EventLoop.checkMayBlock();
		LocalSocket socket = new LocalSocket();
		socket.setServerName(name);
		socket.setSocketOptions(options);
		socket.setConnectTimeout(timeout);
		socket.connectToServer();
		socket.awaitConnectedOrFail();
		return socket;
	}

	private void awaitConnectedOrFail() throws IOException {
		SocketSession current = this.session;
		try {
			if (!current.awaitConnected(FOREVER)) {
				throw current.connectException();
			}
		}
		catch (InterruptedIOException ex) {
			abort();
			throw ex;
		}
	}

	/**
	 * Begins to connect to the server. The state is {@link State#CONNECTING} until the
	 * connection is made, or fails after up to the {@linkplain #setConnectTimeout connect
	 * timeout}; {@link #waitForConnected} waits for that, and callbacks are told. What
	 * the connection before has left, unread bytes for example, is forgotten, and streams
	 * taken from it remain streams of it. The twin of
	 * {@code QLocalSocket::connectToServer}.
	 * <p>
	 * It can be called again, also in a callback, as soon as the connection before has
	 * ended or this side has disconnected. What that has queued is sent meanwhile, for up
	 * to its {@linkplain #setLinger linger time}, whereas Qt drops it; callbacks are told
	 * of its end before, and of nothing else than an error after that.
	 * @throws IllegalStateException if the socket is connecting or connected, or a server
	 * has accepted it
	 */
	public void connectToServer() {
		SocketSession next;
		this.lock.lock();
		try {
			EventLoop clientLoop = checkUnconnected("connect", State.CLOSING);
			next = SocketSession.connecting(this.callbacks, clientLoop);
			begin(next, clientLoop);
		}
		finally {
			this.lock.unlock();
		}
		next.connect(address(), this.connectTimeout, this.settings);
	}

	private void begin(SocketSession next, EventLoop clientLoop) {
		this.session.giveWay(clientLoop);
		this.session = next;
	}

	/**
	 * Takes over a connection that was made elsewhere, such as one that systemd has
	 * accepted ({@code Accept=yes}, see {@link SocketActivation}), one end of a
	 * {@code socketpair}, or a {@linkplain #receivedDescriptors() received} one. The
	 * socket is connected when this returns; the {@linkplain #serverName() name} is that
	 * of the peer, or of this end if the peer has none, and may be empty. The twin of
	 * {@code QLocalSocket::setSocketDescriptor}, which takes any number.
	 * <p>
	 * If this succeeds, the descriptor belongs to this socket, which closes it, and ends
	 * the connection then for all who hold it; it is non-blocking for all of them. If it
	 * fails, the descriptor stays as it is, and the caller's.
	 * @param socketDescriptor the number of the descriptor
	 * @return whether the socket is connected; if not, {@link #error()} is
	 * {@link SocketError#INVALID_DESCRIPTOR} if it is no connected local stream socket
	 * @throws IllegalStateException if the socket is not unconnected, or a server has
	 * accepted it
	 * @implNote Needs junixsocket on the class path.
	 */
	public boolean setSocketDescriptor(int socketDescriptor) {
		this.lock.lock();
		try {
			EventLoop clientLoop = checkUnconnected("adopt a descriptor", State.UNCONNECTED);
			adopt(AdoptedConnection.of(socketDescriptor, clientLoop, this.settings.values()), clientLoop);
			return true;
		}
		catch (LocalSocketException ex) {
			this.session.note(Failure.of(ex));
			return false;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void adopt(AdoptedConnection adopted, EventLoop clientLoop) {
		EndpointAddress address = adopted.address();
		this.serverName = address.lastElement();
		this.fullServerName = address.toString();
		this.socketOptions = address.isAbstract() ? Set.of(SocketOption.ABSTRACT_NAMESPACE) : Set.of();
		begin(SocketSession.of(adopted.connection(), this.callbacks), clientLoop);
		this.settings.follow(adopted.connection());
		start();
	}

	private EventLoop checkUnconnected(String what, State alsoAllowed) {
		if (this.loop == null) {
			throw new IllegalStateException(
					"A server has accepted this socket, it cannot %s: create a new one".formatted(what));
		}
		State state = state();
		if (state != State.UNCONNECTED && state != alsoAllowed) {
			throw new IllegalStateException(
					"The socket is %s, it cannot %s: wait until it is unconnected, or abort it".formatted(state, what));
		}
		return this.loop;
	}

	private AddressSource address() {
		String name = this.serverName;
		return isInAbstractNamespace() ? () -> EndpointAddress.ofAbstract(name) : () -> EndpointAddress.ofFile(name);
	}

	private boolean isInAbstractNamespace() {
		return this.socketOptions.contains(SocketOption.ABSTRACT_NAMESPACE);
	}

	/**
	 * Waits until the attempt to connect has succeeded or failed. Blocks. The twin of
	 * {@code QLocalSocket::waitForConnected}.
	 * @param timeout how long to wait; negative waits without a limit. When it is over,
	 * the attempt goes on
	 * @return whether the connection was made, be it over again; if not, the state is
	 * still {@link State#CONNECTING}, or {@link #error()} tells why
	 * @throws InterruptedIOException if the thread is interrupted; the attempt goes on
	 */
	public boolean waitForConnected(Duration timeout) throws InterruptedIOException {
		return this.session.awaitConnected(timeout);
	}

	void start() {
		this.session.start();
	}

	/** Runs a task on the thread of the loop, before the connection was started. */
	void decide(ReservedTask task) {
		Connection connection = this.session.connection();
		if (connection != null) {
			connection.decide(task);
		}
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
	 * @return the state, which only moves forward: from {@link State#CONNECTING} to
	 * {@link State#CONNECTED}, {@link State#CLOSING} and {@link State#UNCONNECTED}, until
	 * the socket connects again
	 */
	public State state() {
		return this.session.state();
	}

	/**
	 * Returns a number, in decimal digits, that no other socket of this JVM has.
	 * @return the id
	 */
	public String id() {
		return this.id;
	}

	/**
	 * Returns the name of the server, as it was given to it, or to
	 * {@link #setServerName}. The twin of {@code QLocalSocket::serverName}.
	 * @return the name, by default empty
	 */
	public String serverName() {
		return this.serverName;
	}

	/**
	 * Sets which server to connect to, from now on. The twin of
	 * {@code QLocalSocket::setServerName}, which ignores the call when the socket is not
	 * unconnected, and forgets the name with the connection.
	 * @param name the name or absolute path of the server, see
	 * {@link LocalServer#resolveName}, or its name in the abstract namespace
	 * @throws IllegalStateException if the socket is not unconnected, or a server has
	 * accepted it
	 */
	public void setServerName(String name) {
		configure("change its server", () -> setServer(name, this.socketOptions));
	}

	/**
	 * Returns the options. The twin of {@code QLocalSocket::socketOptions}.
	 * @return the options, by default none
	 */
	public Set<SocketOption> socketOptions() {
		return this.socketOptions;
	}

	/**
	 * Sets where the name of the server lives. The twin of
	 * {@code QLocalSocket::setSocketOptions}.
	 * @param options {@link SocketOption#ABSTRACT_NAMESPACE} for a server in the abstract
	 * namespace; other options have no meaning for a client
	 * @throws IllegalStateException if the socket is not unconnected, or a server has
	 * accepted it
	 */
	public void setSocketOptions(SocketOption... options) {
		Set<SocketOption> set = SocketOption.setOf(options);
		configure("change its options", () -> setServer(this.serverName, set));
	}

	private void setServer(String name, Set<SocketOption> options) {
		this.serverName = name;
		this.socketOptions = options;
		this.fullServerName = (name.isEmpty() || isInAbstractNamespace()) ? name : LocalServer.resolveName(name);
	}

	/**
	 * Returns how long to wait while the server's backlog is full.
	 * @return the duration, by default 30 seconds
	 */
	public Duration connectTimeout() {
		return this.connectTimeout;
	}

	/**
	 * Sets how long {@link #connectToServer()} waits while the server's backlog is full;
	 * all else takes no time. In Qt it is always 30 seconds.
	 * @param timeout the duration, positive
	 * @throws IllegalArgumentException if the duration is not positive
	 */
	public void setConnectTimeout(Duration timeout) {
		if (timeout.isNegative() || timeout.isZero()) {
			throw new IllegalArgumentException("A connect timeout must be positive, not " + timeout);
		}
		this.connectTimeout = timeout;
	}

	private void configure(String what, Runnable change) {
		this.lock.lock();
		try {
			checkUnconnected(what, State.UNCONNECTED);
			change.run();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Returns the path of the server, or its name in the abstract namespace. The twin of
	 * {@code QLocalSocket::fullServerName}.
	 * @return the path or name, empty while there is no {@linkplain #serverName() name}
	 */
	public String fullServerName() {
		return this.fullServerName;
	}

	/**
	 * Returns the number of the file descriptor. Do not read, write or close it.
	 * @return the descriptor, or -1 when the socket is unconnected
	 */
	public int socketDescriptor() {
		SocketSession current = this.session;
		Connection connection = current.connection();
		return (connection == null || current.state() == State.UNCONNECTED) ? -1 : connection.descriptor();
	}

	/**
	 * Returns who is at the other end.
	 * @return the peer, also after the connection is over; not known before the first
	 */
	public PeerCredentials peerCredentials() {
		return this.session.peerCredentials();
	}

	/**
	 * Returns how long the connection has been open, or was.
	 * @return the duration
	 */
	public Duration duration() {
		return this.session.duration();
	}

	/**
	 * Returns how many bytes have been received, read or not.
	 * @return the number of bytes
	 */
	public long bytesReceived() {
		Connection connection = this.session.connection();
		return (connection != null) ? connection.totalRead() : 0;
	}

	/**
	 * Returns how many bytes have been given to the kernel for the peer.
	 * @return the number of bytes
	 */
	public long bytesSent() {
		Connection connection = this.session.connection();
		return (connection != null) ? connection.totalWritten() : 0;
	}

	/**
	 * Returns how many bytes can be read without waiting. The twin of
	 * {@code QLocalSocket::bytesAvailable}.
	 * @return the number of bytes
	 */
	public long bytesAvailable() {
		Connection connection = this.session.connection();
		return (connection != null) ? connection.available() : 0;
	}

	/**
	 * Tells whether a whole line, ended by a line feed, can be read without waiting. The
	 * twin of {@code QLocalSocket::canReadLine}.
	 * @return whether there is a line
	 */
	public boolean canReadLine() {
		Connection connection = this.session.connection();
		return connection != null && connection.hasReceived((byte) '\n');
	}

	/**
	 * Returns how many bytes are queued. The twin of {@code QLocalSocket::bytesToWrite}.
	 * @return the number of bytes
	 */
	public long bytesToWrite() {
		Connection connection = this.session.connection();
		return (connection != null) ? connection.queued() : 0;
	}

	/**
	 * Reads what is there, without waiting.
	 * @param target where to put the bytes
	 * @return the number of bytes, 0 if none are there now, -1 at the end of the input or
	 * if there has been no connection
	 */
	public int read(ByteBuffer target) {
		SocketSession current = this.session;
		Connection connection = current.connection();
		if (connection == null) {
			return (current.state() == State.CONNECTING) ? 0 : -1;
		}
		return connection.read(target);
	}

	/**
	 * Copies what is there, without waiting, and leaves it to be read. The twin of
	 * {@code QIODevice::peek}.
	 * @param target where to put the bytes
	 * @return the number of bytes, 0 if none are there now, -1 at the end of the input or
	 * if there has been no connection
	 */
	public int peek(ByteBuffer target) {
		SocketSession current = this.session;
		Connection connection = current.connection();
		if (connection == null) {
			return (current.state() == State.CONNECTING) ? 0 : -1;
		}
		return connection.peek(target);
	}

	/**
	 * Tells whether {@link #read(ByteBuffer)} has nothing more to give, now or later.
	 * @return whether the input is at its end
	 */
	public boolean atEnd() {
		SocketSession current = this.session;
		Connection connection = current.connection();
		if (connection == null) {
			return current.state() != State.CONNECTING;
		}
		return connection.isInputEnded() && connection.available() == 0;
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
		SocketSession current = this.session;
		Connection connection = current.connection();
		if (connection == null) {
			current.note(NOT_CONNECTED);
			return false;
		}
		int wanted = source.remaining();
		return taken(connection.write(source), wanted, current, connection);
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
						.formatted(wanted, connection.writeBufferSize(), connection.queued()));
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
		SocketSession current = this.session;
		return new ReplyOutput(current, checkConnected(current));
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
		Connection connection = this.session.connection();
		if (connection == null) {
			return false;
		}
		if (connection.queued() > 0) {
			connection.requestFlush();
		}
		return connection.hasSentMore();
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
		SocketSession current = this.session;
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
		Connection connection = this.session.connection();
		return (connection != null) ? connection.takeDescriptors() : List.of();
	}

	/**
	 * Returns how many descriptors may wait to be taken.
	 * @return the limit, by default 0
	 */
	public int maxReceivedDescriptors() {
		return this.settings.values().maxReceivedDescriptors();
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
		this.settings.setMaxReceivedDescriptors(max);
	}

	/**
	 * Returns the input as a stream, whose methods block, for no longer than the
	 * {@linkplain #setReadTimeout read timeout}. Its end of file is the peer's end of
	 * output; a read that {@link #close()} or {@link #abort()} of another thread
	 * overtakes fails with a {@code SocketException} at once.
	 * @return a stream of this connection; closing it disconnects
	 * @throws IllegalStateException if the socket has not connected
	 */
	public InputStream inputStream() {
		SocketSession current = this.session;
		return new SocketInputStream(current, checkConnected(current), this.settings::readTimeout);
	}

	/**
	 * Returns the output as a stream, whose methods block while 64 KiB, or the write
	 * buffer if that is smaller, are waiting for the peer to read; a write that
	 * {@link #close()} or {@link #abort()} of another thread overtakes fails with a
	 * {@code SocketException} at once.
	 * @return a stream of this connection; closing it disconnects
	 * @throws IllegalStateException if the socket has not connected
	 */
	public OutputStream outputStream() {
		SocketSession current = this.session;
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
		return this.settings.readTimeout();
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
		this.settings.setReadTimeout(timeout);
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
		Connection connection = this.session.connection();
		return connection != null && connection.awaitInput(timeout) && connection.available() > 0;
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
		Connection connection = this.session.connection();
		return connection != null && connection.awaitSent(timeout);
	}

	/**
	 * Waits until the connection is over, and the callbacks have been told. Blocks. The
	 * twin of {@code QLocalSocket::waitForDisconnected}.
	 * @param timeout how long to wait; negative waits without a limit
	 * @return whether the connection is over, be it before this call; false at once if
	 * there was none, or an earlier call has returned true for it
	 * @throws InterruptedIOException if the thread is interrupted
	 */
	public boolean waitForDisconnected(Duration timeout) throws InterruptedIOException {
		return this.session.awaitEnd(timeout);
	}

	/**
	 * Limits the bytes that are received but not read; when they are there, the kernel
	 * holds back the peer. When the peer has gone, what it left in the kernel's buffer is
	 * received even so. The twin of {@code QLocalSocket::setReadBufferSize}.
	 * @param bytes the limit, or 0 for none, which is the default
	 * @throws IllegalArgumentException if the limit is negative
	 */
	public void setReadBufferSize(long bytes) {
		this.settings.setReadBufferSize(bytes);
	}

	/**
	 * Returns the limit of the bytes that are received but not read.
	 * @return the limit, or 0 for none
	 */
	public long readBufferSize() {
		return this.settings.values().readBufferSize();
	}

	/**
	 * Limits the bytes that are queued: see {@link #write(ByteBuffer)} and
	 * {@link #outputStream()}. Qt has no such limit.
	 * @param bytes the limit, or 0 for none, which is the default
	 * @throws IllegalArgumentException if the limit is negative
	 */
	public void setWriteBufferSize(long bytes) {
		this.settings.setWriteBufferSize(bytes);
	}

	/**
	 * Returns the limit of the bytes that are queued.
	 * @return the limit, or 0 for none
	 */
	public long writeBufferSize() {
		return this.settings.values().writeBufferSize();
	}

	/**
	 * Returns how long {@link #disconnectFromServer()} goes on sending.
	 * @return the duration, by default 30 seconds
	 */
	public Duration linger() {
		return this.settings.values().linger();
	}

	/**
	 * Sets how long {@link #disconnectFromServer()} goes on sending what is queued to a
	 * peer that does not read. So long the connection keeps its descriptor. Qt has no
	 * such limit.
	 * @param linger the duration; with zero, what the kernel does not take at once is
	 * dropped
	 * @throws IllegalArgumentException if the duration is negative
	 */
	public void setLinger(Duration linger) {
		this.settings.setLinger(linger);
	}

	/**
	 * Lets the peer send nothing more. What it has sent can still be read, and then comes
	 * the end of the input; what it sends later fails there, with {@code EPIPE}, so that
	 * it knows what was not received.
	 */
	public void shutdownInput() {
		Connection connection = this.session.connection();
		if (connection != null) {
			connection.shutdownInput();
		}
	}

	/**
	 * Tells whether this side has stopped reading, so that what the peer has sent may be
	 * cut off anywhere.
	 * @return whether {@link #shutdownInput()} was called
	 */
	public boolean isInputShutDown() {
		Connection connection = this.session.connection();
		return connection != null && connection.isInputShutDown();
	}

	/** Sends what is queued, and then tells the peer that nothing more will come. */
	public void shutdownOutput() {
		Connection connection = this.session.connection();
		if (connection != null) {
			connection.shutdownOutput();
		}
	}

	/**
	 * Sends what is queued, and then closes. Input that was not read is dropped, also if
	 * the peer has closed before. If the peer does not read what is left within the
	 * {@linkplain #setLinger linger time}, 30 seconds by default, the connection is
	 * aborted. An attempt to connect is abandoned. If nothing is queued the socket is
	 * unconnected when this returns, though the callbacks are told of the end a moment
	 * later. The twin of {@code QLocalSocket::disconnectFromServer}, which keeps input;
	 * {@code QLocalSocket::close} drops it, too.
	 */
	public void disconnectFromServer() {
		this.session.disconnect();
	}

	/**
	 * Waits no longer than some time for a peer that takes nothing of what is to be sent,
	 * be that while the connection is open or after {@link #disconnectFromServer()}; then
	 * the connection fails with {@link SocketError#TIMEOUT}. A peer that goes on reading,
	 * however slowly, has all the time. Holds for the present connection; a shorter
	 * {@linkplain ConnectionLimits#writeTimeout() write timeout} stays. Qt has no such
	 * method.
	 * @param longest the time, from now on, more than zero
	 * @throws IllegalArgumentException if the time is not more than zero
	 */
	public void shortenWriteTimeout(Duration longest) {
		if (longest.isNegative() || longest.isZero()) {
			throw new IllegalArgumentException("The longest write timeout must be more than zero, not " + longest);
		}
		Connection connection = this.session.connection();
		if (connection != null) {
			connection.shortenWriteTimeout(longest);
		}
	}

	/**
	 * Closes because of an error, after sending what is queued. The error is told to the
	 * callbacks, and counted by the server, also if the peer has closed before; if this
	 * side has, nothing happens.
	 * @param error the error
	 * @param text what happened
	 */
	public void disconnectFromServer(SocketError error, String text) {
		this.session.disconnect(new Failure(error, text));
	}

	/**
	 * Closes at once because of an error; what is queued is dropped. The error is told to
	 * the callbacks, and counted by the server, also if the peer has closed before; if
	 * this side has, nothing happens.
	 * @param error the error
	 * @param text what happened
	 */
	public void abort(SocketError error, String text) {
		this.session.abort(new Failure(error, text));
	}

	/**
	 * Closes at once; what is queued, and input that was not read, is dropped. The socket
	 * is unconnected when this returns, though the callbacks are told of the end a moment
	 * later. The twin of {@code QLocalSocket::abort}.
	 */
	public void abort() {
		this.session.abort();
	}

	/**
	 * Tells whether this side has disconnected or aborted.
	 * @return whether it has
	 */
	public boolean isClosedHere() {
		return this.session.isClosedHere();
	}

	/**
	 * Does the same as {@link #disconnectFromServer()}. The twin of
	 * {@code QLocalSocket::close}: nothing can be read afterwards.
	 */
	@Override
	public void close() {
		disconnectFromServer();
	}

	/**
	 * Says how to find out whether work for the peer is in progress, such as the handling
	 * of a message that was read already: meanwhile the connection is not idle, see
	 * {@link ConnectionLimits#idleTimeout()}. A thread that waits for input of this
	 * socket, or for its end, waits for the peer, whatever is said here. Holds for the
	 * present connection.
	 * @param working tells whether there is such work; asked from time to time on the
	 * thread of the event loop, and must not block
	 */
	public void setWorkInProgress(BooleanSupplier working) {
		Connection connection = this.session.connection();
		if (connection != null) {
			connection.setWorking(working);
		}
	}

	/**
	 * Says how to find out since when a message of the peer has been incomplete, see
	 * {@link ConnectionLimits#frameTimeout()}. Holds for the present connection.
	 * @param nanoTime tells when it began, as {@link System#nanoTime()}, or 0 if there is
	 * none; asked from time to time on the thread of the event loop, and must not block
	 */
	public void setIncompleteSince(LongSupplier nanoTime) {
		Connection connection = this.session.connection();
		if (connection != null) {
			connection.setIncompleteSince(nanoTime);
		}
	}

	/**
	 * Says how many bytes that were read from this socket are kept until they can be
	 * used, as the beginning of a message is: they count as buffered, see
	 * {@link EventLoops#maxBuffered()}. For one thread at a time.
	 * @param bytes the number of bytes
	 */
	public void setKept(long bytes) {
		Connection connection = this.session.connection();
		if (connection != null) {
			connection.setKept(bytes);
		}
	}

	/**
	 * Says whether somebody goes on to use what was received when the connection is over:
	 * until this is taken back, it counts as buffered.
	 * @param retained whether somebody does
	 */
	public void setRetained(boolean retained) {
		Connection connection = this.session.connection();
		if (connection != null) {
			connection.setRetained(retained);
		}
	}

	/**
	 * Returns an executor that runs tasks one after the other on the thread of the
	 * socket's event loop, like the callbacks, or on the calling thread if the loop has
	 * ended. They must not block.
	 * @return the executor
	 */
	public Executor eventLoop() {
		return this::executeOnLoop;
	}

	private void executeOnLoop(Runnable task) {
		Connection connection = this.session.connection();
		if (connection != null) {
			connection.execute(task);
		}
		else {
			task.run();
		}
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
		return this.session.failure().error();
	}

	/**
	 * Returns what the last error was about. The twin of {@code QIODevice::errorString}.
	 * @return the text, empty if there was no error
	 */
	public String errorString() {
		return this.session.failure().text();
	}

	/**
	 * Returns why the connection is over.
	 * @return the reason, or null while the connection is not over, and before the first
	 */
	public @Nullable CloseReason closeReason() {
		return this.session.closeReason();
	}

	/**
	 * Returns something that is kept with the socket, which is where what belongs to a
	 * connection should be. Takes no lock. The twin of {@code QObject::property}.
	 * @param <T> the type of what is kept
	 * @param attribute the key
	 * @return what was last set, also after the connection is over; null if nothing was
	 */
	public <T> @Nullable T attribute(SocketAttribute<T> attribute) {
		return this.attributes.get(attribute);
	}

	/**
	 * Keeps something with the socket, for as long as somebody knows the socket: the
	 * server does so while the connection is open. The twin of
	 * {@code QObject::setProperty}.
	 * @param <T> the type of what is kept
	 * @param attribute the key
	 * @param value what to keep instead of what was there; null for nothing
	 */
	public <T> void setAttribute(SocketAttribute<T> attribute, @Nullable T value) {
		this.attributes.set(attribute, value);
	}

	/**
	 * Returns where to log what the peer can cause: for all connections of a server
	 * together a few lines in a minute, so that no peer fills the disk. Qt has no such
	 * method.
	 * @return the log of the server; clients share one
	 */
	public PeerLog peerLog() {
		return this.peerLog;
	}

	/**
	 * Tells whether the peer has closed the connection without reading all that it was
	 * sent; the last byte of it has not been read then. If it has read all, or the
	 * operating system is not Linux, this is not known.
	 * @return whether that is certain
	 */
	public boolean isResetByPeer() {
		Connection connection = this.session.connection();
		return connection != null && connection.isReset();
	}

	/**
	 * Returns a description for logs.
	 * @return the server, the id and the peer
	 */
	@Override
	public String toString() {
		PeerCredentials peer = peerCredentials();
		return "connection %s of '%s' (pid %d, uid %d)".formatted(this.id, this.fullServerName, peer.pid(), peer.uid());
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

}
