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
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

import dev.localsocket.account.PeerCredentials;
import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import dev.localsocket.log.PeerLog;
import dev.localsocket.transport.connection.AdoptedConnection;
import dev.localsocket.transport.connection.ConnectAttempt.AddressSource;
import dev.localsocket.transport.connection.Connection;
import dev.localsocket.transport.connection.EventLoop;
import dev.localsocket.transport.connection.ReservedTask;
import dev.localsocket.transport.spi.EndpointAddress;
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
 *
 * @since 0.1.0
 */
public final class LocalSocket extends SocketDevice implements AutoCloseable {

	private static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(30);

	private static final Duration FOREVER = Duration.ofMillis(-1);

	/** Of all clients, whose peers are servers. */
	private static final PeerLog clientLog = new PeerLog("Clients");

	private final SocketCallbacks callbacks = new SocketCallbacks(this);

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
		super(clientLog, new SocketSettings(eventLoops.transport()));
		this.loop = eventLoops.group().next();
		this.session = SocketSession.none(this.callbacks);
	}

	/** Creates the socket of a connection that a server has accepted. */
	LocalSocket(Connection connection, String serverName, String fullServerName, PeerLog peerLog) {
		super(peerLog, new SocketSettings(connection.transport(), connection.settings()));
		this.loop = null;
		this.serverName = serverName;
		this.fullServerName = fullServerName;
		settings().follow(connection);
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

	/** Fails if it has not connected in the end. */
	void awaitConnectedOrFail() throws IOException {
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
		next.connect(address(), this.connectTimeout, settings());
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
			adopt(AdoptedConnection.of(socketDescriptor, clientLoop, settings().values()), clientLoop);
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
		settings().follow(adopted.connection());
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

	@Override
	SocketSession session() {
		return this.session;
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
	 * Does the same as {@link #disconnectFromServer()}. The twin of
	 * {@code QLocalSocket::close}: nothing can be read afterwards.
	 */
	@Override
	public void close() {
		disconnectFromServer();
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
	 * Returns a description for logs.
	 * @return the server, the id and the peer
	 */
	@Override
	public String toString() {
		PeerCredentials peer = peerCredentials();
		return "connection %s of '%s' (pid %d, uid %d)".formatted(id(), this.fullServerName, peer.pid(), peer.uid());
	}

	/**
	 * What a socket can be used for. The twin of {@code QLocalSocket::LocalSocketState}.
	 *
	 * @since 0.1.0
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
