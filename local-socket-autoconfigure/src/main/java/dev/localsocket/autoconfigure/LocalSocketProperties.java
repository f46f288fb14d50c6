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

package dev.localsocket.autoconfigure;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import dev.localsocket.SocketOption;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.util.unit.DataSize;

/**
 * Properties of local socket servers. Unknown keys are refused, so that none is
 * misspelled unnoticed.
 */
@ConfigurationProperties(prefix = LocalSocketProperties.PREFIX, ignoreUnknownFields = false)
public class LocalSocketProperties {

	static final String PREFIX = "local-socket";

	static final String SERVERS = PREFIX + ".servers";

	/**
	 * Servers by the names of their beans.
	 */
	private final Map<String, Server> servers = new LinkedHashMap<>();

	/**
	 * Directory of the sockets of all servers that name none, an absolute path. By
	 * default, the directory for temporary files.
	 */
	private @Nullable String directory;

	@NestedConfigurationProperty
	private final EventLoop eventLoop = new EventLoop();

	@NestedConfigurationProperty
	private final Listener listener = new Listener();

	public Map<String, Server> getServers() {
		return this.servers;
	}

	public @Nullable String getDirectory() {
		return this.directory;
	}

	public void setDirectory(@Nullable String directory) {
		this.directory = directory;
	}

	public EventLoop getEventLoop() {
		return this.eventLoop;
	}

	public Listener getListener() {
		return this.listener;
	}

	/**
	 * Properties of one server.
	 */
	public static class Server {

		/**
		 * Whether there is a bean for the server.
		 */
		private boolean enabled = true;

		/**
		 * Whether the server begins to listen when the application starts.
		 */
		private boolean autoStartup = true;

		/**
		 * Name of the socket, or its absolute path. By default, the name of the bean.
		 */
		private @Nullable String name;

		/**
		 * Directory of the socket, an absolute path. By default, the directory of all
		 * servers.
		 */
		private @Nullable String directory;

		/**
		 * Who may connect, and whether the name is in the abstract namespace. With no
		 * option, the umask decides who may connect.
		 */
		private Set<SocketOption> socketOptions = EnumSet.of(SocketOption.USER_ACCESS);

		/**
		 * Whether to replace a socket that was left behind by a server that crashed.
		 */
		private boolean reclaimStale = true;

		/**
		 * Number of connections that the kernel keeps until they are accepted.
		 */
		private int listenBacklogSize = 50;

		/**
		 * Number of accepted connections that may wait for a listener.
		 */
		private int maxPendingConnections = 30;

		/**
		 * Number of connections that may be open. Others are rejected. 0 for no limit.
		 */
		private int maxConnections = 1024;

		/**
		 * Number of connections that one user may have open. Others of that user are
		 * rejected. 0 for no limit.
		 */
		private int maxConnectionsPerUser;

		/**
		 * Time without traffic after which a connection is closed. By default, there is
		 * no limit.
		 */
		private @Nullable Duration idleTimeout;

		/**
		 * Time after which a connection is closed whose peer reads nothing of what is to
		 * be sent. By default, there is no limit.
		 */
		private @Nullable Duration writeTimeout;

		/**
		 * Size of the buffer for received bytes of each connection. When it is full, the
		 * peer has to wait. 0 for no limit.
		 */
		private DataSize readBufferSize = DataSize.ofKilobytes(64);

		/**
		 * Size of the buffer for bytes to be sent of each connection. When a reply does
		 * not fit, because the peer does not read, the connection is closed. 0 for no
		 * limit.
		 */
		private DataSize writeBufferSize = DataSize.ofMegabytes(1);

		@NestedConfigurationProperty
		private AuthorizationProperties authorization = new AuthorizationProperties(Set.of(), Set.of(), Set.of(),
				Set.of());

		@NestedConfigurationProperty
		private final Framing framing = new Framing();

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

		public boolean isAutoStartup() {
			return this.autoStartup;
		}

		public void setAutoStartup(boolean autoStartup) {
			this.autoStartup = autoStartup;
		}

		public @Nullable String getName() {
			return this.name;
		}

		public void setName(@Nullable String name) {
			this.name = name;
		}

		public @Nullable String getDirectory() {
			return this.directory;
		}

		public void setDirectory(@Nullable String directory) {
			this.directory = directory;
		}

		public Set<SocketOption> getSocketOptions() {
			return this.socketOptions;
		}

		public void setSocketOptions(Set<SocketOption> socketOptions) {
			this.socketOptions = socketOptions;
		}

		public boolean isReclaimStale() {
			return this.reclaimStale;
		}

		public void setReclaimStale(boolean reclaimStale) {
			this.reclaimStale = reclaimStale;
		}

		public int getListenBacklogSize() {
			return this.listenBacklogSize;
		}

		public void setListenBacklogSize(int listenBacklogSize) {
			this.listenBacklogSize = listenBacklogSize;
		}

		public int getMaxPendingConnections() {
			return this.maxPendingConnections;
		}

		public void setMaxPendingConnections(int maxPendingConnections) {
			this.maxPendingConnections = maxPendingConnections;
		}

		public int getMaxConnections() {
			return this.maxConnections;
		}

		public void setMaxConnections(int maxConnections) {
			this.maxConnections = maxConnections;
		}

		public int getMaxConnectionsPerUser() {
			return this.maxConnectionsPerUser;
		}

