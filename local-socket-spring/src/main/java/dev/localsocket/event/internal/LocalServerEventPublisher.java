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

package dev.localsocket.event.internal;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalServerListener;
import dev.localsocket.LocalSocket;
import dev.localsocket.RejectionReason;
import dev.localsocket.account.PeerCredentials;
import dev.localsocket.error.SocketError;
import dev.localsocket.event.ConnectionClosedEvent;
import dev.localsocket.event.ConnectionRejectedEvent;
import dev.localsocket.event.LocalServerEvent;
import dev.localsocket.event.NewConnectionEvent;
import dev.localsocket.event.ServerClosedEvent;
import dev.localsocket.event.ServerErrorEvent;
import dev.localsocket.event.ServerHandedOverEvent;
import dev.localsocket.event.ServerListeningEvent;
import dev.localsocket.log.PeerLog;
import dev.localsocket.worker.Futures;
import dev.localsocket.worker.WorkerTask;
import dev.localsocket.worker.Workers;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Publishes what happens at one server as application events: on workers, never on an
 * event loop, those of one connection one after the other, and those of the server itself
 * likewise. When a new connection was announced, its owner is called. What a listener
 * throws is logged, and harms neither the connection nor later events. Rejections and
 * errors that listeners are too slow for are left out. For one run of the server.
 */
public final class LocalServerEventPublisher implements LocalServerListener {

	private static final Log logger = LogFactory.getLog(LocalServerEventPublisher.class);

	/** Of the rejections and errors of a server. */
	static final int MAX_UNSEEN = 1000;

	private final String beanName;

	private final ApplicationEventPublisher publisher;

	private final Workers workers;

	private final Supplier<? extends @Nullable ConnectionOwner> owner;

	/**
	 * Completed when it can be told who owns connections, and at the latest at the stop.
	 */
	private final CompletableFuture<Void> ownersKnown;

	private final Map<LocalSocket, PublishedConnection> connections = new ConcurrentHashMap<>();

	private final PublicationGate gate = new PublicationGate();

	private final CutOffConnections cutOff = new CutOffConnections();

	private final AtomicInteger unseen = new AtomicInteger();

	private final AtomicBoolean dropped = new AtomicBoolean();

	/** Guarded by this: completed when all events of the server itself were published. */
	private CompletableFuture<Void> serverEvents = CompletableFuture.completedFuture(null);

	/**
	 * Creates a publisher, to be added to the server's listeners.
	 * @param beanName the name of the server's bean
	 * @param publisher publishes the events
	 * @param workers call the publisher, and nothing else, so that it may block
	 * @param owner returns who owns a connection that has been announced, or null if it
	 * stays pending
	 * @param ownersKnown is completed when that can be told; what comes before is held
	 */
	public LocalServerEventPublisher(String beanName, ApplicationEventPublisher publisher, Workers workers,
			Supplier<? extends @Nullable ConnectionOwner> owner, CompletableFuture<Void> ownersKnown) {
		this.beanName = beanName;
		this.publisher = publisher;
		this.workers = workers;
		this.owner = owner;
		this.ownersKnown = ownersKnown.copy();
	}

	@Override
	public void newConnection(LocalServer server, LocalSocket socket) {
		PublishedConnection connection = new PublishedConnection(socket);
		this.connections.put(socket, connection);
		try {
			announceOrHold(server, connection);
		}
		catch (RuntimeException | Error ex) {
			forget(connection);
			throw ex;
		}
	}

	private void announceOrHold(LocalServer server, PublishedConnection connection) {
		if (this.ownersKnown.isDone()) {
			announce(server, connection);
		}
		else {
			this.ownersKnown.thenRun(() -> announceHeld(server, connection));
		}
	}

	private void announceHeld(LocalServer server, PublishedConnection connection) {
		try {
			announce(server, connection);
		}
		catch (RuntimeException | Error ex) {
			// Nobody waits for what this throws
			forget(connection);
		}
	}

