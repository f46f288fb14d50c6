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

package dev.localsocket.metrics;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;
import dev.localsocket.context.LocalServerRegistration;
import dev.localsocket.context.LocalServerRegistry;
import dev.localsocket.error.SocketError;
import dev.localsocket.testing.LineClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link LocalServerMetrics}.
 */
class LocalServerMetricsTests {

	@TempDir
	Path directory;

	/** Meters keep what they measure by weak references. */
	private final List<LocalServerMetrics> bound = new ArrayList<>();

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private double gauge(String name) {
		return this.registry.get(name).tag("server", "control").gauge().value();
	}

	@Test
	void gaugesFollowTheServer() throws IOException {
		LocalServer server = new LocalServer();
		Path socket = this.directory.resolve("control");
		bind(server);
		try (server) {
			assertThat(server.listen(socket.toString())).isTrue();
			assertThat(gauge("local.socket.connections.pending")).isZero();
			try (LineClient client = new LineClient(socket)) {
				await().until(() -> gauge("local.socket.connections.pending") == 1);
				assertThat(gauge("local.socket.connections.active")).isEqualTo(1);
				LocalSocket taken = server.nextPendingConnection();
				assertThat(taken).isNotNull();
				assertThat(gauge("local.socket.connections.pending")).isZero();
				assertThat(gauge("local.socket.errors")).isZero();
				taken.disconnectFromServer(SocketError.FRAMING_ERROR, "for the test");
				assertThat(client.readLine()).isNull();
			}
			await().until(() -> gauge("local.socket.connections.active") == 0);
			assertThat(gauge("local.socket.errors")).isEqualTo(1);
		}
	}

	@Test
	void countersFollowTheServerAndGoOnWhenItListensAgain() throws IOException {
		LocalServer server = new LocalServer();
		server.setLimits(server.limits().withMaxConnections(1));
		Path socket = this.directory.resolve("control");
		bind(server);
		try (server) {
			for (int run = 1; run <= 2; run++) {
				assertThat(server.listen(socket.toString())).isTrue();
				assertThat(gauge("local.socket.listening")).isEqualTo(1);
				converse(server, socket);
				assertThat(counter("local.socket.connections.accepted")).isEqualTo(run);
				assertThat(counter("local.socket.bytes.read")).isEqualTo(6 * run);
				assertThat(counter("local.socket.bytes.written")).isEqualTo(3 * run);
				assertThat(counter("local.socket.connections.rejected", "reason", "max-connections")).isEqualTo(run);
				assertThat(counter("local.socket.failures", "error", "framing-error")).isEqualTo(run);
				server.close();
				assertThat(gauge("local.socket.listening")).isZero();
			}
			assertThat(gauge("local.socket.connections.max")).isEqualTo(1);
			assertThat(gauge("local.socket.connections.pending.max")).isEqualTo(30);
		}
	}

	@Test
	void listeningServerWhoseFileIsLostIsNotReachable() throws IOException {
		LocalServer server = new LocalServer();
		server.setRepublish(false);
		bind(server);
		assertThat(gauge("local.socket.reachable")).isZero();
		try (server) {
			assertThat(server.listen(this.directory.resolve("control").toString())).isTrue();
			assertThat(gauge("local.socket.reachable")).isEqualTo(1);
			Files.delete(this.directory.resolve("control"));
			assertThat(gauge("local.socket.reachable")).isZero();
			assertThat(gauge("local.socket.listening")).isEqualTo(1);
		}
	}

	private static void converse(LocalServer server, Path socket) throws IOException {
		try (LineClient client = new LineClient(socket).send("hello\n")) {
			await().until(server::hasPendingConnections);
			try (LineClient refused = new LineClient(socket)) {
				assertThat(refused.readLine()).isNull();
			}
			LocalSocket taken = server.nextPendingConnection();
			assertThat(taken).isNotNull();
			await().until(() -> taken.bytesReceived() == 6);
			assertThat(taken.write(StandardCharsets.UTF_8.encode("ok\n"))).isTrue();
			taken.disconnectFromServer(SocketError.FRAMING_ERROR, "for the test");
			assertThat(client.readLine()).isEqualTo("ok");
			assertThat(client.readLine()).isNull();
		}
		await().until(() -> server.activeConnections() == 0);
	}

	@Test
	void metersAreTheDocumentedOnes() {
		bind(new LocalServer());
		for (LocalSocketMeter documented : LocalSocketMeter.values()) {
			assertThat(this.registry.find(documented.meterName()).meters()).hasSameSizeAs(documented.tags())
				.allSatisfy((meter) -> {
					assertThat(meter.getId().getDescription()).isEqualTo(documented.description());
					assertThat(meter.getId().getBaseUnit()).isEqualTo(documented.baseUnit());
					assertThat(meter.getId().getType()).isEqualTo(documented.type());
					assertThat(meter.getId().getTag(LocalSocketMeter.SERVER_TAG)).isEqualTo("control");
				});
		}
		assertThat(this.registry.getMeters())
			.hasSize(Arrays.stream(LocalSocketMeter.values()).mapToInt((meter) -> meter.tags().size()).sum());
	}

	private void bind(LocalServer server) {
		LocalServerMetrics metrics = new LocalServerMetrics(
				new LocalServerRegistry(List.of(LocalServerRegistration.of("control", server, "control"))),
				(beanName) -> 0);
		metrics.bindTo(this.registry);
		this.bound.add(metrics);
	}

	private double counter(String name, String... tags) {
		return this.registry.get(name).tag("server", "control").tags(tags).functionCounter().count();
	}

}
