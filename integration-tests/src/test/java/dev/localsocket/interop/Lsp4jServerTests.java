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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;
import dev.localsocket.client.JsonRpcClient;
import dev.localsocket.client.JsonRpcServiceProxyFactory;
import dev.localsocket.client.LocalSocketClientListener;
import dev.localsocket.client.LocalSocketClientSettings;
import dev.localsocket.client.LocalSocketExchange;
import dev.localsocket.framing.ContentLengthFraming;
import dev.localsocket.rpc.JsonRpcException;
import dev.localsocket.testing.BackgroundCall;
import dev.localsocket.testing.SocketSandbox;
import org.eclipse.lsp4j.jsonrpc.CompletableFutures;
import org.eclipse.lsp4j.jsonrpc.Launcher;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.services.JsonNotification;
import org.eclipse.lsp4j.jsonrpc.services.JsonRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that clients call a server made with Eclipse's LSP4J, and that it calls them.
 */
@Timeout(60)
class Lsp4jServerTests {

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

	private final LocalServer server = this.sandbox.server();

	private JsonRpcClient client() {
		JsonRpcClient client = this.sandbox.closeLater(
				JsonRpcClient
					.builder(LocalSocketClientSettings.of(this.sandbox.address("s"))
						.withRequestTimeout(Duration.ofHours(1)), new ContentLengthFraming(100_000))
					.build());
		client.addListener(new Listener(this.seen));
		client.keepConnected();
		return client;
	}

	private Lsp4jClient launch() throws Exception {
		LocalSocket socket = this.sandbox.take(this.server);
		Launcher<Lsp4jClient> launcher = new Launcher.Builder<Lsp4jClient>().setLocalService(new Service(this.seen))
			.setRemoteInterface(Lsp4jClient.class)
			.setInput(socket.inputStream())
			.setOutput(socket.outputStream())
			.create();
		launcher.startListening();
		return launcher.getRemoteProxy();
	}

	private String next() throws InterruptedException {
		return String.valueOf(this.seen.poll(20, TimeUnit.SECONDS));
	}

	@Test
	void clientsCallTheServer() throws Exception {
		this.sandbox.listen(this.server);
		Calculator calculator = new JsonRpcServiceProxyFactory(client()).createClient(Calculator.class);
		launch();
		assertThat(calculator.add(new Numbers(40, 2)).get()).isEqualTo(42);
		assertThat(calculator.names("a", "b").get()).containsExactly("a", "b", "ä€𝄞");
		calculator.tell(new Text("news"));
		assertThat(next()).isEqualTo("told news");
		BackgroundCall<Integer> failing = this.sandbox.async(() -> calculator.fail());
		assertThatExceptionOfType(JsonRpcException.class).isThrownBy(failing::result)
			.withMessage("no money")
			.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo(7))
			.satisfies((ex) -> assertThat(ex.getData()).hasToString("{\"missing\":3}"));
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> calculator.unknown().get())
			.havingCause()
			.isInstanceOfSatisfying(JsonRpcException.class, (ex) -> assertThat(ex.getCode()).isEqualTo(-32601));
	}

	@Test
	void whoCancelsEndsTheComputationOfTheServer() throws Exception {
		this.sandbox.listen(this.server);
		Calculator calculator = new JsonRpcServiceProxyFactory(client()).createClient(Calculator.class);
		launch();
		CompletableFuture<String> slow = calculator.slow();
		assertThat(next()).isEqualTo("began");
		slow.cancel(true);
		assertThat(next()).isEqualTo("cancelled");
	}

	@Test
	void theServerCallsTheClient() throws Exception {
		this.sandbox.listen(this.server);
		client();
		Lsp4jClient remote = launch();
		remote.progress(new Text("half"));
		assertThat(next()).isEqualTo("progress half");
		assertThat(remote.ask(new Text("who")).get()).isEqualTo("answer to who");
	}

	/** Made by LSP4J, of Gson. */
	static class Service {

		private final BlockingQueue<String> seen;

		Service(BlockingQueue<String> seen) {
			this.seen = seen;
		}

		@JsonRequest
		public CompletableFuture<Integer> add(Numbers numbers) {
			return CompletableFuture.completedFuture(numbers.a + numbers.b);
		}

		@JsonRequest
		public CompletableFuture<List<String>> names(String one, String two) {
			return CompletableFuture.completedFuture(List.of(one, two, "ä€𝄞"));
		}

		@JsonRequest
		public CompletableFuture<Integer> fail() {
			throw new ResponseErrorException(new ResponseError(7, "no money", new Missing(3)));
		}

		@JsonRequest
		public CompletableFuture<String> slow() {
			return CompletableFutures.computeAsync((cancellation) -> {
				this.seen.add("began");
				while (!cancellation.isCanceled()) {
					Thread.onSpinWait();
				}
				this.seen.add("cancelled");
				cancellation.checkCanceled();
				return "";
			});
		}

		@JsonNotification
		public void tell(Text text) {
			this.seen.add("told " + text.text);
		}

	}

	interface Lsp4jClient {

		@JsonNotification
		void progress(Text text);

		@JsonRequest
		CompletableFuture<String> ask(Text question);

	}

	@LocalSocketExchange
	interface Calculator {

		CompletableFuture<Integer> add(Numbers numbers);

		@LocalSocketExchange(positional = true)
		CompletableFuture<List<String>> names(String one, String two);

		int fail();

		CompletableFuture<String> unknown();

		CompletableFuture<String> slow();

		@LocalSocketExchange(notification = true)
		void tell(Text text);

	}

	static class Listener {

		private final BlockingQueue<String> seen;

		Listener(BlockingQueue<String> seen) {
			this.seen = seen;
		}

		@LocalSocketClientListener
		void progress(Text text) {
			this.seen.add("progress " + text.text);
		}

		@LocalSocketClientListener
		String ask(Text question) {
			return "answer to " + question.text;
		}

	}

	static class Numbers {

		public int a;

		public int b;

		Numbers() {
		}

		Numbers(int a, int b) {
			this.a = a;
			this.b = b;
		}

	}

	static class Text {

		public String text = "";

		Text() {
		}

		Text(String text) {
			this.text = text;
		}

	}

	static class Missing {

		final int missing;

		Missing(int missing) {
			this.missing = missing;
		}

	}

}
