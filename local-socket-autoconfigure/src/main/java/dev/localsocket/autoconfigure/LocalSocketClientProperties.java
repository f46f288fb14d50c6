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

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationPropertiesSource;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Properties of one client of a local socket server.
 *
 * @param enabled Whether there is a bean for the client.
 * @param name Name of the server's socket, or its absolute path. By default, the name of
 * the bean.
 * @param directory Directory of the server's socket, an absolute path. By default, the
 * directory of all servers.
 * @param abstractNamespace Whether the server's name is in the abstract namespace.
 * @param serverUsers Users that the server may run as, by their names or numbers, or '*'
 * for all. By default, the user of this application, and root.
 * @param connectTimeout Time to wait while the server does not accept connections.
 * @param requestTimeout Time that a message may take to be sent, and its reply to come.
 * With the protocol 'http', time that the server may be silent while it answers.
 * @param maxConnections Number of connections that requests may use at a time. Further
 * requests wait.
 * @param readBufferSize Size of the buffer for received bytes of each connection. When it
 * is full, the server has to wait. 0 for no limit.
 * @param writeBufferSize Size of the buffer for bytes to be sent of each connection, and
 * so the greatest length of a message. 0 for no limit.
 * @param protocol What the server speaks: 'none' for messages of its own, of which the
 * bean is a LocalSocketClient, 'json-rpc' for JSON-RPC 2.0, of which it is a
 * JsonRpcClient, or 'http' for HTTP, of which it is a LocalSocketHttpClient.
 * @param jsonRpc How the server is called, with the protocol 'json-rpc'.
 * @param framing How the messages of the server follow one another.
 * @since 0.1.0
 */
@ConfigurationPropertiesSource
public record LocalSocketClientProperties(@DefaultValue("true") boolean enabled, @Nullable String name,
		@Nullable String directory, @DefaultValue("false") boolean abstractNamespace,
		@DefaultValue Set<String> serverUsers, @DefaultValue("5s") Duration connectTimeout,
		@DefaultValue("30s") Duration requestTimeout, @DefaultValue("16") int maxConnections,
		@DefaultValue("64KB") DataSize readBufferSize, @DefaultValue("1MB") DataSize writeBufferSize,
		@DefaultValue("none") Protocol protocol, @DefaultValue JsonRpc jsonRpc,
		@NestedConfigurationProperty @DefaultValue FramingProperties framing) {

	/**
	 * Returns the properties of a client of which no key is set.
	 * @return the defaults
	 */
	static LocalSocketClientProperties defaults() {
		return new Binder().bindOrCreate("defaults", LocalSocketClientProperties.class);
	}

	/**
	 * What servers speak.
	 *
	 * @since 0.1.0
	 */
	public enum Protocol {

		/** Messages of their own. */
		NONE,

		/** JSON-RPC 2.0. */
		JSON_RPC,

		/** HTTP/1.1, which needs the module {@code local-socket-web}. */
		HTTP

	}

	/**
	 * How a server is called that speaks JSON-RPC 2.0.
	 *
	 * @param reconnectDelay Longest time to wait before a connection that was lost is
	 * made again. Each failure doubles it, and a random part of it is waited.
	 * @param maxReconnectDelay Longest time to wait before a connection is made again,
	 * after whatever failures.
	 * @since 0.1.0
	 */
	public record JsonRpc(@DefaultValue("100ms") Duration reconnectDelay,
			@DefaultValue("5s") Duration maxReconnectDelay) {

	}

}
