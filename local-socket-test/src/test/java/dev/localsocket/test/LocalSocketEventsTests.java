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

package dev.localsocket.test;

import java.time.Duration;

import dev.localsocket.LocalServer;
import dev.localsocket.event.ConnectionClosedEvent;
import dev.localsocket.event.ConnectionEvent;
import dev.localsocket.event.LocalServerEvent;
import dev.localsocket.event.NewConnectionEvent;
import dev.localsocket.event.ServerClosedEvent;
import dev.localsocket.event.ServerListeningEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.annotation.DirtiesContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link LocalSocketEvents} in the way in which applications use it.
 */
@SpringBootTest(classes = LocalSocketEventsTests.Application.class,
		properties = "local-socket.servers.control.enabled=true")
@AutoConfigureLocalSocket
@DirtiesContext
@Timeout(60)
class LocalSocketEventsTests {

	@Autowired
	LocalServer control;

	@Autowired
	LocalSocketEvents events;

	@BeforeEach
	void theServerListensAlready() {
		this.events.clear();
	}

	@AfterEach
	void closeConnections() {
		this.control.connections().forEach((socket) -> socket.abort());
	}

	@Test
	void eventsOfOtherThreadsAreRecordedInOrder() {
		LocalSocketTestClient.connect(this.control).close();
		NewConnectionEvent opened = this.events.await(NewConnectionEvent.class);
		ConnectionClosedEvent closed = this.events.await(ConnectionClosedEvent.class, Duration.ofSeconds(10));
		assertThat(closed.getSocket()).isSameAs(opened.getSocket());
		assertThat(this.events.stream(ConnectionEvent.class)).containsExactly(opened, closed);
	}

	@Test
	void eventThatDoesNotComeIsAnErrorThatTellsWhatCame() {
		try (LocalSocketTestClient client = LocalSocketTestClient.connect(this.control)) {
			this.events.await(NewConnectionEvent.class);
			assertThatExceptionOfType(AssertionError.class)
				.isThrownBy(() -> this.events.await(ServerClosedEvent.class, Duration.ofMillis(1)))
				.withMessage("Expected a ServerClosedEvent within 1 ms, but the events are: "
						+ "[NewConnectionEvent of 'control']");
			client.closeOutput();
		}
	}

	@Test
	void clearedEventsAreForgotten() {
		this.events.onApplicationEvent(new ServerListeningEvent(this.control, "control"));
		this.events.clear();
		assertThat(this.events.stream(LocalServerEvent.class)).isEmpty();
	}

	@Test
	void interruptionIsAnErrorAndKept() {
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> this.events.await(ServerClosedEvent.class, Duration.ofSeconds(10)))
			.withMessageContaining("Interrupted");
		assertThat(Thread.interrupted()).isTrue();
	}

	@Nested
	class InANestedClass {

		@Test
		void theSameEventsAreSeen(@Autowired LocalSocketEvents nested) {
			assertThat(nested).isSameAs(LocalSocketEventsTests.this.events);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
