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

import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

import dev.localsocket.autoconfigure.diagnostics.BeanNameTakenException;
import dev.localsocket.autoconfigure.diagnostics.ConfigurationKeys;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanNameGenerator;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Looks, just before the servers and clients of the properties are registered, that they
 * replace no bean of the application unnoticed. A bean registrar cannot see what is
 * there: it is told only where bean definitions cannot be overridden.
 */
class BeanNameGuard implements ImportBeanDefinitionRegistrar {

	private final Environment environment;

	BeanNameGuard(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void registerBeanDefinitions(AnnotationMetadata importingClassMetadata, BeanDefinitionRegistry registry,
			BeanNameGenerator importBeanNameGenerator) {
		if (registry instanceof DefaultListableBeanFactory beanFactory
				&& beanFactory.isAllowBeanDefinitionOverriding()) {
			Set<String> servers = new DeclaredServers(this.environment).enabled();
			Set<String> clients = new DeclaredServers(this.environment, ConfigurationKeys.CLIENTS).enabled();
			check(servers, registry::containsBeanDefinition, BeanNameTakenException::ofReplacedByServer);
			check(clients, (name) -> servers.contains(name) || registry.containsBeanDefinition(name),
					BeanNameTakenException::ofClient);
		}
	}

	private static void check(Set<String> names, Predicate<String> taken,
			Function<String, BeanNameTakenException> exception) {
		names.stream().filter(taken).findFirst().ifPresent((name) -> {
			throw exception.apply(name);
		});
	}

}
