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
package dev.localsocket.actuate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;
import dev.localsocket.RejectionReason;
import dev.localsocket.SocketOption;
import dev.localsocket.actuate.LocalSocketsEndpoint.ConnectionDescriptor;
import dev.localsocket.actuate.LocalSocketsEndpoint.CountersDescriptor;
import dev.localsocket.actuate.LocalSocketsEndpoint.OptionsDescriptor;
import dev.localsocket.actuate.LocalSocketsEndpoint.ServerDescriptor;
import dev.localsocket.actuate.LocalSocketsEndpoint.ServerDetailsDescriptor;
import dev.localsocket.context.LocalServerLifecycle;
import dev.localsocket.context.LocalServerRegistration;
import dev.localsocket.context.LocalServerRegistry;
import dev.localsocket.context.internal.ConnectionOwners;
import dev.localsocket.context.internal.DefaultLocalServerLifecycle;
import dev.localsocket.error.SocketError;
import dev.localsocket.testing.LineClient;
import dev.localsocket.worker.ServerWorkers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.annotation.ReflectiveRuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link LocalSocketsEndpoint} and {@link LocalSocketsEndpointWebExtension}.
 */
@Timeout(30)
class LocalSocketsEndpointTests {

	@TempDir
	Path directory;

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final LocalServer server = new LocalServer();

	private LocalServerLifecycle lifecycle = lifecycle(new LocalServerRegistry(List.of()));

	private LocalSocketsEndpoint endpoint = new LocalSocketsEndpoint(new LocalServerRegistry(List.of()),
			this.lifecycle);

	@BeforeEach
	void start() {
		this.server.setSocketOptions(SocketOption.USER_ACCESS);
		this.server.setLimits(this.server.limits().withMaxConnections(2));
		this.server.setLimits(this.server.limits().withIdleTimeout(Duration.ofMinutes(5)));
		LocalServerRegistry registry = new LocalServerRegistry(
				List.of(LocalServerRegistration.of("control", this.server, socket().toString())));
		this.lifecycle = lifecycle(registry);
		this.endpoint = new LocalSocketsEndpoint(registry, this.lifecycle);
		this.lifecycle.start();
	}

	private LocalServerLifecycle lifecycle(LocalServerRegistry registry) {
		return new DefaultLocalServerLifecycle(registry, new ConnectionOwners(), (event) -> {
		}, new ServerWorkers(this.executor), Duration.ZERO);
	}

	@AfterEach
	void stop() {
		this.lifecycle.stop();
		this.executor.shutdownNow();
	}

	private Path socket() {
		return this.directory.resolve("control");
	}

	private LineClient connect(int connections) throws IOException {
		LineClient client = new LineClient(socket());
		await().until(() -> this.server.activeConnections() == connections);
		return client;
	}

	private ServerDetailsDescriptor details() {
		return present(this.endpoint.server("control"));
	}

	private static <T> T present(@Nullable T value) {
		assertThat(value).isNotNull();
		return value;
	}

	@Test
	void serversAreShownWithTheirOptions() {
		Map<String, ServerDescriptor> servers = this.endpoint.servers().servers();
		assertThat(servers).containsOnlyKeys("control");
		ServerDescriptor control = present(servers.get("control"));
		assertThat(control.address()).isEqualTo(socket().toString());
		assertThat(control.listening()).isTrue();
		assertThat(control.reachable()).isTrue();
		assertThat(control.lastError()).isNull();
		assertThat(control.options()).isEqualTo(new OptionsDescriptor(true, this.server.socketOptions(), false, true,
				50, 30, 2, 0, 0, 0, Duration.ofMinutes(5), Duration.ZERO, Duration.ZERO, 0, 0, 0));
	}

	@Test
	void serverIsShownWithItsCountersAndConnections() throws IOException {
		try (LineClient first = connect(1).send("hello"); LineClient second = connect(2)) {
			try (LineClient third = new LineClient(socket())) {
				assertThat(third.readLine()).isNull();
			}
			await().until(() -> this.server.statistics().bytesRead() == 5);
			assertThat(List.of(first, second)).hasSize(2);
			ServerDetailsDescriptor details = details();
			assertThat(details.server().counters()).isEqualTo(
					new CountersDescriptor(2, 2, 2, Map.of(RejectionReason.MAX_CONNECTIONS, 1L), Map.of(), 0, 5, 0));
			assertThat(details.connections()).hasSize(2);
			ConnectionDescriptor connection = details.connections().get(0);
			assertThat(connection.state()).isEqualTo(LocalSocket.State.CONNECTED);
			assertThat(connection.bytesRead()).isEqualTo(5);
			assertThat(connection.bytesAvailable()).isEqualTo(5);
			assertThat(connection.bytesToWrite()).isZero();
			assertThat(connection.age()).isBetween(Duration.ZERO, Duration.ofSeconds(30));
			assertThat(connection.peer().pid()).isEqualTo(ProcessHandle.current().pid());
			assertThat(connection.peer().user()).isEqualTo(System.getProperty("user.name"));
			assertThat(connection.peer().group()).isNotBlank();
			assertThat(connection.peer().command()).isEqualTo(ProcessHandle.current().info().command().orElseThrow());
			assertThat(this.endpoint.connection("control", connection.id())).isNotNull();
		}
	}