	private void announce(LocalServer server, PublishedConnection connection) {
		LocalSocket socket = connection.socket();
		this.workers.execute(new WorkerTask() {

			@Override
			public void run() {
				try {
					publishNewConnection(server, connection);
				}
				catch (OutOfMemoryError ex) {
					forget(connection);
					throw ex;
				}
			}

			@Override
			public void rejected(Throwable cause) {
				connection.release();
				socket.abort(SocketError.HANDLER_FAILED, "No thread is left to announce the connection: " + cause);
			}

			@Override
			public String toString() {
				return NewConnectionEvent.class.getSimpleName();
			}

		});
	}

	/** Ends a connection of which nobody can be told, for want of memory. */
	private static void forget(PublishedConnection connection) {
		try {
			connection.socket().abort();
		}
		finally {
			connection.release();
		}
	}

	private void publishNewConnection(LocalServer server, PublishedConnection connection) {
		NewConnectionEvent event = new NewConnectionEvent(server, this.beanName, connection.socket());
		if (!publish(event)) {
			if (connection.takenFrom(server)) {
				forget(connection);
			}
			return;
		}
		ConnectionOwner owner = this.owner.get();
		if (owner == null) {
			connection.release();
			return;
		}
		try {
			owner.own(event, new ConnectionClaim(server, connection));
		}
		catch (RuntimeException | Error ex) {
			ownerFailed(server, connection, ex);
		}
	}

	private static void ownerFailed(LocalServer server, PublishedConnection connection, Throwable ex) {
		LocalSocket socket = connection.socket();
		socket.peerLog().log(logger::error, ex, () -> "The owner of the %s failed".formatted(socket));
		if (connection.isTaken() || connection.takenFrom(server)) {
			socket.abort(SocketError.HANDLER_FAILED, "The owner of the connection failed: " + ex);
			connection.release();
		}
	}

	@Override
	public void connectionClosed(LocalServer server, LocalSocket socket) {
		PublishedConnection connection = this.connections.get(socket);
		if (connection != null) {
			publishLastAfterRelease(server, connection);
		}
	}

	private void publishLastAfterRelease(LocalServer server, PublishedConnection connection) {
		try {
			connection.released().thenRun(() -> publishLast(server, connection));
		}
		catch (OutOfMemoryError ex) {
			end(connection);
		}
	}

	private void publishLast(LocalServer server, PublishedConnection connection) {
		try {
			submit(new ConnectionClosedEvent(server, this.beanName, connection.socket()))
				.whenComplete((published, ex) -> end(connection));
		}
		catch (OutOfMemoryError ex) {
			end(connection);
		}
	}

	private void end(PublishedConnection connection) {
		this.connections.remove(connection.socket());
		connection.ended().complete(null);
	}

	@Override
	public void rejected(LocalServer server, PeerCredentials peer, RejectionReason reason, String text) {
		publishUnlessTooMany(new ConnectionRejectedEvent(server, this.beanName, peer, reason, text));
	}

	@Override
	public void error(LocalServer server, SocketError error, String text) {
		publishUnlessTooMany(new ServerErrorEvent(server, this.beanName, error, text));
	}

	@Override
	public void listening(LocalServer server) {
		publishInOrder(new ServerListeningEvent(server, this.beanName));
	}

	@Override
	public void closed(LocalServer server) {
		publishInOrder(new ServerClosedEvent(server, this.beanName));
	}

	@Override
	public void handedOver(LocalServer server) {
		publishInOrder(new ServerHandedOverEvent(server, this.beanName));
	}

	/** Peers can cause these faster than a listener sees them, and without end. */
	private void publishUnlessTooMany(LocalServerEvent event) {
		if (this.unseen.incrementAndGet() <= MAX_UNSEEN) {
			publishInOrder(event).whenComplete((published, ex) -> this.unseen.decrementAndGet());
		}
		else {
			this.unseen.decrementAndGet();
			logDropped();
		}
	}

