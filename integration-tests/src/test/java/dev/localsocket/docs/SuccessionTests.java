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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.localsocket.SingleInstance;
import dev.localsocket.autoconfigure.SingleInstanceProperties;
import dev.localsocket.event.SecondInstanceEvent;
import dev.localsocket.testing.SocketSandbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.bootstrap.BootstrapRegistry.InstanceSupplier;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Samples of processes that succeed each other.
 */
@Timeout(60)
class SuccessionTests {

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	@Test
	void editorOpensWhatTheSecondWasGiven() throws Exception {
		ByteArrayOutputStream output = new ByteArrayOutputStream();
		SingleInstance.Builder builder = SingleInstance.builder("editor")
			.directory(this.sandbox.directory())
			.streams(InputStream.nullInputStream(), output, output);
		Editor editor = new Editor();
		editor.listen(this.sandbox.closeLater(builder.acquire()));
		assertThat(builder.acquire("a.txt", "/b.txt").exitStatus()).isZero();
		assertThat(editor.opened).containsExactly(Path.of("").toAbsolutePath().resolve("a.txt"), Path.of("/b.txt"));
		assertThat(output).hasToString("2 files opened" + System.lineSeparator());
		assertThat(builder.acquire().exitStatus()).isEqualTo(64);
	}

	@Test
	void eventOpensWhatTheSecondWasGiven() throws Exception {
		ByteArrayOutputStream output = new ByteArrayOutputStream();
		SingleInstance.Builder builder = SingleInstance.builder("editor")
			.directory(this.sandbox.directory())
			.streams(InputStream.nullInputStream(), output, output);
		SingleInstance instance = this.sandbox.closeLater(builder.acquire());
		EditorApplication.run(instance, "--spring.main.banner-mode=off", "--spring.main.web-application-type=none");
		assertThat(builder.acquire().exitStatus()).isEqualTo(64);
		assertThat(builder.acquire("a.txt").exitStatus()).isZero();
		assertThat(output).hasToString("usage: editor FILE..." + System.lineSeparator());
	}

	@Test
	void keysAreBound() throws IOException {
		StandardEnvironment environment = new StandardEnvironment();
		new YamlPropertySourceLoader().load("single-instance.yml", new ClassPathResource("docs/single-instance.yml"))
			.forEach(environment.getPropertySources()::addFirst);
		SingleInstanceProperties properties = Binder.get(environment)
			.bind("local-socket.single-instance", SingleInstanceProperties.class)
			.get();
		assertThat(properties.name()).isEqualTo("editor");
		assertThat(properties.environmentVariables()).containsExactly("DISPLAY", "LANG");
		assertThat(properties.standardInput()).isTrue();
	}

	@Configuration(proxyBeanMethods = false)
	static class EditorApplication {

		// tag::single-instance-main[]
		static void run(SingleInstance instance, String... args) {
			SpringApplication application = new SpringApplication(EditorApplication.class);
			application.addBootstrapRegistryInitializer(
					(registry) -> registry.register(SingleInstance.class, InstanceSupplier.of(instance)));
			application.run(args);
		}
		// end::single-instance-main[]

		// tag::single-instance-event[]
		@EventListener
		void open(SecondInstanceEvent event) {
			if (event.getArguments().isEmpty()) {
				event.reply("usage: editor FILE...%n".formatted());
				event.exit(64);
			}
		}
		// end::single-instance-event[]

	}

	static class Editor {

		private final List<Path> opened = new CopyOnWriteArrayList<>();

		// tag::single-instance[]
		public static void main(String[] args) throws IOException {
			SingleInstance instance = SingleInstance.acquire("editor", args);
			if (!instance.isFirst()) {
				System.exit(instance.exitStatus());
			}
			new Editor().listen(instance);
		}

		void listen(SingleInstance instance) {
			instance.onSecondInstance((second) -> {
				Path directory = Objects.requireNonNull(second.workingDirectory());
				for (String argument : second.arguments()) {
					open(directory.resolve(argument));
				}
				second.reply("%d files opened%n".formatted(second.arguments().size()));
				second.exit(second.arguments().isEmpty() ? 64 : 0);
			});
		}
		// end::single-instance[]

		private void open(Path file) {
			this.opened.add(file);
		}

	}

}
