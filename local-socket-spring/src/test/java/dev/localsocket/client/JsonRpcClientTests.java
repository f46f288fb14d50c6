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

package dev.localsocket.client;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;
import dev.localsocket.LocalSocketCallbacks;
import dev.localsocket.error.SocketError;
import dev.localsocket.framing.LineFraming;
import dev.localsocket.framing.RawFraming;
import dev.localsocket.rpc.JsonRpcException;
import dev.localsocket.testing.BackgroundCall;
import dev.localsocket.testing.SocketSandbox;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

import static dev.localsocket.testing.SocketSandbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link JsonRpcClient}. The test itself plays the server's part.
 */
@Timeout(60)
class JsonRpcClientTests {

	private static final Duration LONG = Duration.ofSeconds(20);

	private static final Duration SHORT = Duration.ofMillis(100);

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	private LocalSocketClientSettings settings(Duration timeout) {
		return LocalSocketClientSettings.of(this.sandbox.address("s"))
			.withRequestTimeout(timeout.equals(LONG) ? Duration.ofHours(1) : timeout);
	}

	private JsonRpcClient.Builder builder(Duration timeout) {
		return JsonRpcClient.builder(settings(timeout), new LineFraming(10_000))
			.reconnectDelay(Duration.ofMillis(1), Duration.ofMillis(10));
	}

	private JsonRpcClient client(Duration timeout) {
		return this.sandbox.closeLater(builder(timeout).build());
	}

	private JsonServer take(LocalServer server) throws Exception {
		return JsonServer.take(this.sandbox, server);
	}

	private static <T extends @Nullable Object> T result(CompletableFuture<T> future) throws Exception {
		return future.get(LONG.toSeconds(), TimeUnit.SECONDS);
	}

	private static void assertFails(SocketError error, ThrowingCallable call) {
		assertThatExceptionOfType(LocalSocketClientException.class).isThrownBy(call)
			.satisfies((ex) -> assertThat(ex.error()).isEqualTo(error));
	}

