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

import java.util.List;
import java.util.concurrent.Executor;

import dev.localsocket.autoconfigure.LocalSocketClientProperties.JsonRpc;
import dev.localsocket.client.ClientInterceptor;
import dev.localsocket.client.JsonRpcClient;
import dev.localsocket.framing.Framing;
import dev.localsocket.framing.RawFraming;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.util.ClassUtils;

/**
 * Creates the clients of the configuration properties that speak JSON-RPC. A value that
 * makes no sense is reported with its key. Thread-safe.
 */
class JsonRpcClientFactory {

	private final LocalSocketProperties properties;

	private final LocalSocketClientFactory clientFactory;

	private final ServerMessagingFactory messagingFactory;

	private final Executor executor;

	private final List<ClientInterceptor> interceptors;

	private final ConfigurableBeanFactory beanFactory;

	JsonRpcClientFactory(LocalSocketProperties properties, LocalSocketClientFactory clientFactory,
			ServerMessagingFactory messagingFactory, Executor executor, List<ClientInterceptor> interceptors,
			ConfigurableBeanFactory beanFactory) {
		this.properties = properties;
		this.clientFactory = clientFactory;
		this.messagingFactory = messagingFactory;
		this.executor = executor;
		this.interceptors = interceptors;
		this.beanFactory = beanFactory;
	}

	/**
	 * Creates a client.
	 * @param beanName the name of its bean
	 * @return the client, which does not connect yet
	 */
	JsonRpcClient create(String beanName) {
		checkJackson(beanName);
		JsonRpc jsonRpc = this.properties.client(beanName).jsonRpc();
		JsonRpcClient.Builder builder = JsonRpcClient.builder(this.clientFactory.settings(beanName), framing(beanName))
			.name(beanName)
			.executor(this.executor)
			.reconnectDelay(jsonRpc.reconnectDelay(), jsonRpc.maxReconnectDelay());
		this.interceptors.forEach(builder::interceptor);
		return Jackson.build(builder, this.beanFactory);
	}

	private void checkJackson(String beanName) {
		if (!ClassUtils.isPresent("tools.jackson.databind.json.JsonMapper", this.beanFactory.getBeanClassLoader())) {
			throw InvalidProperty.of("clients.%s.protocol".formatted(beanName), "json-rpc",
					"The protocol needs Jackson, which is not on the class path: add spring-boot-starter-jackson.");
		}
	}

	private Framing framing(String beanName) {
		Framing framing = this.messagingFactory.clientMessaging(beanName).framing();
		if (framing instanceof RawFraming) {
			throw InvalidProperty.of("clients.%s.framing.type".formatted(beanName), "raw",
					"The protocol 'json-rpc' needs a framing with messages, such as 'json-lines'.");
		}
		return framing;
	}

	/** To be loaded only where Jackson is. */
	private static final class Jackson {

		private static JsonRpcClient build(JsonRpcClient.Builder builder, ConfigurableBeanFactory beanFactory) {
			JsonMapper mapper = beanFactory.getBeanProvider(JsonMapper.class).getIfUnique();
			return ((mapper != null) ? builder.mapper(mapper) : builder).build();
		}

	}

}
