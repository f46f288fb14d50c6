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
package dev.localsocket.actuate;

import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.function.ToLongFunction;

import dev.localsocket.ConnectionLimits;
import dev.localsocket.LocalServer;
import dev.localsocket.LocalServerStatistics;
import dev.localsocket.LocalSocket;
import dev.localsocket.RejectionReason;
import dev.localsocket.SocketOption;
import dev.localsocket.account.PeerCredentials;
import dev.localsocket.context.LocalServerLifecycle;
import dev.localsocket.context.LocalServerRegistration;
import dev.localsocket.context.LocalServerRegistry;
import dev.localsocket.context.LocalServerStartException;
import dev.localsocket.error.SocketError;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * Shows local socket servers and their connections; and, where the access to the endpoint
 * is not restricted to reading, which is the default, stops and starts servers and closes
 * connections.
 *
 * @since 0.1.0
 */
@Endpoint(id = "localsockets", defaultAccess = Access.READ_ONLY)
public class LocalSocketsEndpoint {

	private static final Log logger = LogFactory.getLog(LocalSocketsEndpoint.class);

	private static final String SOCKET = "socket";

	/** Ids are numbers that grow, so the oldest connection comes first. */
	private static final Comparator<LocalSocket> BY_ID = Comparator
		.comparingInt((LocalSocket socket) -> socket.id().length())
		.thenComparing(LocalSocket::id);

	private final LocalServerRegistry registry;

	private final LocalServerLifecycle lifecycle;

	private final UnaryOperator<String> kinds;

	/**
	 * Creates an endpoint, for which all servers are of the kind {@code socket}.
	 * @param registry the servers
	 * @param lifecycle stops and starts them
	 */
	public LocalSocketsEndpoint(LocalServerRegistry registry, LocalServerLifecycle lifecycle) {
		this(registry, lifecycle, (server) -> SOCKET);
	}

	/**
	 * Creates an endpoint.
	 * @param registry the servers
	 * @param lifecycle stops and starts them
	 * @param kinds tells of what kind a server is, by the name of its bean
	 */
	public LocalSocketsEndpoint(LocalServerRegistry registry, LocalServerLifecycle lifecycle,
			UnaryOperator<String> kinds) {
		this.registry = registry;
		this.lifecycle = lifecycle;
		this.kinds = kinds;
	}

	/**
	 * Describes all servers.
	 * @return the servers
	 */
	@ReadOperation
	public LocalSocketsDescriptor servers() {
		Map<String, ServerDescriptor> servers = new LinkedHashMap<>();
		this.registry.all().forEach((registration) -> servers.put(registration.beanName(), describe(registration)));
		return new LocalSocketsDescriptor(servers);
	}

	private ServerDescriptor describe(LocalServerRegistration registration) {
		return ServerDescriptor.of(registration, this.kinds.apply(registration.beanName()));
	}

	/**
	 * Describes one server and its connections. Reads files to find the names of users
	 * and groups.
	 * @param server the name of the server's bean
	 * @return the server, or null if there is none of that name
	 */
	@ReadOperation
	public @Nullable ServerDetailsDescriptor server(@Selector String server) {
		return server(server, 0, Long.MAX_VALUE);
	}

	/**
	 * Describes one server and some of its connections.
	 * @param server the name of the server's bean
	 * @param offset how many connections to leave out, the oldest ones
	 * @param limit how many connections to describe at most
	 * @return the server, or null if there is none of that name
	 */
	@Nullable ServerDetailsDescriptor server(String server, long offset, long limit) {
		LocalServerRegistration registration = this.registry.find(server);
		if (registration == null) {
			return null;
		}
		PeerCommands commands = new PeerCommands();
		List<ConnectionDescriptor> connections = registration.server()
			.connections()
			.stream()
			.sorted(BY_ID)
			.skip(offset)
			.limit(limit)
			.map((socket) -> ConnectionDescriptor.of(socket, commands))
			.toList();
		return new ServerDetailsDescriptor(describe(registration), connections);
	}

	/**
	 * Describes one connection.
	 * @param server the name of the server's bean
	 * @param connection the id of the connection
	 * @return the connection, or null if there is none of that id
	 */
	@ReadOperation
	public @Nullable ConnectionDescriptor connection(@Selector String server, @Selector String connection) {
		LocalSocket socket = find(server, connection);
		return (socket != null) ? ConnectionDescriptor.of(socket, new PeerCommands()) : null;
	}

