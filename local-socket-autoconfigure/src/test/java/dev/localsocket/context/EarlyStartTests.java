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

package dev.localsocket.context;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;
import dev.localsocket.annotation.LocalSocketListener;
import dev.localsocket.autoconfigure.LocalSocketAutoConfiguration;
import dev.localsocket.testing.LineClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests that the servers can be started before all handlers are known.
 */
@Timeout(30)
class EarlyStartTests {

	@TempDir
	Path directory;

	@Test
	void handlerHasAConnectionThatCameBeforeItWasKnown() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(LocalSocketAutoConfiguration.class))
			.withPropertyValues("local-socket.servers.control.name=" + this.directory.resolve("control"))
			.withBean(EarlyStart.class)
			.withBean(Handler.class)
			.run((context) -> {
				try (LineClient client = Objects.requireNonNull(context.getBean(EarlyStart.class).client)) {
					assertThat(client.readLine()).isEqualTo("hello");
				}
			});
	}

	/** Comes before the beans that are there for the listeners. */
	static class EarlyStart implements SmartInitializingSingleton {

		private final LocalServerLifecycle lifecycle;

		private final LocalServer server;

		private @Nullable LineClient client;

		EarlyStart(LocalServerLifecycle lifecycle, LocalServer server) {
			this.lifecycle = lifecycle;
			this.server = server;
		}

		@Override
		public void afterSingletonsInstantiated() {
			this.lifecycle.start();
			try {
				this.client = new LineClient(Path.of(this.server.fullServerName()));
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			await().until(this.server::hasPendingConnections);
		}

	}

	static class Handler {

		@LocalSocketListener("control")
		void greet(LocalSocket socket) throws IOException {
			socket.outputStream().write("hello\n".getBytes());
		}

	}

}