		public void setMaxConnectionsPerUser(int maxConnectionsPerUser) {
			this.maxConnectionsPerUser = maxConnectionsPerUser;
		}

		public @Nullable Duration getIdleTimeout() {
			return this.idleTimeout;
		}

		public void setIdleTimeout(@Nullable Duration idleTimeout) {
			this.idleTimeout = idleTimeout;
		}

		public @Nullable Duration getWriteTimeout() {
			return this.writeTimeout;
		}

		public void setWriteTimeout(@Nullable Duration writeTimeout) {
			this.writeTimeout = writeTimeout;
		}

		public DataSize getReadBufferSize() {
			return this.readBufferSize;
		}

		public void setReadBufferSize(DataSize readBufferSize) {
			this.readBufferSize = readBufferSize;
		}

		public DataSize getWriteBufferSize() {
			return this.writeBufferSize;
		}

		public void setWriteBufferSize(DataSize writeBufferSize) {
			this.writeBufferSize = writeBufferSize;
		}

		public AuthorizationProperties getAuthorization() {
			return this.authorization;
		}

		public void setAuthorization(AuthorizationProperties authorization) {
			this.authorization = authorization;
		}

		public Framing getFraming() {
			return this.framing;
		}

	}

	/**
	 * How the messages of a server follow one another.
	 */
	public static class Framing {

		/**
		 * Type of the framing.
		 */
		private FramingType type = FramingType.LINE;

		/**
		 * Name of a bean of type Framing, to be used instead of the type.
		 */
		private @Nullable String bean;

		/**
		 * Greatest length of a message. A peer that exceeds it is disconnected.
		 */
		private DataSize maxFrameLength = DataSize.ofKilobytes(64);

		/**
		 * Charset of text messages.
		 */
		private Charset charset = StandardCharsets.UTF_8;

		/**
		 * Text at the end of each message, encoded with the charset. Required with the
		 * type 'delimiter'.
		 */
		private @Nullable String delimiter;

		/**
		 * Number of bytes of the prefix that gives the length: 1, 2 or 4. Used with the
		 * type 'length-prefixed'.
		 */
		private int prefixLength = 4;

		/**
		 * Order of the bytes of the prefix. Used with the type 'length-prefixed'.
		 */
		private PrefixByteOrder prefixByteOrder = PrefixByteOrder.BIG_ENDIAN;

		/**
		 * Whether the length counts the bytes of the prefix too. Used with the type
		 * 'length-prefixed'.
		 */
		private boolean prefixCounted;

		public FramingType getType() {
			return this.type;
		}

		public void setType(FramingType type) {
			this.type = type;
		}

		public @Nullable String getBean() {
			return this.bean;
		}

		public void setBean(@Nullable String bean) {
			this.bean = bean;
		}

		public @Nullable String getDelimiter() {
			return this.delimiter;
		}

		public void setDelimiter(@Nullable String delimiter) {
			this.delimiter = delimiter;
		}

		public int getPrefixLength() {
			return this.prefixLength;
		}

		public void setPrefixLength(int prefixLength) {
			this.prefixLength = prefixLength;
		}

		public PrefixByteOrder getPrefixByteOrder() {
			return this.prefixByteOrder;
		}

		public void setPrefixByteOrder(PrefixByteOrder prefixByteOrder) {
			this.prefixByteOrder = prefixByteOrder;
		}

		public boolean isPrefixCounted() {
			return this.prefixCounted;
		}

		public void setPrefixCounted(boolean prefixCounted) {
			this.prefixCounted = prefixCounted;
		}

		public DataSize getMaxFrameLength() {
			return this.maxFrameLength;
		}

		public void setMaxFrameLength(DataSize maxFrameLength) {
			this.maxFrameLength = maxFrameLength;
		}

		public Charset getCharset() {
			return this.charset;
		}

		public void setCharset(Charset charset) {
			this.charset = charset;
		}

	}

	/**
	 * Types of framing.
	 */
	public enum FramingType {

		/** Lines, ended by LF or CRLF. */
		LINE,

		/** Messages ended by a delimiter. */
		DELIMITER,

		/** Messages preceded by their length. */
		LENGTH_PREFIXED,

		/** Bytes as they arrive. */
		RAW,

		/** Lines of JSON. */
		JSON_LINES

	}

	/**
	 * Orders of bytes.
	 */
	public enum PrefixByteOrder {

		/** Most significant byte first, the order of networks. */
		BIG_ENDIAN,

		/** Least significant byte first. */
		LITTLE_ENDIAN

	}

	/**
	 * The threads that do the input and output.
	 */
	public static class EventLoop {

		/**
		 * Number of threads that do the input and output of all servers. By default, half
		 * the number of processors, at least 1 and at most 4.
		 */
		private @Nullable Integer threads;

		public @Nullable Integer getThreads() {
			return this.threads;
		}

		public void setThreads(@Nullable Integer threads) {
			this.threads = threads;
		}

	}

	/**
	 * The threads that listeners run on.
	 */
	public static class Listener {

		/**
		 * Greatest number of threads that listeners of all servers run on. Connections
		 * and messages that find no thread wait. Has no effect when virtual threads are
		 * enabled.
		 */
		private int maxThreads = 200;

		public int getMaxThreads() {
			return this.maxThreads;
		}

		public void setMaxThreads(int maxThreads) {
			this.maxThreads = maxThreads;
		}

	}

}
