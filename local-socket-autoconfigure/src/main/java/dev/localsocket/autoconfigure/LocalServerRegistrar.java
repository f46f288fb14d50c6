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

import java.util.Locale;
import java.util.Map;
import java.util.Set;

import dev.localsocket.LocalServer;

import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.convert.support.DefaultConversionService;
import org.springframework.core.env.Environment;

/**
 * Registers a bean for each server in the properties. Only the names are bound here; the
 * rest is left to the properties bean, which reports what is wrong with them.
 */
class LocalServerRegistrar implements BeanRegistrar {

	@Override
	public void register(BeanRegistry registry, Environment environment) {
		Binder.get(environment)
			.bind(LocalSocketProperties.SERVERS, Bindable.mapOf(String.class, Object.class))
			.ifBound((servers) -> servers.forEach((name, properties) -> {
				if (isEnabled(properties) && !isSpelledBetter(name, servers.keySet())) {
					register(registry, name);
				}
			}));
	}

	/**
	 * An environment variable that overrides a key of the server {@code app-control}
	 * names it {@code appcontrol}, because it can do no better.
	 */
	private static boolean isSpelledBetter(String name, Set<String> names) {
		return name.equals(uniform(name))
				&& names.stream().anyMatch((other) -> !other.equals(name) && uniform(other).equals(name));
	}

	private static String uniform(String name) {
		return name.replace("-", "").toLowerCase(Locale.ROOT);
	}

	private static boolean isEnabled(Object properties) {
		Object enabled = (properties instanceof Map<?, ?> map) ? map.get("enabled") : null;
		return enabled == null
				|| Boolean.TRUE.equals(DefaultConversionService.getSharedInstance().convert(enabled, Boolean.class));
	}

	private static void register(BeanRegistry registry, String name) {
		registry.registerBean(name, LocalServer.class,
				(spec) -> spec.description("Local socket server '" + name + "' of the configuration properties")
					.supplier((context) -> context.bean(LocalServerFactory.class).create(name)));
	}

}
