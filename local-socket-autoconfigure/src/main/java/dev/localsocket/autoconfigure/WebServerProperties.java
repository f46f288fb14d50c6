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
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationPropertiesSource;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Properties of a local socket that HTTP is served on. Timeouts of requests and idle
 * connections are those of the web server.
 *
 * @param enabled Whether HTTP is served on the socket.
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
 * @param maxPendingConnections Number of accepted connections that may wait for the web
 * server.
 * @param maxConnections Number of connections that may be open. Others are rejected. 0
 * for no limit.
 * @param maxConnectionsPerUser Number of connections that one user may have open. Others
 * of that user are rejected. 0 for no limit. By default, no limit for root and the user
 * of the application, and half of max-connections for each other user.
 * @param reservedConnections Number of connections, of those that may be open, that only
 * root and the user of the application may have, so that others cannot lock them out. By
 * default, one in 64.
 * @param writeTimeout Time after which a connection is closed whose peer reads nothing of
 * what is to be sent. 0 for no limit.
 * @param readBufferSize Size of the buffer for received bytes of each connection. When it
 * is full, the peer has to wait. 0 for no limit.
 * @param authorization Who may connect, beside what the socket options say.
 * @param trustedProxies Users, by name or number, whose processes are proxies: headers
 * such as X-Forwarded-For are believed if they come from one of them, and dropped
 * otherwise.
 * @since 0.1.0
 */
@ConfigurationPropertiesSource
public record WebServerProperties(@DefaultValue("true") boolean enabled, @DefaultValue("true") boolean autoStartup,
		@Nullable String name, @Nullable String directory, @Nullable String socketDescriptor,
		@DefaultValue("user-access") Set<SocketOption> socketOptions, @Nullable String group,
		@DefaultValue("true") boolean reclaimStale, @DefaultValue("true") boolean checkDirectory,
		@DefaultValue("true") boolean republish, @DefaultValue("false") boolean handover,
		@Nullable Integer listenBacklogSize, @DefaultValue("30") int maxPendingConnections,
		@DefaultValue("1024") int maxConnections, @Nullable Integer maxConnectionsPerUser,
		@Nullable Integer reservedConnections, @DefaultValue("30s") Duration writeTimeout,
		@DefaultValue("64KB") DataSize readBufferSize,
		@NestedConfigurationProperty @DefaultValue AuthorizationProperties authorization,
		@DefaultValue Set<String> trustedProxies) {

	/** As those of any server; what is not sent waits in the web server, not here. */
	LocalServerProperties asServer() {
		LocalServerProperties defaults = LocalServerProperties.defaults();
		return new LocalServerProperties(this.enabled, this.autoStartup, this.name, this.directory,
				this.socketDescriptor, this.socketOptions, this.group, this.reclaimStale, this.checkDirectory,
				this.republish, this.handover, this.listenBacklogSize, this.maxPendingConnections, this.maxConnections,
				this.maxConnectionsPerUser, this.reservedConnections, Duration.ZERO, this.writeTimeout, Duration.ZERO,
				this.readBufferSize, defaults.writeBufferSize(), 0, null, this.authorization, defaults.framing(),
				defaults.protocol(), defaults.jsonRpc());
	}

}
