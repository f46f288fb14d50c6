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
import java.util.function.Predicate;

import dev.localsocket.EventLoops;
import dev.localsocket.TransportType;
import dev.localsocket.account.Accounts;
import dev.localsocket.account.PeerCredentials;
import dev.localsocket.client.LocalSocketClient;
import dev.localsocket.client.LocalSocketClientSettings;
import dev.localsocket.client.ServerTrust;
import org.jspecify.annotations.Nullable;

/**
 * Creates the clients of the configuration properties. A value that makes no sense is
 * reported with its key. Thread-safe.
 */
class LocalSocketClientFactory {

	private static final Set<String> ANY_USER = Set.of("*");

	private final LocalSocketProperties properties;

	private final Accounts accounts;

	private final ServerMessagingFactory messagingFactory;

	LocalSocketClientFactory(LocalSocketProperties properties, Accounts accounts,
			ServerMessagingFactory messagingFactory) {
		this.properties = properties;
		this.accounts = accounts;
		this.messagingFactory = messagingFactory;
	}

	/**
	 * Creates a client.
	 * @param beanName the name of its bean
	 * @return the client, which does not connect yet
	 */
	LocalSocketClient create(String beanName) {
		return new LocalSocketClient(settings(beanName), this.messagingFactory.clientMessaging(beanName));
	}

	/**
	 * Tells where the server of a client is.
	 * @param beanName the name of the client's bean
	 * @return the settings
	 */
	LocalSocketClientSettings settings(String beanName) {
		LocalSocketClientProperties client = this.properties.client(beanName);
		ConfiguredAddress address = new ConfiguredAddress("clients." + beanName, beanName, client.name(),
				client.directory(), this.properties.directory(), client.abstractNamespace());
		address.check();
		check(beanName, client);
		return LocalSocketClientSettings.of(address.resolved())
			.withAbstractNamespace(client.abstractNamespace())
			.withConnectTimeout(client.connectTimeout())
			.withRequestTimeout(client.requestTimeout())
			.withMaxConnections(client.maxConnections())
			.withReadBufferSize(client.readBufferSize().toBytes())
			.withWriteBufferSize(client.writeBufferSize().toBytes())
			.withTrustedServer(trust(client.serverUsers()))
			.withTransport(transport());
	}

	/**
	 * Fails now, and not when the client is first used, if there is none of that type.
	 */
	private TransportType transport() {
		TransportType transport = this.properties.transport();
		try {
			EventLoops.sharedDaemons(transport);
			return transport;
		}
		catch (UnsupportedOperationException ex) {
			throw InvalidProperty.ofTransport(transport, ex);
		}
	}

	private static void check(String beanName, LocalSocketClientProperties client) {
		checkPositive(beanName, "connect-timeout", client.connectTimeout());
		checkPositive(beanName, "request-timeout", client.requestTimeout());
		check(client.maxConnections() >= 1, beanName, "max-connections", client.maxConnections(),
				"There must be at least 1 connection.");
		check(!client.readBufferSize().isNegative(), beanName, "read-buffer-size", client.readBufferSize(),
				"The size must be positive, or 0 for no limit.");
		check(!client.writeBufferSize().isNegative(), beanName, "write-buffer-size", client.writeBufferSize(),
				"The size must be positive, or 0 for no limit.");
		checkPositive(beanName, "json-rpc.reconnect-delay", client.jsonRpc().reconnectDelay());
		check(client.jsonRpc().maxReconnectDelay().compareTo(client.jsonRpc().reconnectDelay()) >= 0, beanName,
				"json-rpc.max-reconnect-delay", client.jsonRpc().maxReconnectDelay(),
				"The time must not be shorter than that of 'json-rpc.reconnect-delay'.");
	}

	private static void checkPositive(String beanName, String key, Duration value) {
		check(!value.isNegative() && !value.isZero(), beanName, key, value, "The time must be positive.");
	}

	private static void check(boolean valid, String beanName, String key, @Nullable Object value, String reason) {
		if (!valid) {
			throw InvalidProperty.of("clients.%s.%s".formatted(beanName, key), value, reason);
		}
	}

	private Predicate<PeerCredentials> trust(Set<String> users) {
		if (users.isEmpty()) {
			return ServerTrust.OWN_USER_AND_ROOT;
		}
		return users.equals(ANY_USER) ? ServerTrust.ANY_USER : new ServerTrust(users, this.accounts);
	}

}
