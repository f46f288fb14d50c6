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

import java.time.Duration;
import java.util.Set;

import dev.localsocket.SocketOption;
import dev.localsocket.rpc.ServerProtocol;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationPropertiesSource;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Properties of one local socket server.
 *
 * @param enabled Whether there is a bean for the server. Listeners that name it do
 * nothing when there is none.
 * @param autoStartup Whether the server begins to listen when the application starts.
 * @param name Name of the socket, or its absolute path. By default, the name of the bean.
 * @param directory Directory of the socket, an absolute path. By default, the directory
 * of all servers.
 * @param socketDescriptor Descriptor of a listening socket that was handed over to the
 * process, instead of a name: its number, 'systemd' for the only one handed over by
 * socket activation, or 'systemd:NAME' for the one of that name.
 * @param socketOptions Who may connect, and whether the name is in the abstract
 * namespace. With no option, the umask decides who may connect.
 * @param group Group of the socket, by name or number, whose members group-access lets
 * connect. By default, that of the process, or of the directory if that has the
 * set-group-ID bit.
 * @param reclaimStale Whether to replace a socket that was left behind by a server that
 * crashed.
 * @param checkDirectory Whether to refuse a directory in which users other than root and
 * that of the application could exchange files.
 * @param republish Whether to publish the socket again when somebody has deleted its
 * file.
 * @param handover Whether the server passes to the next process of the application, which
 * takes it over when it is ready, while clients go on connecting; the process before then
 * leaves. All servers of the application that have this pass together.
 * @param listenBacklogSize Number of connections that the kernel keeps until they are
 * accepted. By default, as many as the system allows.
 * @param maxPendingConnections Number of accepted connections that may wait for a
 * listener.
 * @param maxConnections Number of connections that may be open. Others are rejected. 0
 * for no limit.
 * @param maxConnectionsPerUser Number of connections that one user may have open. Others
 * of that user are rejected. 0 for no limit. By default, no limit for root and the user
 * of the application, and half of max-connections for each other user.
 * @param reservedConnections Number of connections, of those that may be open, that only
 * root and the user of the application may have, so that others cannot lock them out. By
 * default, one in 64.
 * @param idleTimeout Time without traffic, and without a handler at work, after which a
 * connection is closed. 0 for no limit.
 * @param writeTimeout Time after which a connection is closed whose peer reads nothing of
 * what is to be sent. 0 for no limit.
 * @param frameTimeout Time after which a connection is closed whose peer has begun a
 * message and not sent the rest of it. 0 for no limit.
 * @param readBufferSize Size of the buffer for received bytes of each connection. When it
 * is full, the peer has to wait. 0 for no limit.
 * @param writeBufferSize Size of the buffer for bytes to be sent of each connection.
 * Other messages than replies that do not fit, because the peer does not read, are not
 * sent to it; replies wait. 0 for no limit.
 * @param maxReceivedDescriptors Number of file descriptors from the peer of each
 * connection that may wait to be taken. When more come, the connection is closed. 0 to
 * receive none.
 * @param maxThreads Greatest number of threads that the handlers of the server run on,
 * and likewise its observers. By default, that of all servers.
 * @param authorization Who may connect, beside what the socket options say.
 * @param framing How the messages of the server follow one another.
 * @param protocol What calls the message handlers: 'none' for one that takes all
 * messages, 'command' for commands with arguments, or 'json-rpc' for JSON-RPC 2.0.
 * @param jsonRpc Limits of JSON-RPC.
 * @since 0.1.0
 */
@ConfigurationPropertiesSource
public record LocalServerProperties(@DefaultValue("true") boolean enabled, @DefaultValue("true") boolean autoStartup,
		@Nullable String name, @Nullable String directory, @Nullable String socketDescriptor,
		@DefaultValue("user-access") Set<SocketOption> socketOptions, @Nullable String group,
		@DefaultValue("true") boolean reclaimStale, @DefaultValue("true") boolean checkDirectory,
		@DefaultValue("true") boolean republish, @DefaultValue("false") boolean handover,
		@Nullable Integer listenBacklogSize, @DefaultValue("30") int maxPendingConnections,
		@DefaultValue("1024") int maxConnections, @Nullable Integer maxConnectionsPerUser,
		@Nullable Integer reservedConnections, @DefaultValue("0s") Duration idleTimeout,
		@DefaultValue("30s") Duration writeTimeout, @DefaultValue("30s") Duration frameTimeout,
		@DefaultValue("64KB") DataSize readBufferSize, @DefaultValue("1MB") DataSize writeBufferSize,
		@DefaultValue("0") int maxReceivedDescriptors, @Nullable Integer maxThreads,
		@NestedConfigurationProperty @DefaultValue AuthorizationProperties authorization,
		@NestedConfigurationProperty @DefaultValue FramingProperties framing,
		@DefaultValue("none") ServerProtocol protocol,
		@NestedConfigurationProperty @DefaultValue JsonRpcProperties jsonRpc) {

	/**
	 * Returns the properties of a server of which no key is set.
	 * @return the defaults
	 */
	static LocalServerProperties defaults() {
		return Defaults.VALUE;
	}

	/** Bound once, when a server has no properties. */
	private static final class Defaults {

		static final LocalServerProperties VALUE = new Binder().bindOrCreate("defaults", LocalServerProperties.class);

	}

}
