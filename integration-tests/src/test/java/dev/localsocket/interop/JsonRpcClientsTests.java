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

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.localsocket.LocalSocket;
import dev.localsocket.autoconfigure.LocalSocketAutoConfiguration;
import org.eclipse.lsp4j.jsonrpc.Launcher;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.services.JsonNotification;
import org.eclipse.lsp4j.jsonrpc.services.JsonRequest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that clients made by others call a server, and that it calls them.
 */
@Timeout(60)
class JsonRpcClientsTests {

	@TempDir
	Path directory;

	private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

	private ApplicationContextRunner runner() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(LocalSocketAutoConfiguration.class))
			.withUserConfiguration(CalculatorListener.class)
			.withPropertyValues("local-socket.servers.calc.name=" + address(),
					"local-socket.servers.calc.protocol=json-rpc",
					"local-socket.servers.calc.framing.type=content-length");
	}

	private String address() {
		return this.directory.resolve("calc").toString();
	}

	private String next() throws InterruptedException {
		return String.valueOf(this.seen.poll(20, TimeUnit.SECONDS));
	}

	@Test
	void lsp4j() {
		runner().run((context) -> {
			try (LocalSocket socket = LocalSocket.connectToServer(address())) {
				Launcher<Lsp4jServer> launcher = new Launcher.Builder<Lsp4jServer>()
					.setLocalService(new Lsp4jService(this.seen))
					.setRemoteInterface(Lsp4jServer.class)
					.setInput(socket.inputStream())
					.setOutput(socket.outputStream())
					.create();
				launcher.startListening();
				useLsp4j(launcher.getRemoteProxy());
			}
		});
	}

	private void useLsp4j(Lsp4jServer server) throws Exception {
		assertThat(server.add(40, 2).get()).isEqualTo(42);
		assertThat(server.names("a", "b").get()).containsExactly("a", "b", "ä€𝄞");
		assertThat(server.askBack().get()).isEqualTo("answer to who");
		server.tell(new Text("news"));
		assertThat(next()).isEqualTo("told news");
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> server.fail().get())
			.havingCause()
			.isInstanceOfSatisfying(ResponseErrorException.class, (ex) -> {
				assertThat(ex.getResponseError().getCode()).isEqualTo(7);
				assertThat(ex.getResponseError().getMessage()).isEqualTo("no money");
				assertThat(ex.getResponseError().getData()).hasToString("{\"missing\":3}");
			});
		CompletableFuture<String> slow = server.slow();
		assertThat(next()).isEqualTo("began");
		slow.cancel(true);
		assertThat(next()).isEqualTo("cancelled");
	}

	@Test
	void pythonWithJsonOnly() {
		runner().run((context) -> {
			Process python = new ProcessBuilder("python3", "src/test/resources/interop/json_client.py", address())
				.redirectError(ProcessBuilder.Redirect.INHERIT)
				.start();
			python.getOutputStream().close();
			String output = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(python.waitFor()).isZero();
			assertThat(output.lines()).containsExactly("add 42", "names [\"a\", \"b\", \"ä€𝄞\"]",
					"fail {\"code\": 7, \"message\": \"no money\", \"data\": {\"missing\": 3}}", "unknown -32601",
					"wrong -32602", "slow began", "add 3", "slow ['-32800', \"{'text': 'cancelled'}\"]",
					"batch ['None', 'x']");
		});
	}

	@Test
	@Tag("interop")
	void node() {
		runner().run((context) -> {
			try (NodeProcess node = NodeProcess.start("vscode-jsonrpc-client.js", address())) {
				assertThat(node.output().lines()).containsExactly("add 42", "add by position 42",
						"names [\"a\",\"b\",\"ä€𝄞\"]", "ask back answer to who", "fail 7 no money {\"missing\":3}",
						"unknown -32601", "wrong -32602", "tell told news", "slow began", "slow cancelled",
						"slow -32800");
			}
		});
	}

	interface Lsp4jServer {

		@JsonRequest
		CompletableFuture<Integer> add(int a, int b);

		@JsonRequest
		CompletableFuture<List<String>> names(String one, String two);

		@JsonRequest
		CompletableFuture<String> askBack();

		@JsonRequest
		CompletableFuture<Integer> fail();

		@JsonRequest
		CompletableFuture<String> slow();

		@JsonNotification
		void tell(Text text);

	}

	static class Lsp4jService {

		private final BlockingQueue<String> seen;

		Lsp4jService(BlockingQueue<String> seen) {
			this.seen = seen;
		}

		@JsonNotification
		public void progress(Text text) {
			this.seen.add(text.text);
		}

		@JsonRequest
		public CompletableFuture<String> ask(Text question) {
			return CompletableFuture.completedFuture("answer to " + question.text);
		}

	}

	static class Text {

		final String text;

		Text(String text) {
			this.text = text;
		}

	}

}