	/**
	 * Starts or stops a server. A server that was stopped stays so until it is started;
	 * its connections live on.
	 * @param server the name of the server's bean
	 * @param listening whether it is to listen
	 * @return the server as it is now, with the error if it cannot listen; or null if
	 * there is none of that name
	 * @throws IllegalStateException if the application is starting or stopping
	 */
	@WriteOperation
	public @Nullable ServerDescriptor changeServer(@Selector String server, boolean listening) {
		LocalServerRegistration registration = this.registry.find(server);
		if (registration == null) {
			return null;
		}
		if (listening) {
			start(server);
		}
		else {
			this.lifecycle.stopServer(server);
		}
		return describe(registration);
	}

	private void start(String server) {
		try {
			this.lifecycle.startServer(server);
		}
		catch (LocalServerStartException ex) {
			// The description of the server says so
		}
	}

	/**
	 * Closes a connection.
	 * @param server the name of the server's bean
	 * @param connection the id of the connection
	 * @param abort whether to drop what is queued; otherwise it is sent first, for half a
	 * minute at most
	 * @return the connection, or null if there is none of that id
	 */
	@DeleteOperation
	public @Nullable ConnectionDescriptor closeConnection(@Selector String server, @Selector String connection,
			@Nullable Boolean abort) {
		LocalSocket socket = find(server, connection);
		if (socket == null) {
			return null;
		}
		logger.info("Closing the %s on request".formatted(socket));
		if (Boolean.TRUE.equals(abort)) {
			socket.abort();
		}
		else {
			socket.disconnectFromServer();
		}
		return ConnectionDescriptor.of(socket, new PeerCommands());
	}

	private @Nullable LocalSocket find(String server, String connection) {
		LocalServerRegistration registration = this.registry.find(server);
		return (registration == null) ? null
				: registration.server()
					.connections()
					.stream()
					.filter((socket) -> socket.id().equals(connection))
					.findFirst()
					.orElse(null);
	}

	/**
	 * Description of all servers.
	 *
	 * @param servers the servers, by the names of their beans
	 * @since 0.1.0
	 */
	public record LocalSocketsDescriptor(Map<String, ServerDescriptor> servers) implements OperationResponseBody {

	}

	/**
	 * Description of a server.
	 *
	 * @param kind what its connections are for: {@code socket}, or {@code http}
	 * @param address the path of the socket file, or the name in the abstract namespace
	 * @param listening whether it listens
	 * @param reachable whether clients reach it: it listens, and its file is its own
	 * @param lastError the kind of its last error, or null if there was none
	 * @param lastErrorText what its last error was about, or null if there was none
	 * @param options how it is configured
	 * @param counters what it has done
	 * @since 0.1.0
	 */
	public record ServerDescriptor(String kind, String address, boolean listening, boolean reachable,
			@Nullable SocketError lastError, @Nullable String lastErrorText, OptionsDescriptor options,
			CountersDescriptor counters) implements OperationResponseBody {

		static ServerDescriptor of(LocalServerRegistration registration, String kind) {
			LocalServer server = registration.server();
			SocketError error = server.serverError();
			boolean failed = error != SocketError.NO_ERROR;
			return new ServerDescriptor(kind, registration.address(), server.isListening(), server.isReachable(),
					failed ? error : null, failed ? server.errorString() : null, OptionsDescriptor.of(registration),
					CountersDescriptor.of(server));
		}

	}

	/**
	 * Description of a server and its connections.
	 *
	 * @param server the server
	 * @param connections its open connections, the oldest first
	 * @since 0.1.0
	 */
	public record ServerDetailsDescriptor(ServerDescriptor server,
			List<ConnectionDescriptor> connections) implements OperationResponseBody {

	}