	@Test
	void errorsAreShown() throws IOException {
		try (LineClient client = connect(1)) {
			this.server.connections().forEach((socket) -> socket.abort(SocketError.FRAMING_ERROR, "for the test"));
			assertThat(client.readLine()).isNull();
		}
		await().until(() -> this.server.errorCount() == 1);
		CountersDescriptor counters = details().server().counters();
		assertThat(counters.failures()).containsExactly(Map.entry(SocketError.FRAMING_ERROR, 1L));
		assertThat(counters.errors()).isEqualTo(1);
	}

	@Test
	void lostFileIsShown() throws IOException {
		this.server.setRepublish(false);
		Files.delete(socket());
		assertThat(details().server().listening()).isTrue();
		assertThat(details().server().reachable()).isFalse();
	}

	@Test
	void processThatIsYoungerThanTheConnectionIsNotItsPeer() {
		PeerCommands commands = new PeerCommands();
		long pid = ProcessHandle.current().pid();
		assertThat(commands.find(pid, Duration.ZERO)).isNotNull();
		assertThat(commands.find(pid, Duration.ofDays(1000))).isNull();
		assertThat(commands.find(-1, Duration.ZERO)).isNull();
		assertThat(commands.find(0, Duration.ZERO)).isNull();
	}

	@Test
	void someOfTheConnectionsAreShown() throws IOException {
		LocalSocketsEndpointWebExtension web = new LocalSocketsEndpointWebExtension(this.endpoint);
		try (LineClient first = connect(1); LineClient second = connect(2)) {
			assertThat(List.of(first, second)).hasSize(2);
			List<String> all = ids(web.server("control", null, null));
			assertThat(all).hasSize(2);
			assertThat(ids(web.server("control", 1L, null))).isEqualTo(all.subList(1, 2));
			assertThat(ids(web.server("control", null, 1L))).isEqualTo(all.subList(0, 1));
			assertThat(ids(web.server("control", 2L, 1L))).isEmpty();
		}
		assertThat(web.server("no", null, null)).isNull();
		assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> web.server("control", -1L, null));
		assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> web.server("control", null, -1L));
	}

	private static List<String> ids(@Nullable ServerDetailsDescriptor details) {
		return present(details).connections().stream().map(ConnectionDescriptor::id).toList();
	}

	@Test
	void unknownNamesHaveNoDescription() {
		assertThat(this.endpoint.server("no")).isNull();
		assertThat(this.endpoint.connection("no", "1")).isNull();
		assertThat(this.endpoint.connection("control", "no")).isNull();
		assertThat(this.endpoint.changeServer("no", false)).isNull();
		assertThat(this.endpoint.closeConnection("control", "no", null)).isNull();
	}

	@Test
	void serverIsStoppedAndStarted() {
		assertThat(present(this.endpoint.changeServer("control", false)).listening()).isFalse();
		assertThat(this.server.isListening()).isFalse();
		assertThat(details().server().address()).isEqualTo(socket().toString());
		assertThat(present(this.endpoint.changeServer("control", true)).listening()).isTrue();
		assertThat(this.server.isListening()).isTrue();
	}

	@Test
	void serverThatCannotListenIsShownWithItsError() throws IOException {
		this.endpoint.changeServer("control", false);
		Files.createFile(socket());
		ServerDescriptor control = present(this.endpoint.changeServer("control", true));
		assertThat(control.listening()).isFalse();
		assertThat(control.lastError()).isEqualTo(SocketError.ADDRESS_IN_USE);
		assertThat(control.lastErrorText()).contains(socket().toString());
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void connectionIsClosed(boolean abort) throws IOException {
		try (LineClient client = connect(1); LineClient other = connect(2)) {
			String id = details().connections().get(0).id();
			assertThat(present(this.endpoint.closeConnection("control", id, abort)).id()).isEqualTo(id);
			assertThat(client.readLine()).isNull();
			await().until(() -> this.server.activeConnections() == 1);
			assertThat(other).isNotNull();
			assertThat(details().connections()).extracting(ConnectionDescriptor::id).doesNotContain(id);
		}
	}

	@Test
	void outcomeOfAChangeIsTheStatus() throws IOException {
		LocalSocketsEndpointWebExtension web = new LocalSocketsEndpointWebExtension(this.endpoint);
		assertThat(web.changeServer("no", true).getStatus()).isEqualTo(404);
		assertThat(web.changeServer("control", false).getStatus()).isEqualTo(200);
		Files.createFile(socket());
		WebEndpointResponse<ServerDescriptor> conflict = web.changeServer("control", true);
		assertThat(conflict.getStatus()).isEqualTo(409);
		assertThat(present(conflict.getBody()).lastError()).isEqualTo(SocketError.ADDRESS_IN_USE);
		assertThat(web.closeConnection("control", "no", null).getStatus()).isEqualTo(404);
		this.lifecycle.stop();
		assertThat(web.changeServer("control", true).getStatus()).isEqualTo(503);
	}

	@ParameterizedTest
	@ValueSource(classes = { LocalSocketsEndpoint.class, LocalSocketsEndpointWebExtension.class })
	void descriptorsCanBeWrittenInANativeImage(Class<?> endpoint) {
		RuntimeHints hints = new RuntimeHints();
		new ReflectiveRuntimeHintsRegistrar().registerRuntimeHints(hints, endpoint);
		assertThat(List.of(ServerDescriptor.class, OptionsDescriptor.class, CountersDescriptor.class,
				ConnectionDescriptor.class, LocalSocketsEndpoint.PeerDescriptor.class))
			.allMatch((type) -> RuntimeHintsPredicates.reflection()
				.onType(type)
				.withMemberCategory(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS)
				.test(hints));
	}

}
