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

package dev.localsocket.endpoint;

import java.io.IOException;
import java.nio.file.Path;

import dev.localsocket.testing.LineClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client that sees whether a server answers.
 */
final class EchoClient {

	private EchoClient() {
	}

	/**
	 * Fails unless a server at a path sends back a line.
	 * @param socket the path
	 * @throws IOException if nobody listens
	 */
	static void assertAnswers(Path socket) throws IOException {
		try (LineClient client = new LineClient(socket)) {
			assertThat(client.send("hello\n").readLine()).isEqualTo("hello");
		}
	}

}
