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

package dev.localsocket.interop;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.localsocket.client.JsonRpcClient;
import dev.localsocket.client.JsonRpcServiceProxyFactory;
import dev.localsocket.client.LocalSocketClientListener;
import dev.localsocket.client.LocalSocketClientSettings;
import dev.localsocket.client.LocalSocketExchange;
import dev.localsocket.framing.ContentLengthFraming;
import dev.localsocket.rpc.JsonRpcException;
import dev.localsocket.testing.SocketSandbox;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that clients call a server made with Node's {@code vscode-jsonrpc}, and that it
 * calls them.
 */
@Tag("interop")
@Timeout(60)
class NodeServerTests {

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

	private Calculator calculator() {
		JsonRpcClient client = this.sandbox.closeLater(
				JsonRpcClient
					.builder(LocalSocketClientSettings.of(this.sandbox.address("s"))
						.withRequestTimeout(Duration.ofHours(1)), new ContentLengthFraming(100_000))
					.build());
		client.addListener(this);
		return new JsonRpcServiceProxyFactory(client).createClient(Calculator.class);
	}

	@LocalSocketClientListener
	void progress(String text) {
		this.seen.add(text);
	}

	@LocalSocketClientListener
	String ask(String text) {
		return "answer to " + text;
	}

	private String next() throws InterruptedException {
		return String.valueOf(this.seen.poll(20, TimeUnit.SECONDS));
	}

	@Test
	void theTwoCallEachOther() throws Exception {
		try (NodeProcess node = NodeProcess.start("vscode-jsonrpc-server.js", this.sandbox.address("s"))) {
			assertThat(node.readLine()).isEqualTo("ready");
			Calculator calculator = calculator();
			assertThat(calculator.add(40, 2)).isEqualTo(42);
			assertThat(calculator.names("a", "b")).containsExactly("a", "b", "ä€𝄞");
			assertThat(calculator.askBack()).isEqualTo("answer to who");
			calculator.tell("news");
			assertThat(next()).isEqualTo("told news");
			assertThatExceptionOfType(JsonRpcException.class).isThrownBy(calculator::fail)
				.withMessage("no money")
				.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo(7))
				.satisfies((ex) -> assertThat(ex.getData()).hasToString("{\"missing\":3}"));
			assertThatExceptionOfType(JsonRpcException.class).isThrownBy(calculator::unknown)
				.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo(-32601));
			CompletableFuture<String> slow = calculator.slow();
			assertThat(next()).isEqualTo("began");
			slow.cancel(true);
			assertThat(next()).isEqualTo("cancelled");
		}
	}

	@LocalSocketExchange
	interface Calculator {

		int add(int a, int b);

		@LocalSocketExchange(positional = true)
		List<String> names(String one, String two);

		String askBack();

		int fail();

		String unknown();

		CompletableFuture<String> slow();

		@LocalSocketExchange(notification = true)
		void tell(String text);

	}

}
