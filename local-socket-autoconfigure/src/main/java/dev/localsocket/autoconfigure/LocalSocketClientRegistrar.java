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

import java.util.function.Function;

import dev.localsocket.autoconfigure.LocalSocketClientProperties.Protocol;
import dev.localsocket.autoconfigure.diagnostics.BeanNameTakenException;
import dev.localsocket.autoconfigure.diagnostics.ConfigurationKeys;
import dev.localsocket.client.JsonRpcClient;
import dev.localsocket.client.LocalSocketClient;

import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.beans.factory.BeanRegistry.SupplierContext;
import org.springframework.beans.factory.support.BeanDefinitionOverrideException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.IgnoreErrorsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Registers a bean for each client in the properties. A client does nothing until it is
 * used, so there is nothing to start.
 */
class LocalSocketClientRegistrar implements BeanRegistrar {

	@Override
	public void register(BeanRegistry registry, Environment environment) {
		Binder binder = Binder.get(environment);
		DeclaredServers clients = new DeclaredServers(environment, ConfigurationKeys.CLIENTS);
		for (String name : clients.enabled()) {
			switch (protocol(binder, name)) {
				case NONE -> register(registry, name, LocalSocketClient.class,
						(context) -> context.bean(LocalSocketClientFactory.class).create(name));
				case JSON_RPC -> register(registry, name, JsonRpcClient.class,
						(context) -> context.bean(JsonRpcClientFactory.class).create(name));
				case HTTP -> registerHttpClient(registry, name, clients);
			}
		}
	}

	/** What is no protocol is reported where all values are. */
	private static Protocol protocol(Binder binder, String name) {
		Bindable<Protocol> protocol = Bindable.of(Protocol.class);
		return binder
			.bind(ConfigurationPropertyName.adapt("%s.%s.protocol".formatted(ConfigurationKeys.CLIENTS, name), '.'),
					protocol, new IgnoreErrorsBindHandler())
			.orElse(Protocol.NONE);
	}

	private static void registerHttpClient(BeanRegistry registry, String name, DeclaredServers clients) {
		clients.anyKey(name, "framing").ifPresent((key) -> {
			throw InvalidProperty.of("clients.%s.framing.%s".formatted(name, key), null,
					"The protocol 'http' has a framing of its own. Remove this key, or the protocol.");
		});
		register(registry, name, httpClientType(name), (context) -> context.bean(HttpClientFactory.class)
			.create(context.bean(LocalSocketClientFactory.class).settings(name)));
	}

	@SuppressWarnings("unchecked")
	private static Class<Object> httpClientType(String name) {
		try {
			return (Class<Object>) ClassUtils.forName(HttpClientFactory.TYPE,
					LocalSocketClientRegistrar.class.getClassLoader());
		}
		catch (ClassNotFoundException | LinkageError ex) {
			throw InvalidProperty.of("clients.%s.protocol".formatted(name), "http",
					"The protocol needs a module that is not on the class path: add dev.localsocket:local-socket-web, "
							+ "and spring-boot-starter-restclient or spring-boot-starter-webclient.");
		}
	}

	private static <T> void register(BeanRegistry registry, String name, Class<T> type,
			Function<SupplierContext, T> supplier) {
		try {
			registry.registerBean(name, type,
					(spec) -> spec.description("Local socket client '" + name + "' of the configuration properties")
						.supplier(supplier));
		}
		catch (BeanDefinitionOverrideException ex) {
			throw BeanNameTakenException.ofClient(name);
		}
	}

}
