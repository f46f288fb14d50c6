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

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.localsocket.LocalServer;
import dev.localsocket.annotation.LocalSocketListener;
import dev.localsocket.autoconfigure.LocalSocketAutoConfiguration;
import dev.localsocket.event.ServerClosedEvent;
import dev.localsocket.event.ServerListeningEvent;
import dev.localsocket.test.LocalSocketEvents;
import dev.localsocket.test.LocalSocketTestClient;
import dev.localsocket.testing.ProcessState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotatedBeanDefinitionReader;
import org.springframework.context.support.AbstractRefreshableApplicationContext;
import org.springframework.core.env.MapPropertySource;

import static dev.localsocket.testing.SocketSandbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that servers come and go with a context, however often and in whatever way it is
 * stopped and started.
 */
@Timeout(60)
class ContextRestartTests {

	@TempDir
	Path directory;

	private final RefreshableContext context = new RefreshableContext();

	@AfterEach
	void closeContext() {
		this.context.close();
		assertThat(this.directory).isEmptyDirectory();
		eventually().until(() -> ProcessState.threads("local-socket").isEmpty());
	}

	@ParameterizedTest
	@EnumSource
	void serverServesAfterEachRestart(Restart restart) {
		this.context.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource("test", Map.of("local-socket.directory", this.directory.toString(),
					"local-socket.servers.control.enabled", "true")));
		this.context.refresh();
		for (int i = 0; i < 5; i++) {
			assertServedUntil(() -> restart.stop(this.context));
			restart.start(this.context);
		}
		assertServedUntil(() -> {
		});
		assertEvents(restart);
	}

	private void assertServedUntil(Runnable stop) {
		LocalServer server = this.context.getBean(LocalServer.class);
		try (LocalSocketTestClient client = LocalSocketTestClient.connect(server)) {
			client.send("hello").expectLine("hello");
			stop.run();
			if (!server.isListening()) {
				client.expectEnd();
				assertThat(this.directory).isEmptyDirectory();
			}
		}
	}

	private void assertEvents(Restart restart) {
		LocalSocketEvents events = this.context.getBean(LocalSocketEvents.class);
		int runs = (restart == Restart.REFRESH_AGAIN || restart == Restart.REFRESH_AFTER_STOP) ? 1 : 6;
		eventually().until(() -> events.stream(ServerListeningEvent.class).count() == runs);
		assertThat(events.stream(ServerClosedEvent.class)).hasSize(runs - 1);
	}

	/** Ways to restart a context. */
	enum Restart {

		STOP_AND_START {

			@Override
			void stop(ConfigurableApplicationContext context) {
				context.stop();
			}

			@Override
			void start(ConfigurableApplicationContext context) {
				context.start();
			}

		},

		/** As the context cache of the test framework does. */
		PAUSE_AND_RESTART {

			@Override
			void stop(ConfigurableApplicationContext context) {
				context.pause();
			}

			@Override
			void start(ConfigurableApplicationContext context) {
				context.restart();
			}

		},

		/** As before and after a checkpoint of the JVM. */
		STOP_AND_RESTART {

			@Override
			void stop(ConfigurableApplicationContext context) {
				context.stop();
			}

			@Override
			void start(ConfigurableApplicationContext context) {
				context.restart();
			}

		},

		REFRESH_AFTER_STOP {

			@Override
			void stop(ConfigurableApplicationContext context) {
				context.stop();
			}

			@Override
			void start(ConfigurableApplicationContext context) {
				context.refresh();
			}

		},

		REFRESH_AGAIN {

			@Override
			void stop(ConfigurableApplicationContext context) {
			}

			@Override
			void start(ConfigurableApplicationContext context) {
				context.refresh();
			}

		};

		abstract void stop(ConfigurableApplicationContext context);

		abstract void start(ConfigurableApplicationContext context);

	}

	/** A context that can be refreshed again, with new beans. */
	private static final class RefreshableContext extends AbstractRefreshableApplicationContext {

		@Override
		protected void loadBeanDefinitions(DefaultListableBeanFactory beanFactory) {
			AnnotatedBeanDefinitionReader reader = new AnnotatedBeanDefinitionReader(beanFactory, getEnvironment());
			List.of(LocalSocketEvents.class, Echo.class, LocalSocketAutoConfiguration.class)
				.forEach(reader::registerBean);
		}

	}

	static class Echo {

		@LocalSocketListener("control")
		String echo(String line) {
			return line;
		}

	}

}
