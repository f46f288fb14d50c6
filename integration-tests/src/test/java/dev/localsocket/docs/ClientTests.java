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

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.localsocket.annotation.LocalSocketListener;
import dev.localsocket.client.LocalSocketClient;
import dev.localsocket.client.LocalSocketConversation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Samples of clients.
 */
class ClientTests {

	@TempDir
	Path directory;

	@Test
	void theClientOfThePropertiesTalksToTheServer() {
		Samples.runner(this.directory, "clients.yml", Application.class).run((context) -> {
			Greetings greetings = context.getBean(Greetings.class);
			assertThat(greetings.greet("world")).isEqualTo("Hello world");
			assertThat(greetings.greetAll(List.of("a", "b"))).containsExactly("Hello a", "Hello b");
		});
	}

	// tag::request[]
	static class Greetings {

		private final LocalSocketClient greeting;

		Greetings(LocalSocketClient greeting) {
			this.greeting = greeting;
		}

		String greet(String name) {
			return this.greeting.request(name, String.class);
		}

		// end::request[]

		// tag::conversation[]
		List<String> greetAll(List<String> names) {
			List<String> replies = new ArrayList<>();
			try (LocalSocketConversation conversation = this.greeting.open()) {
				names.forEach(conversation::send);
				conversation.shutdownOutput();
				String reply = conversation.receive(String.class);
				while (reply != null) {
					replies.add(reply);
					reply = conversation.receive(String.class);
				}
			}
			return replies;
		}
		// end::conversation[]

		// tag::request[]

	}
	// end::request[]

	static class Application {

		@LocalSocketListener("control")
		String greet(String name) {
			return "Hello " + name;
		}

		@Bean
		Greetings greetings(LocalSocketClient greeting) {
			return new Greetings(greeting);
		}

	}

}
