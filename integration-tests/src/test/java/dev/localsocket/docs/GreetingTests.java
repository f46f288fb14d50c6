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

import dev.localsocket.LocalServer;
import dev.localsocket.annotation.LocalSocketListener;
import dev.localsocket.event.ConnectionClosedEvent;
import dev.localsocket.test.AutoConfigureLocalSocket;
import dev.localsocket.test.LocalSocketEvents;
import dev.localsocket.test.LocalSocketTestClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.annotation.DirtiesContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sample of a test.
 */
@DirtiesContext
// tag::testing[]
@SpringBootTest(properties = "local-socket.servers.control.enabled=true")
@AutoConfigureLocalSocket
class GreetingTests {

	@Autowired
	LocalServer control;

	@Autowired
	LocalSocketEvents events;

	@BeforeEach
	void forgetEvents() {
		this.events.clear();
	}

	@Test
	void greets() {
		try (LocalSocketTestClient client = LocalSocketTestClient.connect(this.control)) {
			client.send("world").expectLine("Hello world");
			client.closeOutput().expectEnd();
		}
		assertThat(this.events.await(ConnectionClosedEvent.class).getBytesReceived()).isEqualTo(6);
	}

	// end::testing[]

	@EnableAutoConfiguration
	@SpringBootConfiguration(proxyBeanMethods = false)
	static class Application {

		@LocalSocketListener("control")
		String greet(String name) {
			return "Hello " + name;
		}

	}

	// tag::testing[]

}
// end::testing[]
