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

import dev.localsocket.autoconfigure.diagnostics.BeanNameTakenException;
import dev.localsocket.autoconfigure.diagnostics.ConfigurationKeys;
import dev.localsocket.client.LocalSocketClient;

import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.beans.factory.support.BeanDefinitionOverrideException;
import org.springframework.core.env.Environment;

/**
 * Registers a bean for each client in the properties. A client does nothing until it is
 * used, so there is nothing to start.
 */
class LocalSocketClientRegistrar implements BeanRegistrar {

	@Override
	public void register(BeanRegistry registry, Environment environment) {
		new DeclaredServers(environment, ConfigurationKeys.CLIENTS).enabled()
			.forEach((name) -> register(registry, name));
	}

	private static void register(BeanRegistry registry, String name) {
		try {
			registry.registerBean(name, LocalSocketClient.class,
					(spec) -> spec.description("Local socket client '" + name + "' of the configuration properties")
						.supplier((context) -> context.bean(LocalSocketClientFactory.class).create(name)));
		}
		catch (BeanDefinitionOverrideException ex) {
			throw BeanNameTakenException.ofClient(name);
		}
	}

}