	private static void assertFails(SocketError error, CompletableFuture<?> future) {
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> result(future))
			.havingCause()
			.isInstanceOfSatisfying(LocalSocketClientException.class, (ex) -> assertThat(ex.error()).isEqualTo(error));
	}

	@Test
	void repliesComeInAnyOrderOverOneConnection() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		JsonRpcClient client = client(LONG);
		CompletableFuture<@Nullable Integer> first = client.call("add", Map.of("a", 1, "b", 2), Integer.class);
		CompletableFuture<@Nullable Integer> second = client.call("add", List.of(3, 4), Integer.class);
		JsonServer connection = take(server);
		JsonNode one = connection.read();
		JsonNode two = connection.read();
		assertThat(one.get("method").asString()).isEqualTo("add");
		assertThat(one.get("params").get("a").intValue()).isEqualTo(1);
		assertThat(two.get("params").get(0).intValue()).isEqualTo(3);
		connection.result(two, "7");
		assertThat(result(second)).isEqualTo(7);
		assertThat(first).isNotDone();
		connection.result(one, "3");
		assertThat(result(first)).isEqualTo(3);
		assertThat(server.hasPendingConnections()).isFalse();
	}

	@Test
	void requestWaitsForTheResult() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		JsonRpcClient client = client(LONG);
		BackgroundCall<String> call = this.sandbox.async(() -> client.request("hello", null, String.class));
		JsonServer connection = take(server);
		JsonNode request = connection.read();
		assertThat(request.has("params")).isFalse();
		connection.result(request, "\"world\"");
		assertThat(call.result()).isEqualTo("world");
	}

	@Test
	void anErrorReplyIsAnExceptionWithCodeAndData() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		JsonRpcClient client = client(LONG);
		BackgroundCall<String> call = this.sandbox.async(() -> client.request("pay", null, String.class));
		JsonServer connection = take(server);
		connection.error(connection.read(), "{\"code\":7,\"message\":\"no money\",\"data\":{\"missing\":3}}");
		assertThatExceptionOfType(JsonRpcException.class).isThrownBy(call::result)
			.withMessage("no money")
			.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo(7))
			.satisfies((ex) -> assertThat(ex.getData()).hasToString("{\"missing\":3}"))
			.satisfies((ex) -> assertThat(ex.getStackTrace())
				.anySatisfy((frame) -> assertThat(frame.getClassName()).isEqualTo(JsonRpcClient.class.getName())));
	}

	@Test
	void theMessageOfAnErrorForgesNoLineOfTheLog() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		CompletableFuture<@Nullable String> call = client(LONG).call("pay", null, String.class);
		JsonServer connection = take(server);
		connection.error(connection.read(), "{\"code\":7,\"message\":\"no\\nINFO all is well\"}");
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> result(call))
			.havingCause()
			.isInstanceOf(JsonRpcException.class)
			.withMessage("no\\nINFO all is well");
	}

	@Test
	void theServerIsToldThatTheTimeIsOver() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		JsonRpcClient client = client(SHORT);
		CompletableFuture<@Nullable String> call = client.call("slow", null, String.class);
		JsonServer connection = take(server);
		JsonNode request = connection.read();
		assertFails(SocketError.TIMEOUT, call);
		assertIsCancelled(connection, request);
	}

	private static void assertIsCancelled(JsonServer connection, JsonNode request) throws Exception {
		JsonNode cancellation = connection.read();
		assertThat(cancellation.get("method").asString()).isEqualTo("$/cancelRequest");
		assertThat(cancellation.get("params").get("id")).isEqualTo(request.get("id"));
	}

	@Test
	void theServerIsToldThatACallIsCancelled() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		CompletableFuture<@Nullable String> call = client(LONG).call("slow", null, String.class);
		JsonServer connection = take(server);
		JsonNode request = connection.read();
		call.cancel(true);
		assertIsCancelled(connection, request);
		assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> result(call));
	}

	@Test
	void theServerIsToldThatTheCallerIsInterrupted() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		JsonRpcClient client = client(LONG);
		BackgroundCall<String> call = this.sandbox.async(() -> client.request("slow", null, String.class));
		JsonServer connection = take(server);
		JsonNode request = connection.read();
		call.awaitBlocked().thread().interrupt();
		assertIsCancelled(connection, request);
		assertFails(SocketError.UNKNOWN, call::result);
	}

	@Test
	void aNotificationIsSent() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		CompletableFuture<@Nullable Void> sent = client(LONG).sendNotification("exit", null);
		JsonNode notification = take(server).read();
		assertThat(notification.get("method").asString()).isEqualTo("exit");
		assertThat(notification.has("id")).isFalse();
		result(sent);
	}

	@Test
	void callsOfABrokenConnectionFailAndAreNotSentAgain() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		JsonRpcClient client = client(LONG);
		CompletableFuture<@Nullable String> first = client.call("first", null, String.class);
		JsonServer connection = take(server);
		connection.read();
		connection.socket().close();
		assertFails(SocketError.PEER_CLOSED, first);
		CompletableFuture<@Nullable String> second = client.call("second", null, String.class);
		JsonServer next = take(server);
		JsonNode request = next.read();
		assertThat(request.get("method").asString()).isEqualTo("second");
		next.result(request, "\"there\"");
		assertThat(result(second)).isEqualTo("there");
	}

	@Test
	void aCallFailsWhenThereIsNoServerAndTheNextFindsIt() throws Exception {
		JsonRpcClient client = client(LONG);
		assertFails(SocketError.SERVER_NOT_FOUND, () -> client.request("hello", null, String.class));
		LocalServer server = this.sandbox.listeningServer();
		CompletableFuture<@Nullable String> call = client.call("hello", null, String.class);
		JsonServer connection = take(server);
		connection.result(connection.read(), "\"world\"");
		assertThat(result(call)).isEqualTo("world");
	}

	@Test
	void aFailureIsFollowedByNoAttemptBeforeItsTime() throws Exception {
		JsonRpcClient client = this.sandbox
			.closeLater(builder(SHORT).reconnectDelay(Duration.ofDays(1), Duration.ofDays(2)).build());
		assertFails(SocketError.SERVER_NOT_FOUND, () -> client.request("hello", null, String.class));
		LocalServer server = this.sandbox.listeningServer();
		assertFails(SocketError.TIMEOUT, () -> client.request("hello", null, String.class));
		assertThat(server.hasPendingConnections()).isFalse();
	}

	@Test
	void nothingIsSentToAServerThatIsNotTrusted() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		JsonRpcClient client = this.sandbox.closeLater(
				JsonRpcClient.builder(settings(LONG).withTrustedServer((peer) -> false), new LineFraming(10_000))
					.build());
		assertFails(SocketError.ACCESS_DENIED, () -> client.request("secret", null, String.class));
		assertThat(take(server).hasEnded()).isTrue();
	}

	@Test
	void waitingIsRefusedOnAnEventLoop() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		JsonRpcClient client = client(LONG);
		LocalSocket other = this.sandbox.connect(server);
		CompletableFuture<Object> outcome = new CompletableFuture<>();
		other.addListener(new LocalSocketCallbacks() {

			@Override
			public void readyRead(LocalSocket socket) {
				try {
					outcome.complete(client.request("hello", null, String.class));
				}
				catch (RuntimeException ex) {
					outcome.complete(ex);
				}
			}

		});
		JsonServer.take(this.sandbox, server).send("go");
		assertThat(result(outcome)).isInstanceOf(IllegalStateException.class);
		assertThat(client.isConnected()).isFalse();
	}

	@Test
	void whatDependsOnAResultMayBlock() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		JsonRpcClient client = client(LONG);
		CompletableFuture<String> both = client.<String>call("first", null, String.class)
			.thenApply((first) -> first + client.<String>request("second", null, String.class));
		JsonServer connection = take(server);
		connection.result(connection.read(), "\"1\"");
		connection.result(connection.read(), "\"2\"");
		assertThat(result(both)).isEqualTo("12");
	}

	@Test
	void aClosedClientFailsWhoWaitsAndWhoComes() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		JsonRpcClient client = client(LONG);
		CompletableFuture<@Nullable String> call = client.call("hello", null, String.class);
		JsonServer connection = take(server);
		connection.read();
		client.close();
		assertFails(SocketError.PEER_CLOSED, call);
		assertThat(connection.hasEnded()).isTrue();
		assertThatIllegalStateException().isThrownBy(() -> client.call("hello", null, String.class))
			.withMessageContaining("is closed");
	}

	@Test
	void closeEndsTheWaitForAServerThatDoesNotAccept() {
		JsonRpcClient client = this.sandbox
			.closeLater(builder(LONG).reconnectDelay(Duration.ofDays(1), Duration.ofDays(2)).build());
		assertFails(SocketError.SERVER_NOT_FOUND, () -> client.request("hello", null, String.class));
		CompletableFuture<@Nullable String> call = client.call("hello", null, String.class);
		client.close();
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> result(call))
			.havingCause()
			.isInstanceOf(IllegalStateException.class);
	}

	@Test
	void aKeptConnectionIsMadeAgain() throws Exception {
		JsonRpcClient client = client(LONG);
		client.keepConnected();
		LocalServer server = this.sandbox.listeningServer();
		JsonServer first = take(server);
		eventually().until(client::isConnected);
		first.socket().abort();
		JsonServer second = take(server);
		eventually().until(client::isConnected);
		client.close();
		assertThat(second.hasEnded()).isTrue();
		assertThat(server.hasPendingConnections()).isFalse();
	}

	@Test
	void aServerThatOnlySaysSomethingAndClosesIsNotConnectedToWithoutEnd() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		JsonRpcClient client = this.sandbox
			.closeLater(builder(LONG).reconnectDelay(Duration.ofMillis(1), Duration.ofDays(1)).build());
		client.keepConnected();
		int count = 0;
		while (count < 100 && server.waitForNewConnection(Duration.ofMillis(500)).available()) {
			JsonServer connection = take(server);
			connection.send("{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":1}}");
			connection.socket().close();
			count++;
		}
		assertThat(count).isLessThan(100);
	}

	@Test
	void aCheckOfTheServerThatFailsInAnyWayEndsTheAttempt() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		AtomicInteger checks = new AtomicInteger();
		JsonRpcClient client = this.sandbox
			.closeLater(
					JsonRpcClient
						.builder(
								settings(LONG).withTrustedServer((credentials) -> checks.incrementAndGet() > 1
										|| JsonRpcClientTests.<RuntimeException>fail(new IOException("no"))),
								new LineFraming(10_000))
						.reconnectDelay(Duration.ofMillis(1), Duration.ofMillis(10))
						.build());
		assertFails(SocketError.ACCESS_DENIED, client.call("hello", null, String.class));
		assertThat(take(server).hasEnded()).isTrue();
		CompletableFuture<@Nullable String> call = client.call("hello", null, String.class);
		JsonServer connection = take(server);
		connection.result(connection.read(), "\"world\"");
		assertThat(result(call)).isEqualTo("world");
	}

	@SuppressWarnings("unchecked")
	private static <X extends Throwable> boolean fail(Exception checked) throws X {
		throw (X) checked;
	}

	@Test
	void parametersThatAreNoneAreRefused() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		JsonRpcClient client = client(LONG);
		assertThatExceptionOfType(LocalSocketConversionException.class)
			.isThrownBy(() -> client.request("hello", "text", String.class));
		take(server);
	}

	@Test
	void aResultOfAnotherTypeIsAConversionFailure() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		JsonRpcClient client = client(LONG);
		BackgroundCall<Integer> call = this.sandbox.async(() -> client.request("count", null, Integer.class));
		JsonServer connection = take(server);
		connection.result(connection.read(), "{}");
		assertThatExceptionOfType(LocalSocketConversionException.class).isThrownBy(call::result);
	}

	@Test
	void interceptorsAddWhatCallsCarryAndSeeTheirEnd() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		CompletableFuture<Object> end = new CompletableFuture<>();
		JsonRpcClient client = this.sandbox.closeLater(builder(LONG).name("calc").interceptor((call) -> {
			call.addMeta("traceparent", "%s-%s".formatted(call.client(), call.method()));
			return (failure) -> end.complete((failure != null) ? failure : "fine");
		}).build());
		client.call("hello", Map.of("to", "you"), String.class);
		JsonServer connection = take(server);
		JsonNode request = connection.read();
		assertThat(request.get("params").get("_meta").get("traceparent").asString()).isEqualTo("calc-hello");
		connection.result(request, "\"world\"");
		assertThat(result(end)).isEqualTo("fine");
	}

	@Test
	void rawBytesAreNoMessages() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> JsonRpcClient.builder(settings(LONG), new RawFraming(100)));
	}

	@Test
	void theDelayIsDoubledUpToItsMaximum() {
		ReconnectDelay delay = new ReconnectDelay(Duration.ofMillis(100), Duration.ofSeconds(1));
		assertThat(delay.after(0, 1)).hasMillis(100);
		assertThat(delay.after(0, 0.25)).hasMillis(25);
		assertThat(delay.after(3, 1)).hasMillis(800);
		assertThat(delay.after(4, 1)).hasMillis(1000);
		assertThat(delay.after(Integer.MAX_VALUE, 0.5)).hasMillis(500);
	}

}