	/**
	 * Description of the configuration of a server.
	 *
	 * @param autoStartup whether it begins to listen when the application starts
	 * @param socketOptions who may connect, and where its name lives
	 * @param reclaimStale whether it replaces a socket that a crash has left
	 * @param republish whether it replaces a socket that somebody has deleted
	 * @param listenBacklogSize how many connections the kernel keeps for it
	 * @param maxPendingConnections how many connections may be pending
	 * @param maxConnections how many connections may be open, or 0 for no limit
	 * @param maxConnectionsPerUser how many a user may have open, or 0 for no limit
	 * @param maxConnectionsPerOtherUser how many a user other than root and that of the
	 * application may have open, or 0 for no limit
	 * @param reservedConnections how many only these two may have open
	 * @param idleTimeout how long a connection may be without traffic, or zero for no
	 * limit
	 * @param writeTimeout how long a peer may read nothing, or zero for no limit
	 * @param frameTimeout how long a message may be incomplete, or zero for no limit
	 * @param readBufferSize how many bytes a connection keeps that were not read, or 0
	 * for no limit
	 * @param writeBufferSize how many bytes a connection keeps that were not sent, or 0
	 * for no limit
	 * @param maxReceivedDescriptors how many descriptors of a connection may wait to be
	 * taken
	 * @since 0.1.0
	 */
	public record OptionsDescriptor(boolean autoStartup, Set<SocketOption> socketOptions, boolean reclaimStale,
			boolean republish, int listenBacklogSize, int maxPendingConnections, int maxConnections,
			int maxConnectionsPerUser, int maxConnectionsPerOtherUser, int reservedConnections, Duration idleTimeout,
			Duration writeTimeout, Duration frameTimeout, long readBufferSize, long writeBufferSize,
			int maxReceivedDescriptors) {

		static OptionsDescriptor of(LocalServerRegistration registration) {
			LocalServer server = registration.server();
			ConnectionLimits limits = server.limits();
			return new OptionsDescriptor(registration.autoStartup(), server.socketOptions(), server.isReclaimStale(),
					server.isRepublish(), server.listenBacklogSize(), server.maxPendingConnections(),
					limits.maxConnections(), limits.maxConnectionsPerUser(), limits.maxConnectionsPerOtherUser(),
					limits.reservedConnections(), limits.idleTimeout(), limits.writeTimeout(), limits.frameTimeout(),
					limits.readBufferSize(), limits.writeBufferSize(), server.maxReceivedDescriptors());
		}

	}

	/**
	 * Description of what a server has done.
	 *
	 * @param pending how many connections are pending
	 * @param active how many connections are open, pending ones included
	 * @param accepted how many connections were let in
	 * @param rejected how many were not, by the reason, as far as there were any
	 * @param failures how many errors there were, by their kind, as far as there were any
	 * @param errors how many errors there were since it last began to listen
	 * @param bytesRead how many bytes were received
	 * @param bytesWritten how many bytes were given to the kernel
	 * @since 0.1.0
	 */
	public record CountersDescriptor(int pending, int active, long accepted, Map<RejectionReason, Long> rejected,
			Map<SocketError, Long> failures, long errors, long bytesRead, long bytesWritten) {

		static CountersDescriptor of(LocalServer server) {
			LocalServerStatistics statistics = server.statistics();
			return new CountersDescriptor(server.pendingConnections(), server.activeConnections(),
					statistics.accepted(), positive(RejectionReason.class, statistics::rejected),
					positive(SocketError.class, statistics::failures), server.errorCount(), statistics.bytesRead(),
					statistics.bytesWritten());
		}

		private static <E extends Enum<E>> Map<E, Long> positive(Class<E> type, ToLongFunction<E> count) {
			Map<E, Long> counts = new EnumMap<>(type);
			Arrays.stream(type.getEnumConstants())
				.filter((constant) -> count.applyAsLong(constant) > 0)
				.forEach((constant) -> counts.put(constant, count.applyAsLong(constant)));
			return counts;
		}

	}

	/**
	 * Description of a connection.
	 *
	 * @param id the id
	 * @param state what it can be used for
	 * @param peer who is at the other end
	 * @param age how long it has been open
	 * @param bytesRead how many bytes were received
	 * @param bytesWritten how many bytes were given to the kernel
	 * @param bytesAvailable how many of the received bytes nobody has read
	 * @param bytesToWrite how many bytes wait to be given to the kernel
	 * @since 0.1.0
	 */
	public record ConnectionDescriptor(String id, LocalSocket.State state, PeerDescriptor peer, Duration age,
			long bytesRead, long bytesWritten, long bytesAvailable,
			long bytesToWrite) implements OperationResponseBody {

		static ConnectionDescriptor of(LocalSocket socket, PeerCommands commands) {
			Duration age = socket.duration();
			PeerCredentials peer = socket.peerCredentials();
			return new ConnectionDescriptor(socket.id(), socket.state(),
					PeerDescriptor.of(peer, commands.find(peer.pid(), age)), age, socket.bytesReceived(),
					socket.bytesSent(), socket.bytesAvailable(), socket.bytesToWrite());
		}

	}

	/**
	 * Description of the other end of a connection.
	 *
	 * @param pid the process id, or -1 where it is not known
	 * @param uid the user id, or -1 where it is not known
	 * @param gid the group id, or -1 where it is not known
	 * @param user the name of the user, or null if it is not known
	 * @param group the name of the group, or null if it is not known
	 * @param command the path of the program, or null where it may not be read, or the
	 * process has ended
	 * @since 0.1.0
	 */
	public record PeerDescriptor(long pid, long uid, long gid, @Nullable String user, @Nullable String group,
			@Nullable String command) {

		static PeerDescriptor of(PeerCredentials peer, @Nullable String command) {
			return new PeerDescriptor(peer.pid(), peer.uid(), peer.gid(), peer.userName(), peer.groupName(), command);
		}

	}

}