	private void logDropped() {
		if (this.dropped.compareAndSet(false, true)) {
			logger.warn(("The listeners of the server '%s' have not seen %d rejections and errors yet: "
					+ "as long as that is so, no more are published, but counted only")
				.formatted(this.beanName, MAX_UNSEEN));
		}
	}

	private synchronized CompletableFuture<Void> publishInOrder(LocalServerEvent event) {
		// An event that was lost for want of memory loses no other
		this.serverEvents = this.serverEvents.exceptionally((ex) -> null).thenCompose((published) -> submit(event));
		return this.serverEvents;
	}

	/** The future is completed when the event was published, or cannot be. */
	private CompletableFuture<Void> submit(LocalServerEvent event) {
		CompletableFuture<Void> done = new CompletableFuture<>();
		this.workers.execute(new WorkerTask() {

			@Override
			public void run() {
				try {
					publish(event);
				}
				finally {
					done.complete(null);
				}
			}

			@Override
			public void rejected(Throwable cause) {
				logger.debug("No thread is left to publish a " + event.getClass().getSimpleName(),
						PeerLog.escape(cause));
				done.complete(null);
			}

			@Override
			public String toString() {
				return event.getClass().getSimpleName();
			}

		});
		return done;
	}

	/**
	 * Returns whether events are still published, whatever listeners do with this one.
	 */
	private boolean publish(LocalServerEvent event) {
		if (!this.gate.enter()) {
			return false;
		}
		try {
			this.publisher.publishEvent(event);
		}
		catch (RuntimeException | Error ex) {
			event.getServer()
				.peerLog()
				.log(logger::warn, ex, () -> "A listener failed on %s of the server '%s'"
					.formatted(event.getClass().getSimpleName(), this.beanName));
		}
		finally {
			this.gate.leave();
		}
		return true;
	}

	/**
	 * Ends the connections: those that an owner is busy with get no more input, so that
	 * the owner sees the end of it and finishes; the others are disconnected.
	 * @param server the server, closed already
	 * @param patience how long a peer may take nothing of what is to be sent to it
	 * @return a future that is completed when the last event of each was published
	 */
	public CompletableFuture<Void> drain(LocalServer server, Duration patience) {
		this.ownersKnown.complete(null);
		server.connections().forEach((socket) -> {
			this.cutOff.watch(socket);
			socket.shortenWriteTimeout(patience);
			PublishedConnection connection = this.connections.get(socket);
			if (connection != null && connection.isTaken()) {
				socket.shutdownInput();
			}
			else {
				socket.disconnectFromServer();
			}
		});
		return CompletableFuture.allOf(
				this.connections.values().stream().map(PublishedConnection::ended).toArray(CompletableFuture[]::new));
	}

	/**
	 * Aborts the connections that are left, and interrupts their owners.
	 * @param server the server
	 */
	public void abort(LocalServer server) {
		server.connections().forEach((socket) -> {
			this.cutOff.add(socket);
			socket.abort();
		});
		this.connections.values().forEach(PublishedConnection::abort);
	}

	/**
	 * Publishes nothing more. Blocks until what is being published has been, or the time
	 * is over, and logs which connections were cut off.
	 * @param timeout how long to wait
	 * @throws InterruptedException if the thread is interrupted
	 */
	public void stop(Duration timeout) throws InterruptedException {
		long start = System.nanoTime();
		this.cutOff.log(this.beanName);
		try {
			awaitServerEvents(timeout);
		}
		finally {
			Duration left = timeout.minusNanos(System.nanoTime() - start);
			if (!this.gate.close(left.isNegative() ? Duration.ZERO : left)) {
				logger.warn("A listener of the server '" + this.beanName + "' is still busy with an event");
			}
		}
	}

	private void awaitServerEvents(Duration timeout) throws InterruptedException {
		CompletableFuture<Void> last;
		synchronized (this) {
			last = this.serverEvents;
		}
		Futures.await(last, timeout);
	}

}
