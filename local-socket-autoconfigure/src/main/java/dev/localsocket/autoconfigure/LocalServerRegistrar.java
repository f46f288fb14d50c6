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

import dev.localsocket.LocalServer;

import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.beans.factory.support.BeanDefinitionOverrideException;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.core.env.Environment;

/**
 * Registers a bean for each server in the properties, unless the application has one of
 * that name.
 */
class LocalServerRegistrar implements BeanRegistrar {

	@Override
	public void register(BeanRegistry registry, Environment environment) {
		new DeclaredServers(environment).enabled().forEach((name) -> register(registry, name));
	}

	private static void register(BeanRegistry registry, String name) {
		try {
			registry.registerBean(name, LocalServer.class, (spec) -> spec.description(description(name))
				.supplier((context) -> context.bean(LocalServerFactory.class).create(name)));
		}
		catch (BeanDefinitionOverrideException ex) {
			// The application's bean is that server, see LocalServerFactory
		}
	}

	private static String description(String name) {
		return "Local socket server '" + name + "' of the configuration properties";
	}

	/**
	 * Tells whether the bean of a name is a server of the properties.
	 * @param registry the bean definitions
	 * @param name the name
	 * @return whether this class has registered the bean
	 */
	static boolean hasRegistered(BeanDefinitionRegistry registry, String name) {
		return registry.containsBeanDefinition(name)
				&& description(name).equals(registry.getBeanDefinition(name).getDescription());
	}

}
