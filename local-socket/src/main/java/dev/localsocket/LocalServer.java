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

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.localsocket.account.PeerCredentials;
import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import dev.localsocket.log.PeerLog;
import dev.localsocket.log.SafeLogger;
import dev.localsocket.transport.Acceptor;
import dev.localsocket.transport.Connection;
import dev.localsocket.transport.ConnectionSettings;
import dev.localsocket.transport.EndpointAddress;
import dev.localsocket.transport.EndpointOptions;
import dev.localsocket.transport.ServerEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * A server that programs on the same machine connect to: the twin of
 * {@code QLocalServer}. It accepts connections as long as fewer than
 * {@link #maxPendingConnections()} are pending; {@link #nextPendingConnection()} takes
 * the oldest, {@link #waitForNewConnection} waits for one, and {@linkplain #addListener
 * listeners} are told of each.
 * <p>
 * Thread-safe. Only {@link #listen(String)}, {@link #waitForNewConnection} and
 * {@link #close()} block. A listening server keeps the JVM alive.
 * <p>
 * On purpose it differs from Qt: it never takes over the name of a live server, never
 * touches a file that is no socket, deletes only its own file, refuses a directory in
 * which others could exchange it, accepts exactly as many connections as are allowed, and
 * does not close itself when an accept fails.
 *
 * @apiNote Clients can connect as soon as {@link #listen(String)} has returned; until
 * they are accepted they wait in the kernel's queue, see {@link #listenBacklogSize()} and
 * {@code listen(2)}.
 */
public class LocalServer implements AutoCloseable {

	static final int DEFAULT_MAX_PENDING_CONNECTIONS = 30;

	private static final int DEFAULT_LISTEN_BACKLOG_SIZE = 50;

	private static final SafeLogger logger = new SafeLogger(LocalServer.class);

	private final EventLoops eventLoops;

	private final PendingConnections pending = new PendingConnections();

	/** The open connections, with the run of the server that has accepted each. */
	private final Map<LocalSocket, AcceptorCallbacks> connections = new ConcurrentHashMap<>();

	private final List<LocalServerListener> listeners = new CopyOnWriteArrayList<>();

	private final Authorization authorization = new Authorization();

	private final LocalServerStatistics statistics = new LocalServerStatistics(this.connections.keySet());

	private final AtomicLong errorCount = new AtomicLong();

	/**
	 * Guards the settings below, and the change between listening and not listening,
	 * which may take the time of a few file system operations. Listeners are not called
	 * under it, and nothing that an event loop does is waited for under it.
	 */
	private final ReentrantLock lock = new ReentrantLock();

	private Set<SocketOption> socketOptions = Set.of();

	private int listenBacklogSize = DEFAULT_LISTEN_BACKLOG_SIZE;

	private volatile @Nullable String group;

	private boolean reclaimStale;

	private boolean checkDirectory = true;

	private volatile boolean republish = true;

	private volatile int maxReceivedDescriptors;

	private volatile ConnectionLimits limits = ConnectionLimits.NONE;

	private volatile @Nullable Listening listening;

	private volatile Failure failure = Failure.NONE;

	/** That of the run now, or of the last one. */
	private volatile PeerLog peerLog = new PeerLog("The server");

	/**
	 * Creates a server on the shared event loops. The twin of
	 * {@code QLocalServer::QLocalServer}.
	 */
	public LocalServer() {
		this(EventLoops.shared());
	}

	/**
	 * Creates a server.
	 * @param eventLoops the threads that do its input and output
	 */
	public LocalServer(EventLoops eventLoops) {
		this.eventLoops = eventLoops;
	}

	/**
	 * Begins to listen. Blocks for a few file system operations and, if a socket is there
	 * already, for up to half a second to find out whether a server listens on it. The
	 * twin of {@code QLocalServer::listen(const QString &)}.
	 * @param name a name or an absolute path, see {@link #resolveName}; with
	 * {@link SocketOption#ABSTRACT_NAMESPACE} a name in that namespace
	 * @return whether the server listens now; if not, {@link #serverError()} and
	 * {@link #errorString()} say why. If it was listening before, nothing happens, and
	 * the error stays as it is
	 */
	public boolean listen(String name) {
		return listen(() -> {
			EndpointOptions options = new EndpointOptions(SocketOption.permissions(this.socketOptions), this.group,
					this.listenBacklogSize, this.reclaimStale, this.checkDirectory);
			return start(name, ServerEndpoint.listen(address(name, this.socketOptions), options));
		});
	}

	/**
	 * Begins to listen on a descriptor that another program has opened and handed over,
	 * see {@link SocketActivation}. The descriptor becomes non-blocking for all who hold
	 * it, and belongs to this server: {@link #close()} closes it, but others who hold the
	 * socket go on listening, and its file stays. If this fails, the descriptor stays as
	 * it is. The twin of {@code QLocalServer::listen(qintptr)}, which takes any number
	 * for a listening socket and deletes the file.
	 * @param socketDescriptor the number of the descriptor
	 * @return whether the server listens now, see {@link #listen(String)};
	 * {@link SocketError#INVALID_DESCRIPTOR} if it is no local stream socket that listens
	 */
	public boolean listen(int socketDescriptor) {
		return listen(() -> startAdopted(ServerEndpoint.adopt(socketDescriptor)));
	}

	/**
	 * Begins to listen like {@link #listen(int)}, but on a duplicate of the descriptor,
	 * which stays the caller's: after {@link #close()} the server can listen on it again.
	 * Meanwhile clients wait in the kernel's queue, as long as the descriptor is open. Qt
	 * has no such method.
	 * @param socketDescriptor the number of the descriptor
	 * @return whether the server listens now, see {@link #listen(int)}
	 */
	public boolean listenOnDuplicate(int socketDescriptor) {
		return listen(() -> startAdopted(ServerEndpoint.adoptDuplicate(socketDescriptor)));
	}

	private Listening startAdopted(ServerEndpoint endpoint) throws LocalSocketException {
		return start(endpoint.address().lastElement(), endpoint);
	}

	private boolean listen(Starter starter) {
		Listening started;
		this.lock.lock();
		try {
			if (this.listening != null) {
				return false;
			}
			started = starter.start();
			this.peerLog = started.run().peerLog;
			this.failure = Failure.NONE;
			this.errorCount.set(0);
			this.pending.open(started.run());
			this.listening = started;
		}
		catch (LocalSocketException ex) {
			this.failure = Failure.of(ex);
			this.statistics.countFailure(this.failure.error());
			return false;
		}
		finally {
			this.lock.unlock();
		}
		tell((listener) -> listener.listening(this));
		started.guard().start();
		started.acceptor().resume();
		return true;
	}

	private Listening start(String name, ServerEndpoint endpoint) throws LocalSocketException {
		AcceptorCallbacks callbacks = new AcceptorCallbacks(name, endpoint.address().toString());
		Acceptor acceptor = Acceptor.create(endpoint, this.eventLoops.group(), this.eventLoops.budget(), callbacks);
		return new Listening(name, endpoint, callbacks, acceptor, new EndpointGuard(new GuardedFile(callbacks)));
	}

	/**
	 * Tells whether the server listens. The twin of {@code QLocalServer::isListening}.
	 * @return whether it listens
	 */
	public boolean isListening() {
		return this.listening != null;
	}

	/**
	 * Tells whether clients that connect to {@link #fullServerName()} reach this server:
	 * it listens, and its file has not been deleted or replaced by somebody. The file of
	 * an adopted descriptor is the socket that was at its path when the server began to
	 * listen; if there was none, this cannot be told and is true. Reads from the file
	 * system. Qt has no such method.
	 * @return whether it can be reached
	 */
	public boolean isReachable() {
		Listening current = this.listening;
		return current != null && current.endpoint().isIntact();
	}

	/**
	 * Tells whether the event loops of this server go on, so that those who reach it are
	 * answered: see {@link EventLoops#isResponsive()}, which blocks. Qt has no such
	 * method.
	 * @return whether they go on
	 * @throws InterruptedIOException if the thread is interrupted; it stays so
	 */
	public boolean isResponsive() throws InterruptedIOException {
		return this.eventLoops.isResponsive();
	}

	/**
	 * Stops listening, and deletes the socket file if it is still this server's own; if
	 * not, {@link #serverError()} is {@link SocketError#ENDPOINT_LOST} afterwards.
	 * Connections that have been taken live on, those still pending, or being decided on
	 * by a {@link PeerAuthorizer}, are closed. When it returns, new connections are
	 * refused, unless it was called on the thread of an event loop, which does not wait
	 * for that. The server can listen again afterwards. The twin of
	 * {@code QLocalServer::close}.
	 */
	@Override
	public void close() {
		Listening stopped;
		List<LocalSocket> untaken;
		this.lock.lock();
		try {
			stopped = this.listening;
			untaken = this.pending.close();
			if (stopped != null) {
				stopped.guard().stop();
			}
			this.listening = null;
			this.failure = Failure.NONE;
		}
		finally {
			this.lock.unlock();
		}
		if (stopped != null) {
			boolean intact = stopped.endpoint().isIntact();
			stopped.acceptor().close();
			this.authorization.cancel();
			untaken.forEach(LocalSocket::close);
			stopped.run().peerLog.flush(logger::warn);
			if (!intact) {
				endpointLost(stopped);
			}
			tell((listener) -> listener.closed(this));
		}
	}

	/** Tells it once, be it when it is noticed or at the end. */
	private void endpointLost(Listening lost) {
		String text = "The socket file '%s' had been deleted or replaced by somebody else"
			.formatted(lost.endpoint().address());
		if (lost.guard().noteLoss()) {
			fail(SocketError.ENDPOINT_LOST, text);
		}
		else {
			this.failure = new Failure(SocketError.ENDPOINT_LOST, text);
		}
	}

	/**
	 * Returns the name that was given to {@link #listen(String)}; for an adopted
	 * descriptor the last element of its path, or its name in the abstract namespace. The
	 * twin of {@code QLocalServer::serverName}.
	 * @return the name, empty when not listening
	 */
	public String serverName() {
		Listening current = this.listening;
		return (current != null) ? current.name() : "";
	}

	/**
	 * Returns the path of the socket file, or the name in the abstract namespace. The
	 * twin of {@code QLocalServer::fullServerName}.
	 * @return the path or name, empty when not listening
	 */
	public String fullServerName() {
		Listening current = this.listening;
		return (current != null) ? current.endpoint().address().toString() : "";
	}

	/**
	 * Returns the number of the file descriptor. Do not accept on it or close it. The
	 * twin of {@code QLocalServer::socketDescriptor}.
	 * @return the descriptor, or -1 when not listening
	 */
	public int socketDescriptor() {
		Listening current = this.listening;
		return (current != null) ? current.endpoint().descriptor() : -1;
	}

	/**
	 * Returns the options. The twin of {@code QLocalServer::socketOptions}.
	 * @return the options, by default none
	 */
	public Set<SocketOption> socketOptions() {
		return locked(() -> this.socketOptions);
	}

	/**
	 * Sets who may connect, and where the name lives. The twin of
	 * {@code QLocalServer::setSocketOptions}, which ignores the call while listening.
	 * @param options the options
	 * @throws IllegalStateException if the server listens
	 */
	public void setSocketOptions(SocketOption... options) {
		Set<SocketOption> set = SocketOption.setOf(options);
		configure("the socket options", () -> this.socketOptions = set);
	}

	/**
	 * Returns the group that {@link #listen(String)} gives the socket file to. Qt has no
	 * such property.
	 * @return the name or number, by default null
	 */
	public @Nullable String group() {
		return this.group;
	}

	/**
	 * Sets the group that {@link #listen(String)} gives the socket file to, so that
	 * {@link SocketOption#GROUP_ACCESS} is for the members of that group, for example the
	 * one of a proxy. If it cannot, the error is {@link SocketError#INVALID_GROUP}: this
	 * process must be a member of the group, or root. By default the file belongs to the
	 * group of the process, or to that of the directory if that has the set-group-ID bit.
	 * @param group the name of the group, or its number, or null for the default
	 * @throws IllegalStateException if the server listens
	 */
	public void setGroup(@Nullable String group) {
		configure("the group", () -> this.group = group);
	}

	/**
	 * Tells whether {@link #listen(String)} replaces a socket file that a crashed server
	 * left. Qt has no such property.
	 * @return whether it does, by default false
	 */
	public boolean isReclaimStale() {
		return locked(() -> this.reclaimStale);
	}

	/**
	 * Sets whether {@link #listen(String)} replaces a socket file on which nobody
	 * listens, as a crashed server leaves it. Of any number of servers that start at the
	 * same moment one wins, and no live server loses its file.
	 * @param reclaimStale whether to replace it
	 * @throws IllegalStateException if the server listens
	 */
	public void setReclaimStale(boolean reclaimStale) {
		configure("the handling of stale sockets", () -> this.reclaimStale = reclaimStale);
	}

	/**
	 * Tells whether {@link #listen(String)} refuses a directory in which others could
	 * exchange files. Qt has no such property.
	 * @return whether it does, by default true
	 */
	public boolean isCheckDirectory() {
		return locked(() -> this.checkDirectory);
	}

	/**
	 * Sets whether {@link #listen(String)} refuses a directory in which users other than
	 * root and the one of this process could exchange files, with
	 * {@link SocketError#UNSAFE_DIRECTORY}: they could put their own server in the place
	 * of this one. Each directory on the way to the file must belong to one of the two,
	 * and so must symbolic links; nobody else may write to it, unless it has the sticky
	 * bit like {@code /tmp}. A group may if it is root's, or the user's private one, of
	 * the same name.
	 * <p>
	 * Without the check nothing is done by a path that others can exchange either, on
	 * Linux with {@code /proc}.
	 * @param checkDirectory whether to refuse such a directory
	 * @throws IllegalStateException if the server listens
	 */
	public void setCheckDirectory(boolean checkDirectory) {
		configure("the check of the directory", () -> this.checkDirectory = checkDirectory);
	}

	/**
	 * Tells whether a socket file that somebody has deleted is replaced. Qt has no such
	 * property.
	 * @return whether it is, by default true
	 */
	public boolean isRepublish() {
		return this.republish;
	}

	/**
	 * Sets whether the socket is published again, within some seconds, when somebody has
	 * deleted its file, as cleaners of {@code /tmp} do. Connections that are open stay.
	 * It is done while nothing else is at the path and the directory is there, and only
	 * for a file that the server has made itself. Whatever is set here, the loss is told
	 * once, as {@link SocketError#ENDPOINT_LOST}. Any time.
	 * @param republish whether to publish it again
	 */
	public void setRepublish(boolean republish) {
		this.republish = republish;
	}

	/**
	 * Returns how many connections the kernel keeps before the server accepts them. The
	 * twin of {@code QLocalServer::listenBacklogSize}.
	 * @return the size, by default 50
	 */
	public int listenBacklogSize() {
		return locked(() -> this.listenBacklogSize);
	}

	/**
	 * Sets how many connections the kernel keeps before the server accepts them. The
	 * kernel may have a lower limit ({@code net.core.somaxconn} on Linux). When they are
	 * as many, further clients wait in their own connect if that blocks; one that does
	 * not block fails, with {@code EAGAIN} on Linux. The twin of
	 * {@code QLocalServer::setListenBacklogSize}.
	 * @param size the size, at least 1
	 * @throws IllegalArgumentException if the size is less than 1
	 * @throws IllegalStateException if the server listens
	 */
	public void setListenBacklogSize(int size) {
		if (size < 1) {
			throw new IllegalArgumentException("The listen backlog must have a size of at least 1, not " + size);
		}
		configure("the size of the listen backlog", () -> this.listenBacklogSize = size);
	}

	/**
	 * Returns how many connections may be pending. The twin of
	 * {@code QLocalServer::maxPendingConnections}.
	 * @return the limit, by default 30
	 */
	public int maxPendingConnections() {
		return this.pending.max();
	}

	/**
	 * Sets how many connections may be pending; when there are as many, no more are
	 * accepted until one is taken. The twin of
	 * {@code QLocalServer::setMaxPendingConnections}, which accepts two more than that.
	 * @param max the limit; 0 accepts none
	 * @throws IllegalArgumentException if the limit is negative
	 */
	public void setMaxPendingConnections(int max) {
		if (max < 0) {
			throw new IllegalArgumentException("The limit of pending connections must not be negative, but is " + max);
		}
		this.pending.setMax(max);
		resumeAccepting();
	}

	/**
	 * Returns what connections may use. Qt has no such property.
	 * @return the limits, by default {@link ConnectionLimits#NONE}
	 */
	public ConnectionLimits limits() {
		return this.limits;
	}

	/**
	 * Sets what connections that are accepted from now on may use, at any time.
	 * @param limits the limits
	 */
	public void setLimits(ConnectionLimits limits) {
		this.limits = Objects.requireNonNull(limits, "The limits must not be null");
	}

	/**
	 * Returns how many {@linkplain LocalSocket#receivedDescriptors() descriptors} of an
	 * accepted connection may wait to be taken.
	 * @return the limit, by default 0
	 */
	public int maxReceivedDescriptors() {
		return this.maxReceivedDescriptors;
	}

	/**
	 * Sets how many {@linkplain LocalSocket#setMaxReceivedDescriptors descriptors} of
	 * connections that are accepted from now on may wait to be taken.
	 * @param max the limit; with 0, the kernel discards what peers send
	 * @throws IllegalArgumentException if the limit is negative
	 * @throws UnsupportedOperationException if descriptors cannot be received here
	 */
	public void setMaxReceivedDescriptors(int max) {
		this.maxReceivedDescriptors = SocketSettings.checkDescriptors(max);
	}

	/**
	 * Adds somebody who decides which peers may connect, before anything is received from
	 * them and anybody is told of them. All who were added must allow it, and are asked
	 * in the order in which they were; by default all peers may connect. Connections that
	 * are being decided on count as pending. Those that are pending or taken already
	 * stay, so add authorizers before {@link #listen(String)}. Qt has no such method.
	 * @param authorizer decides
	 * @param executor calls it; <strong>if that runs tasks on the calling thread, which
	 * is that of an event loop, the authorizer must not block</strong>
	 */
	public void addAuthorizer(PeerAuthorizer authorizer, Executor executor) {
		this.authorization.add(Objects.requireNonNull(authorizer, "The authorizer must not be null"),
				Objects.requireNonNull(executor, "The executor must not be null"));
	}

	/**
	 * Removes an authorizer. It may still be asked about connections that are being
	 * decided on.
	 * @param authorizer the authorizer
	 */
	public void removeAuthorizer(PeerAuthorizer authorizer) {
		this.authorization.remove(authorizer);
	}

	/**
	 * Tells whether a connection is pending. The twin of
	 * {@code QLocalServer::hasPendingConnections}.
	 * @return whether there is one
	 */
	public boolean hasPendingConnections() {
		return pendingConnections() > 0;
	}

	/**
	 * Returns how many connections are pending.
	 * @return the number of accepted connections that nobody has taken
	 */
	public int pendingConnections() {
		return this.pending.size();
	}

	/**
	 * Takes the oldest pending connection. The twin of
	 * {@code QLocalServer::nextPendingConnection}.
	 * @return the connection, which the caller must close, or null if none is pending
	 */
	public @Nullable LocalSocket nextPendingConnection() {
		LocalSocket socket = this.pending.next();
		if (socket != null) {
			resumeAccepting();
		}
		return socket;
	}

	/**
	 * Takes one certain pending connection: for listeners that were told of it. Qt has no
	 * such method.
	 * @param socket the connection
	 * @return whether it was pending; if so, the caller must close it
	 */
	public boolean takePendingConnection(LocalSocket socket) {
		boolean taken = this.pending.remove(socket);
		if (taken) {
			resumeAccepting();
		}
		return taken;
	}

	private void resumeAccepting() {
		Listening current = this.listening;
		if (current != null) {
			current.acceptor().resume();
		}
	}

	/**
	 * Waits for a pending connection. Blocks, until one is pending or the server is
	 * closed. The twin of {@code QLocalServer::waitForNewConnection}, which accepts by
	 * itself; here an event loop does that, so that a client which has just connected may
	 * not be pending yet.
	 * @param timeout how long to wait; negative waits without a limit
	 * @return whether one is pending, or the time was over; neither if the server does
	 * not listen
	 * @throws InterruptedIOException if the thread is interrupted
	 * @throws IllegalStateException on the thread of an event loop
	 */
	public WaitResult waitForNewConnection(Duration timeout) throws InterruptedIOException {
		return this.pending.await(timeout);
	}

	/**
	 * Returns the connections that are open, pending or taken.
	 * @return a snapshot
	 */
	public Set<LocalSocket> connections() {
		return Set.copyOf(this.connections.keySet());
	}

	/**
	 * Returns how many connections are open, pending or taken.
	 * @return the number of connections
	 */
	public int activeConnections() {
		return this.connections.size();
	}

	/**
	 * Returns how many bytes of all open connections were received and not read, or wait
	 * to be sent.
	 * @return the number of bytes
	 */
	public long bytesBuffered() {
		return this.connections.keySet()
			.stream()
			.mapToLong((socket) -> socket.bytesAvailable() + socket.bytesToWrite())
			.sum();
	}

	/**
	 * Returns the last error of the server itself. The twin of
	 * {@code QLocalServer::serverError}.
	 * @return the error; {@link SocketError#NO_ERROR} after a success
	 */
	public SocketError serverError() {
		return this.failure.error();
	}

	/**
	 * Returns what the last error of the server was about. The twin of
	 * {@code QLocalServer::errorString}, which keeps an old text after a success.
	 * @return the text, empty after a success
	 */
	public String errorString() {
		return this.failure.text();
	}

	/**
	 * Returns how many errors there were, of the server and its connections, since it
	 * last began to listen.
	 * @return the number of errors
	 */
	public long errorCount() {
		return this.errorCount.get();
	}

	/**
	 * Returns what the server has done since it was created.
	 * @return counters that go on counting
	 */
	public LocalServerStatistics statistics() {
		return this.statistics;
	}

	/**
	 * Returns where to log what the server's peers can cause: a few lines in a minute for
	 * all of them together. Qt has no such method.
	 * @return the log, which its connections share
	 */
	public PeerLog peerLog() {
		return this.peerLog;
	}

	/**
	 * Removes what a crashed server left, so that {@link #listen(String)} can succeed.
	 * Blocks like it. The twin of {@code QLocalServer::removeServer}, which also removes
	 * the file of a live server and files that are no sockets.
	 * @param name a name or an absolute path, see {@link #resolveName}
	 * @return whether nothing is in the way now; false if a server listens there, or
	 * holds the lock, something that is no socket is there, others could exchange what is
	 * in the directory (whatever {@link #setCheckDirectory} says), or it cannot be
	 * removed
	 */
	public static boolean removeServer(String name) {
		try {
			ServerEndpoint.removeStale(EndpointAddress.ofFile(name));
			return true;
		}
		catch (LocalSocketException ex) {
			logger.debug("Did not remove '" + name + "'", ex);
			return false;
		}
	}

	/**
	 * Returns the path that a name stands for, where Qt too looks for it.
	 * @param name the name
	 * @return the name itself if it is an absolute path, or else the name in the
	 * directory that the environment variable {@code TMPDIR} names, or in {@code /tmp}; a
	 * relative directory is seen from the working directory of the process
	 */
	public static String resolveName(String name) {
		return EndpointAddress.resolve(name);
	}

	/**
	 * Checks a name before {@link #listen(String)} is called with it. Does not look at
	 * what is there: the directory may be missing all the same.
	 * @param name the name
	 * @param options the options that the server will have
	 * @throws IllegalArgumentException saying what is wrong with the name, such as its
	 * length and the limit of the operating system
	 */
	public static void checkName(String name, SocketOption... options) {
		try {
			address(name, SocketOption.setOf(options));
		}
		catch (LocalSocketException ex) {
			throw new IllegalArgumentException(ex.getMessage(), ex);
		}
	}

	private static EndpointAddress address(String name, Set<SocketOption> options) throws LocalSocketException {
		return options.contains(SocketOption.ABSTRACT_NAMESPACE) ? EndpointAddress.ofAbstract(name)
				: EndpointAddress.ofFile(name);
	}

	/**
	 * Adds a listener. It is told of what happens from now on.
	 * @param listener the listener
	 */
	public void addListener(LocalServerListener listener) {
		this.listeners.add(Objects.requireNonNull(listener, "The listener must not be null"));
	}

	/**
	 * Removes a listener.
	 * @param listener the listener
	 */
	public void removeListener(LocalServerListener listener) {
		this.listeners.remove(listener);
	}

	/**
	 * Decides on a connection. A subclass may inspect, reject or wrap it; this
	 * implementation accepts it and adds it to those pending. Runs on the thread of an
	 * event loop and must not block. If it throws, or does not decide, the connection is
	 * rejected, also when it is pending already. The twin of
	 * {@code QLocalServer::incomingConnection}.
	 * @param connection the connection
	 */
	protected void incomingConnection(IncomingConnection connection) {
		addPendingConnection(connection.accept());
	}

	/**
	 * Adds a connection to those pending, and tells the listeners. If the server has been
	 * closed meanwhile, the connection is closed too. The twin of
	 * {@code QLocalServer::addPendingConnection}.
	 * @param socket the connection
	 */
	protected final void addPendingConnection(LocalSocket socket) {
		if (this.pending.add(socket, this.connections.get(socket))) {
			socket.announce();
			tell((listener) -> listener.newConnection(this, socket));
		}
		else {
			socket.close();
		}
	}

	private <T> T locked(Supplier<T> supplier) {
		this.lock.lock();
		try {
			return supplier.get();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void configure(String what, Runnable change) {
		this.lock.lock();
		try {
			if (this.listening != null) {
				throw new IllegalStateException(
						"Set %s before listen(); the server listens at '%s'".formatted(what, fullServerName()));
			}
			change.run();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void fail(SocketError error, String text) {
		this.failure = new Failure(error, text);
		recordError(error, this.failure.text());
		this.peerLog.log(logger::warn, null, () -> text);
	}

	private void recordError(SocketError error, String text) {
		this.errorCount.incrementAndGet();
		this.statistics.countFailure(error);
		tell((listener) -> listener.error(this, error, text));
	}

	private void tell(Consumer<LocalServerListener> call) {
		for (LocalServerListener listener : this.listeners) {
			try {
				call.accept(listener);
			}
			catch (RuntimeException | Error ex) {
				report(ex);
			}
		}
	}

	private void report(Throwable failure) {
		try {
			this.peerLog.log(logger::warn, failure,
					() -> "A listener of the server '%s' failed".formatted(serverName()));
		}
		catch (OutOfMemoryError ex) {
			// The others are to be told all the same
		}
	}

	/** Begins to listen. */
	@FunctionalInterface
	private interface Starter {

		Listening start() throws LocalSocketException;

	}

	/** What there is while the server listens. */
	private record Listening(String name, ServerEndpoint endpoint, AcceptorCallbacks run, Acceptor acceptor,
			EndpointGuard guard) {

		Listening at(ServerEndpoint another) throws LocalSocketException {
			return new Listening(this.name, another, this.run, this.acceptor.successor(another), this.guard);
		}

	}

	/** The file of one run, looked after on the thread of the guard. */
	private final class GuardedFile implements EndpointGuard.Guarded {

		private final AcceptorCallbacks run;

		GuardedFile(AcceptorCallbacks run) {
			this.run = run;
		}

		/**
		 * Under the lock, because after it {@link #close()} deletes the file itself.
		 */
		@Override
		public boolean isLost() {
			return locked(() -> {
				Listening current = current();
				return current != null && !current.endpoint().isIntact();
			});
		}

		private @Nullable Listening current() {
			Listening current = LocalServer.this.listening;
			return (current != null && current.run() == this.run) ? current : null;
		}

		@Override
		public void tellLoss() {
			fail(SocketError.ENDPOINT_LOST,
					"The socket file '%s' has been deleted or replaced by somebody else, so that nobody can connect%s"
						.formatted(this.run.fullServerName,
								isRepublish() ? "; it is published again as soon as nothing is in the way" : ""));
		}

		@Override
		public boolean repair() throws LocalSocketException {
			LocalServer.this.lock.lock();
			try {
				Listening current = current();
				ServerEndpoint another = (current != null && isRepublish()) ? current.endpoint().listenAgain() : null;
				if (current == null || another == null) {
					return false;
				}
				Listening next = current.at(another);
				LocalServer.this.listening = next;
				next.acceptor().resume();
				current.acceptor().retire();
				return true;
			}
			finally {
				LocalServer.this.lock.unlock();
			}
		}

		@Override
		public void tellRepair() {
			if (serverError() == SocketError.ENDPOINT_LOST) {
				LocalServer.this.failure = Failure.NONE;
			}
			logger.warn("Clients can connect to '%s' again".formatted(this.run.fullServerName), null);
		}

	}

	/** Lets the connections of one run in, on the thread of the server's loop. */
	private final class AcceptorCallbacks implements Acceptor.Callbacks {

		private final String serverName;

		private final String fullServerName;

		private final PeerLog peerLog;

		private final LocalSocketCallbacks connectionCallbacks = new ConnectionCallbacks();

		AcceptorCallbacks(String serverName, String fullServerName) {
			this.serverName = serverName;
			this.fullServerName = fullServerName;
			this.peerLog = new PeerLog("The server '%s'".formatted(serverName));
		}

		@Override
		public boolean wantsConnection() {
			return LocalServer.this.pending.hasRoomBeside(LocalServer.this.authorization.undecided(), this);
		}

		@Override
		public ConnectionSettings settings() {
			return LocalServer.this.limits.settings(LocalServer.this.maxReceivedDescriptors);
		}

		@Override
		public void accepted(Connection connection) {
			ConnectionLimits limits = LocalServer.this.limits;
			Rejection refusal = refusal(connection.peer(), limits);
			LocalSocket socket = new LocalSocket(connection, this.serverName, this.fullServerName, this.peerLog);
			socket.addListener(this.connectionCallbacks);
			try {
				LocalServer.this.connections.put(socket, this);
				if (refusal != null) {
					reject(socket, refusal);
				}
				else if (!LocalServer.this.authorization.ask(socket, (rejection) -> authorized(socket, rejection))) {
					decide(socket, null);
				}
			}
			catch (RuntimeException | Error ex) {
				drop(socket);
				throw ex;
			}
		}

		/** Ends a connection on which it cannot be decided, for want of memory. */
		private void drop(LocalSocket socket) {
			if (!socket.isAnnounced()) {
				LocalServer.this.connections.remove(socket);
			}
			try {
				takePendingConnection(socket);
				socket.abort();
			}
			finally {
				socket.start();
			}
		}

		/** While it was being decided on, the connection counted as pending. */
		private void authorized(LocalSocket socket, @Nullable Rejection unauthorized) {
			try {
				decide(socket, unauthorized);
			}
			catch (RuntimeException | Error ex) {
				drop(socket);
				throw ex;
			}
			finally {
				resumeAccepting();
			}
		}

		private void decide(LocalSocket socket, @Nullable Rejection unauthorized) {
			Rejection rejection = (unauthorized != null) ? unauthorized : decide(new IncomingConnection(socket));
			if (rejection == null) {
				LocalServer.this.statistics.countAccepted();
				socket.start();
			}
			else {
				reject(socket, rejection);
			}
		}

		/** Returns why the connection is not let in, or null if it is. */
		private @Nullable Rejection decide(IncomingConnection incoming) {
			try {
				incomingConnection(incoming);
				String rejection = incoming.rejection();
				return (rejection != null) ? new Rejection(RejectionReason.NOT_ACCEPTED, rejection) : null;
			}
			catch (RuntimeException | Error ex) {
				return Rejection.failed("incomingConnection()", ex);
			}
		}

		/** Exact, because only this thread adds connections. */
		private @Nullable Rejection refusal(PeerCredentials peer, ConnectionLimits limits) {
			ConnectionQuota quota = ConnectionQuota.of(peer, limits);
			if (quota.isReachedBy(activeConnections())) {
				return new Rejection(RejectionReason.MAX_CONNECTIONS, quota.text());
			}
			if (quota.maxOfUser() > 0 && connectionsOf(peer.uid()) >= quota.maxOfUser()) {
				return new Rejection(RejectionReason.MAX_CONNECTIONS_PER_USER,
						"The limit of %d connections of the user %d is reached".formatted(quota.maxOfUser(),
								peer.uid()));
			}
			return null;
		}

		private long connectionsOf(long uid) {
			return LocalServer.this.connections.keySet()
				.stream()
				.filter((socket) -> socket.peerCredentials().uid() == uid)
				.count();
		}

		/**
		 * It may be pending all the same, if the decision failed after accepting it; who
		 * was told of it is then told of its end too.
		 */
		private void reject(LocalSocket socket, Rejection rejection) {
			takePendingConnection(socket);
			if (!socket.isAnnounced()) {
				LocalServer.this.connections.remove(socket);
				socket.removeListener(this.connectionCallbacks);
			}
			PeerCredentials peer = socket.peerCredentials();
			LocalServer.this.statistics.countRejected(rejection.reason());
			this.peerLog.log(logger::warn, rejection.thrown(),
					() -> "The server '%s' did not let in the process %d of the user %d and the group %d: %s"
						.formatted(this.serverName, peer.pid(), peer.uid(), peer.gid(), rejection.text()));
			if (rejection.reason() == RejectionReason.DECISION_FAILED) {
				recordError(SocketError.HANDLER_FAILED, rejection.text());
			}
			tell((listener) -> listener.rejected(LocalServer.this, peer, rejection.reason(), rejection.text()));
			socket.abort();
			socket.start();
		}

		@Override
		public void acceptFailed(LocalSocketException failure) {
			fail(failure.error(), String.valueOf(failure.getMessage()));
		}

	}

	/** Follows the accepted connections, on the threads of their loops. */
	private final class ConnectionCallbacks implements LocalSocketCallbacks {

		@Override
		public void errorOccurred(LocalSocket socket, SocketError error, String text) {
			if (error == SocketError.TIMEOUT || error == SocketError.MAX_BUFFERED) {
				socket.peerLog().log(logger::warn, null, () -> "Closed the %s: %s".formatted(socket, text));
			}
			recordError(error, text);
		}

		@Override
		public void disconnected(LocalSocket socket) {
			LocalServer.this.connections.remove(socket);
			try {
				LocalServer.this.statistics.countBytesOf(socket);
			}
			finally {
				tell((listener) -> listener.connectionClosed(LocalServer.this, socket));
			}
		}

	}

}
