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

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalServerListener;
import dev.localsocket.context.LocalServerRegistration;
import dev.localsocket.context.LocalServerRegistry;

import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;

/**
 * Publishes where servers listen as properties {@code local.socket.NAME.path}, as
 * {@code local.server.port} is for web servers. A server that does not listen has none.
 */
class LocalServerPathPublisher {

	private static final String SOURCE = "localSocketPaths";

	private final Map<String, Object> paths;

	LocalServerPathPublisher(ConfigurableEnvironment environment, LocalServerRegistry registry) {
		this.paths = paths(environment);
		registry.all().forEach(this::publish);
	}

	/** A child context has the paths of its parent's servers too. */
	@SuppressWarnings("unchecked")
	private static Map<String, Object> paths(ConfigurableEnvironment environment) {
		PropertySource<?> source = environment.getPropertySources().get(SOURCE);
		if (source == null) {
			source = new MapPropertySource(SOURCE, new ConcurrentHashMap<>());
			environment.getPropertySources().addFirst(source);
		}
		return (Map<String, Object>) source.getSource();
	}

	private void publish(LocalServerRegistration registration) {
		String key = "local.socket.%s.path".formatted(registration.beanName());
		registration.server().addListener(new LocalServerListener() {

			@Override
			public void listening(LocalServer server) {
				LocalServerPathPublisher.this.paths.put(key, server.fullServerName());
			}

			@Override
			public void closed(LocalServer server) {
				LocalServerPathPublisher.this.paths.remove(key);
			}

		});
	}

}
