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
import java.util.concurrent.atomic.AtomicBoolean;

import dev.localsocket.testing.BackgroundCall;
import dev.localsocket.testing.LineClient;
import dev.localsocket.testing.SocketSandbox;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Exchanges lines with a server on a thread of its own, on one long connection and many
 * short ones, for as long as something goes on.
 */
final class SteadyClient {

	private final AtomicBoolean ended = new AtomicBoolean();

	private final BackgroundCall<Integer> exchanges;

	SteadyClient(SocketSandbox sandbox, Path socket) {
		this.exchanges = sandbox.async(() -> exchange(socket));
	}

	private int exchange(Path socket) throws IOException {
		int count = 0;
		try (LineClient client = new LineClient(socket)) {
			while (!this.ended.get()) {
				String line = "line " + count++;
				assertThat(client.send(line + "\n").readLine()).isEqualTo(line);
				EchoClient.assertAnswers(socket);
			}
		}
		return count;
	}

	/**
	 * Ends the exchange.
	 * @return the number of lines
	 * @throws Exception if there was a break
	 */
	int end() throws Exception {
		this.ended.set(true);
		return this.exchanges.result();
	}

}
