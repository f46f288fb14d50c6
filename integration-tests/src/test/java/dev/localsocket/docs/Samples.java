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

package dev.localsocket.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

import dev.localsocket.LocalServer;
import dev.localsocket.autoconfigure.LocalSocketAutoConfiguration;
import dev.localsocket.test.LocalSocketTestClient;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.ClassPathResource;

/**
 * Runs samples with a server {@code control}.
 */
final class Samples {

	private Samples() {
	}

	static ApplicationContextRunner runner(Path directory, Class<?>... samples) {
		return new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(LocalSocketAutoConfiguration.class, LifecycleAutoConfiguration.class))
			.withInitializer(Samples::convertAsSpringApplicationDoes)
			.withUserConfiguration(samples)
			.withPropertyValues("local-socket.directory=" + directory, "local-socket.servers.control.enabled=true");
	}

	static ApplicationContextRunner runner(Path directory, String yaml, Class<?>... samples) {
		return runner(directory, samples).withInitializer((context) -> addYaml(context, yaml));
	}

	private static void convertAsSpringApplicationDoes(ConfigurableApplicationContext context) {
		context.getBeanFactory().setConversionService(ApplicationConversionService.getSharedInstance());
	}

	private static void addYaml(ConfigurableApplicationContext context, String name) {
		try {
			new YamlPropertySourceLoader().load(name, new ClassPathResource("docs/" + name))
				.forEach(context.getEnvironment().getPropertySources()::addFirst);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static LocalSocketTestClient connect(ApplicationContext context) {
		return LocalSocketTestClient.connect(context.getBean(LocalServer.class));
	}

}
