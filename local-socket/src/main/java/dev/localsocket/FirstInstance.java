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

import java.nio.file.Path;
import java.nio.file.LinkOption;
import java.nio.file.Files;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

import dev.localsocket.account.OwnUser;
import dev.localsocket.account.PeerCredentials;
import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import dev.localsocket.instance.InstanceFrame;
import org.jspecify.annotations.Nullable;

/**
 * The server of the first process, whose threads keep no JVM alive. The second ones wait,
 * without having handed anything over, until there is a handler and a thread for them.
 */
final class FirstInstance implements LocalServerListener, LocalSocketCallbacks {

	private static final int MAX_CONNECTIONS = 256;

	/** Of each user but root and the own one. */
	private static final int MAX_CONNECTIONS_OF_OTHERS = 32;

	private static final int MAX_HANDLERS = 64;

	private static final long IDLE_SECONDS = 10;

	private final LocalServer server = new LocalServer(EventLoops.sharedDaemons());

	private final String path;

	/** {@code S_IFMT} of {@code inode(7)}. */
	private static final int FILE_TYPE = 0170000;

	/** {@code S_IFSOCK}. */
	private static final int SOCKET = 0140000;

	private final PeerAuthorizer authorizer;

	private final ThreadPoolExecutor handlers = new ThreadPoolExecutor(MAX_HANDLERS, MAX_HANDLERS, IDLE_SECONDS,
			TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads("local-socket-instance-handler-"));

	private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1,
			threads("local-socket-instance-timer-"));

	private final Map<LocalSocket, SecondConnection> connections = new ConcurrentHashMap<>();

	/** Guards the next three fields; nothing waits under it. */
	private final ReentrantLock lock = new ReentrantLock();

	private final Deque<LocalSocket> waiting = new ArrayDeque<>();

	private @Nullable SecondInstanceHandler handler;

	private boolean closed;

	private FirstInstance(String path, PeerAuthorizer authorizer) {
		this.path = path;
		this.authorizer = authorizer;
		this.handlers.allowCoreThreadTimeOut(true);
		this.timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
		this.timer.allowCoreThreadTimeOut(true);
		this.timer.setRemoveOnCancelPolicy(true);
		// So it ends with the last of those that are being handled
		this.timer.setContinueExistingPeriodicTasksAfterShutdownPolicy(true);
	}

	private static ThreadFactory threads(String prefix) {
		AtomicInteger count = new AtomicInteger();
		return (task) -> {
			Thread thread = new Thread(task, prefix + count.incrementAndGet());
			thread.setDaemon(true);
			return thread;
		};
	}

	/**
	 * Listens, if nobody else does.
	 * @return the first instance, or null if there is another
	 * @throws LocalSocketException if nobody can listen there
	 */
	static @Nullable FirstInstance create(String path, SocketOption access, PeerAuthorizer authorizer)
			throws LocalSocketException {
		FirstInstance first = new FirstInstance(path, authorizer);
		if (first.listen(access)) {
			return first;
		}
		SocketError error = first.server.serverError();
		if (error == SocketError.ADDRESS_IN_USE && isFree(path)) {
			return null;
		}
		throw new LocalSocketException(error, first.server.errorString());
	}

	/** What is no socket stays there, however long one waits. */
	private static boolean isFree(String path) {
		try {
			int mode = (int) Files.getAttribute(Path.of(path), "unix:mode", LinkOption.NOFOLLOW_LINKS);
			return (mode & FILE_TYPE) == SOCKET;
		}
		catch (IOException ex) {
			return true;
		}
	}

	private boolean listen(SocketOption access) {
		this.server.setSocketOptions(access);
		this.server.setReclaimStale(true);
		this.server.setListenBacklogSize(MAX_CONNECTIONS);
		this.server.setMaxPendingConnections(MAX_CONNECTIONS);
		this.server.setLimits(ConnectionLimits.NONE.withMaxConnections(MAX_CONNECTIONS)
			.withMaxConnectionsPerOtherUser(MAX_CONNECTIONS_OF_OTHERS)
			.withReadBufferSize(InstanceFrame.MAX_LENGTH));
		this.server.addListener(this);
		return this.server.listen(this.path);
	}

	void setHandler(@Nullable SecondInstanceHandler handler) {
		this.lock.lock();
		try {
			this.handler = handler;
			if (handler == null) {
				return;
			}
			List<LocalSocket> sockets = new ArrayList<>(this.waiting);
			this.waiting.clear();
			sockets.forEach(this::execute);
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void newConnection(LocalServer server, LocalSocket socket) {
		if (!server.takePendingConnection(socket)) {
			return;
		}
		try {
			this.connections.put(socket, new SecondConnection(socket, this.timer));
			socket.addListener(this);
			enqueue(socket);
		}
		catch (RejectedExecutionException ex) {
			socket.close();
		}
		if (socket.state() == LocalSocket.State.UNCONNECTED) {
			disconnected(socket);
		}
	}

	private void enqueue(LocalSocket socket) {
		this.lock.lock();
		try {
			if (this.closed) {
				socket.close();
			}
			else if (this.handler != null) {
				execute(socket);
			}
			else {
				this.waiting.add(socket);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void execute(LocalSocket socket) {
		SecondConnection connection = this.connections.get(socket);
		SecondInstanceHandler current = this.handler;
		if (connection == null || current == null) {
			return;
		}
		try {
			this.handlers.execute(new SecondInstanceTask(connection, this.authorizer, current, this.server.peerLog()));
		}
		catch (RejectedExecutionException ex) {
			connection.close();
		}
	}

	@Override
	public void disconnected(LocalSocket socket) {
		SecondConnection connection = this.connections.remove(socket);
		if (connection != null) {
			connection.stopBeating();
		}
		this.lock.lock();
		try {
			this.waiting.remove(socket);
		}
		finally {
			this.lock.unlock();
		}
	}

	String path() {
		return this.path;
	}

	/** Those who wait see the end, and one of them takes the place of this one. */
	void close() {
		List<LocalSocket> sockets;
		this.lock.lock();
		try {
			if (this.closed) {
				return;
			}
			this.closed = true;
			sockets = new ArrayList<>(this.waiting);
		}
		finally {
			this.lock.unlock();
		}
		this.server.close();
		sockets.forEach(LocalSocket::close);
		this.handlers.getQueue().forEach((task) -> ((SecondInstanceTask) task).cancel());
		this.handlers.shutdown();
		this.timer.shutdown();
	}

	/** Allows the user of this process, and only that. */
	static AccessDecision ownUserOnly(PeerCredentials peer) {
		return AccessDecision.allowIf(peer.uid() >= 0 && peer.uid() == OwnUser.ID, "It is another user");
	}

	/** Allows root and the user of this process. */
	static AccessDecision ownUserOrRoot(PeerCredentials peer) {
		return AccessDecision.allowIf(peer.isOwnUserOrRoot(), "It is another user");
	}

}
