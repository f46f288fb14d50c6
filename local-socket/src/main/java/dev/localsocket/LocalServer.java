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
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import dev.localsocket.log.PeerLog;
import dev.localsocket.log.SafeLogger;
import dev.localsocket.transport.connection.Acceptor;
import dev.localsocket.transport.endpoint.ServerEndpoint;
import dev.localsocket.transport.spi.Closing;
import dev.localsocket.transport.spi.EndpointAddress;
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
 * @since 0.1.0
 */
public class LocalServer extends ConfigurableServer implements AutoCloseable {

	private static final SafeLogger logger = new SafeLogger(LocalServer.class);

	private final EventLoops eventLoops;

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
		super(eventLoops.transport());
		this.eventLoops = eventLoops;
	}

	/**
	 * Returns the threads that do the input and output of this server.
	 * @return the event loops that it was created with
	 */
	public EventLoops eventLoops() {
		return this.eventLoops;
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
		HandoverGroup group = handoverGroup();
		if (group == null) {
			return listen(() -> start(name, listenAt(name), (HandoverOffer) null));
		}
		return !isListening() && group.listen(Map.of(this, name));
	}

	private ServerEndpoint listenAt(String name) throws LocalSocketException {
		return ServerEndpoint.listen(this.eventLoops.transport(), address(name),
				this.state.settings().endpointOptions());
	}

	EndpointAddress address(String name) throws LocalSocketException {
		return address(name, socketOptions());
	}

	boolean isAbstract() {
		return socketOptions().contains(SocketOption.ABSTRACT_NAMESPACE);
	}

	@Override
	final void changeGroup(@Nullable HandoverGroup before, @Nullable HandoverGroup after) {
		if (before != null) {
			before.remove(this);
		}
		if (after != null) {
			after.add(this);
		}
	}

	/** Begins to listen, and prepares to be asked for; {@link #open()} goes on. */
	void begin(String name) throws LocalSocketException {
		this.listening.turnOnOrFail(() -> {
			ServerEndpoint endpoint = listenAt(name);
			return start(name, endpoint, (offer) -> offer.prepare(endpoint));
		});
	}

	/** Takes over what another process has; {@link #open()} goes on. */
	void take(String name, Predecessor.Incoming incoming) throws LocalSocketException {
		this.listening.turnOnOrFail(() -> {
			ServerEndpoint endpoint = ServerEndpoint.received(this.eventLoops.transport(), address(name),
					this.state.settings().endpointOptions(), incoming.endpoint());
			return start(name, endpoint, (offer) -> offer.received(endpoint, incoming.control()));
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
		return listen(() -> startAdopted(ServerEndpoint.adopt(this.eventLoops.transport(), socketDescriptor)));
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
		return listen(() -> startAdopted(ServerEndpoint.adoptDuplicate(this.eventLoops.transport(), socketDescriptor)));
	}

	private Listening startAdopted(ServerEndpoint endpoint) throws LocalSocketException {
		return start(endpoint.address().lastElement(), endpoint, (HandoverOffer) null);
	}

	private boolean listen(ListeningSwitch.Starter starter) {
		Listening started = this.listening.turnOn(starter);
		if (started == null) {
			return false;
		}
		open(started);
		return true;
	}

	private void open(Listening started) {
		this.state.notices().tell(this, (listener) -> listener.listening(this));
		started.guard().start();
		started.acceptor().resume();
	}

	/** Begins to accept, unless the server has been closed meanwhile. */
	void open() {
		Listening current = this.listening.current();
		if (current != null) {
			open(current);
		}
	}

	/** Begins to answer those who ask for the server. */
	void offer() {
		Listening current = this.listening.current();
		if (current != null && current.offer() != null) {
			current.offer().open();
		}
	}

	/** What was taken over belongs to this process alone. */
	void settle() {
		Listening current = this.listening.current();
		if (current != null) {
			try {
				current.endpoint().own();
				if (current.offer() != null) {
					current.offer().settle();
				}
			}
			catch (LocalSocketException ex) {
				this.state.notices().fail(this, ex.error(), String.valueOf(ex.getMessage()));
			}
		}
	}

	/** Listening has failed. */
	void cannotListen(LocalSocketException failure) {
		this.state.notices().cannotBegin(Failure.of(failure));
	}

	/** The offer comes first, so that nobody finds a server that cannot be asked for. */
	private Listening start(String name, ServerEndpoint endpoint, Preparation preparation) throws LocalSocketException {
		HandoverOffer offer = new HandoverOffer(Objects.requireNonNull(handoverGroup()), this.eventLoops);
		try {
			preparation.prepare(offer);
		}
		catch (IOException | RuntimeException | Error ex) {
			Closing.after(ex, endpoint);
			throw ex;
		}
		try {
			return start(name, endpoint, offer);
		}
		catch (IOException | RuntimeException | Error ex) {
			offer.close();
			throw ex;
		}
	}

	/** Closes the endpoint if that fails. */
	final Listening start(String name, ServerEndpoint endpoint, @Nullable HandoverOffer offer)
			throws LocalSocketException {
		ServerRun run = new ServerRun(this, this.state, name, endpoint.address().toString());
		Acceptor acceptor = Acceptor.create(endpoint, this.eventLoops.group(), this.eventLoops.budget(), run);
		return new Listening(name, endpoint, run, acceptor,
				new EndpointGuard(new GuardedEndpoint(this, this.state, this.listening, run)), offer);
	}

	/**
	 * Tells whether the server listens. The twin of {@code QLocalServer::isListening}.
	 * @return whether it listens
	 */
	public boolean isListening() {
		return this.listening.current() != null;
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
		Listening current = this.listening.current();
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
		ListeningSwitch.Ended ended = this.listening.turnOff();
		Listening stopped = ended.listening();
		if (stopped == null) {
			// It has been handed over, if there is anything left
			closeUntaken(ended);
			return;
		}
		boolean intact = stopped.endpoint().isIntact();
		if (stopped.offer() != null) {
			stopped.offer().close();
		}
		stopped.acceptor().close();
		closeUntaken(ended);
		stopped.run().peerLog().flush(logger::warn);
		if (!intact) {
			endpointLost(stopped);
		}
		this.state.notices().tell(this, (listener) -> listener.closed(this));
	}

	private void closeUntaken(ListeningSwitch.Ended ended) {
		this.state.authorization().cancel();
		ended.untaken().forEach(LocalSocket::close);
	}

	/** Another process listens in the place of this one. */
	void handedOver(Listening left) {
		left.run().peerLog().flush(logger::warn);
		this.state.notices().tell(this, (listener) -> listener.handedOver(this));
	}

	/**
	 * Tells whether the server has passed to another process since it last began to
	 * listen, and has not been closed: see {@link HandoverGroup}. What it had accepted is
	 * still its own, and may still become pending. Qt has no such method.
	 * @return whether another process listens in its place
	 */
	public boolean isHandedOver() {
		return this.state.pending().isRetired();
	}

	/**
	 * Returns how many connections have been accepted, and are neither pending nor
	 * rejected, because a {@link PeerAuthorizer} has not decided yet. Qt has no such
	 * method.
	 * @return the number of connections
	 */
	public int undecidedConnections() {
		return this.state.authorization().undecided();
	}

	/** Tells it once, be it when it is noticed or at the end. */
	private void endpointLost(Listening lost) {
		String text = "The socket file '%s' had been deleted or replaced by somebody else"
			.formatted(lost.endpoint().address());
		if (lost.guard().noteLoss()) {
			this.state.notices().fail(this, SocketError.ENDPOINT_LOST, text);
		}
		else {
			this.state.notices().setFailure(SocketError.ENDPOINT_LOST, text);
		}
	}

	/**
	 * Returns the name that was given to {@link #listen(String)}; for an adopted
	 * descriptor the last element of its path, or its name in the abstract namespace. The
	 * twin of {@code QLocalServer::serverName}.
	 * @return the name, empty when not listening
	 */
	public String serverName() {
		Listening current = this.listening.current();
		return (current != null) ? current.name() : "";
	}

	/**
	 * Returns the path of the socket file, or the name in the abstract namespace. The
	 * twin of {@code QLocalServer::fullServerName}.
	 * @return the path or name, empty when not listening
	 */
	public String fullServerName() {
		Listening current = this.listening.current();
		return (current != null) ? current.endpoint().address().toString() : "";
	}

	/**
	 * Returns the number of the file descriptor. Do not accept on it or close it. The
	 * twin of {@code QLocalServer::socketDescriptor}.
	 * @return the descriptor, or -1 when not listening
	 */
	public int socketDescriptor() {
		Listening current = this.listening.current();
		return (current != null) ? current.endpoint().descriptor() : -1;
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
		return this.state.pending().size();
	}

	/**
	 * Takes the oldest pending connection. The twin of
	 * {@code QLocalServer::nextPendingConnection}.
	 * @return the connection, which the caller must close, or null if none is pending
	 */
	public @Nullable LocalSocket nextPendingConnection() {
		LocalSocket socket = this.state.pending().next();
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
		boolean taken = this.state.pending().remove(socket);
		if (taken) {
			resumeAccepting();
		}
		return taken;
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
		return this.state.pending().await(timeout);
	}

	/**
	 * Returns the connections that are open, pending or taken.
	 * @return a snapshot
	 */
	public Set<LocalSocket> connections() {
		return Set.copyOf(this.state.connections().sockets());
	}

	/**
	 * Returns how many connections are open, pending or taken.
	 * @return the number of connections
	 */
	public int activeConnections() {
		return this.state.connections().count();
	}

	/**
	 * Returns how many bytes of all open connections were received and not read, or wait
	 * to be sent.
	 * @return the number of bytes
	 */
	public long bytesBuffered() {
		return this.state.connections().bytesBuffered();
	}

	/**
	 * Returns the last error of the server itself. The twin of
	 * {@code QLocalServer::serverError}.
	 * @return the error; {@link SocketError#NO_ERROR} after a success
	 */
	public SocketError serverError() {
		return this.state.notices().failure().error();
	}

	/**
	 * Returns what the last error of the server was about. The twin of
	 * {@code QLocalServer::errorString}, which keeps an old text after a success.
	 * @return the text, empty after a success
	 */
	public String errorString() {
		return this.state.notices().failure().text();
	}

	/**
	 * Returns how many errors there were, of the server and its connections, since it
	 * last began to listen.
	 * @return the number of errors
	 */
	public long errorCount() {
		return this.state.notices().errorCount();
	}

	/**
	 * Returns what the server has done since it was created.
	 * @return counters that go on counting
	 */
	public LocalServerStatistics statistics() {
		return this.state.statistics();
	}

	/**
	 * Returns where to log what the server's peers can cause: a few lines in a minute for
	 * all of them together. Qt has no such method.
	 * @return the log, which its connections share
	 */
	public PeerLog peerLog() {
		return this.state.notices().peerLog();
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
			ServerEndpoint.removeStale(EventLoops.shared().transport(), EndpointAddress.ofFile(name));
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
		this.state.notices().add(Objects.requireNonNull(listener, "The listener must not be null"));
	}

	/**
	 * Removes a listener.
	 * @param listener the listener
	 */
	public void removeListener(LocalServerListener listener) {
		this.state.notices().remove(listener);
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
		if (this.state.pending().add(socket, this.state.connections().runOf(socket))) {
			socket.announce();
			this.state.notices().tell(this, (listener) -> listener.newConnection(this, socket));
		}
		else {
			socket.close();
		}
	}

	/** Prepares to be asked for a server. */
	@FunctionalInterface
	private interface Preparation {

		void prepare(HandoverOffer offer) throws LocalSocketException;

	}

}
