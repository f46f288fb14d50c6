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
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.HierarchicalBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.core.env.Environment;

/**
 * Leaves servers to the parent of an application context if that has them: both read the
 * same properties, and an address can have one server only.
 */
class InheritedServers implements BeanDefinitionRegistryPostProcessor {

	private static final Log logger = LogFactory.getLog(InheritedServers.class);

	private final Environment environment;

	InheritedServers(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
		BeanFactory parent = (registry instanceof HierarchicalBeanFactory child) ? child.getParentBeanFactory() : null;
		if (parent != null) {
			new DeclaredServers(this.environment).enabled()
				.stream()
				.filter((name) -> LocalServerRegistrar.hasRegistered(registry, name) && isServer(parent, name))
				.forEach((name) -> leave(registry, name));
		}
	}

	private static boolean isServer(BeanFactory parent, String name) {
		return parent.containsBean(name) && parent.isTypeMatch(name, LocalServer.class);
	}

	private static void leave(BeanDefinitionRegistry registry, String name) {
		logger.info("Local server '%s' is that of the parent application context".formatted(name));
		registry.removeBeanDefinition(name);
	}

}
