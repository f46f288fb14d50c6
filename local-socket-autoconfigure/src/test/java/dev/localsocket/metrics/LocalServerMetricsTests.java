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
import java.nio.file.Path;
import java.util.List;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;
import dev.localsocket.SocketError;
import dev.localsocket.context.LocalServerRegistration;
import dev.localsocket.context.LocalServerRegistry;
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

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private double gauge(String name) {
		return this.registry.get(name).tag("server", "control").gauge().value();
	}

	@Test
	void gaugesFollowTheServer() throws IOException {
		LocalServer server = new LocalServer();
		Path socket = this.directory.resolve("control");
		new LocalServerMetrics(
				new LocalServerRegistry(List.of(new LocalServerRegistration("control", server, "control", true))))
			.bindTo(this.registry);
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
	void metersHaveDescriptionsAndUnits() {
		new LocalServerMetrics(new LocalServerRegistry(
				List.of(new LocalServerRegistration("control", new LocalServer(), "control", true))))
			.bindTo(this.registry);
		assertThat(this.registry.getMeters()).hasSize(LocalSocketMeter.values().length).allSatisfy((meter) -> {
			assertThat(meter.getId().getDescription()).isNotBlank();
			assertThat(meter.getId().getBaseUnit()).isNotBlank();
		});
	}

}
