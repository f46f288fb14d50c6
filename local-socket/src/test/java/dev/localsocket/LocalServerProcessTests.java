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

package dev.localsocket;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.localsocket.error.CloseReason;
import dev.localsocket.error.SocketError;
import dev.localsocket.testing.FloodMain;
import dev.localsocket.testing.JavaProcess;
import dev.localsocket.testing.ServerMain;
import dev.localsocket.testing.SocketSandbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static dev.localsocket.testing.SocketSandbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link LocalServer} with other processes: they own names, start at the same
 * moment and are killed.
 */
@Timeout(60)
class LocalServerProcessTests {

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	@Test
	void nameIsInUseUntilTheProcessThatHasItIsKilled() throws Exception {
		JavaProcess process = startServer();
		process.go();
		assertThat(process.readLine()).isEqualTo("LISTENING");
		LocalServer server = this.sandbox.server();
		server.setReclaimStale(true);
		assertThat(server.listen(this.sandbox.address("s"))).isFalse();
		assertThat(server.serverError()).isEqualTo(SocketError.ADDRESS_IN_USE);
		Files.delete(this.sandbox.path("s"));
		assertThat(server.listen(this.sandbox.address("s"))).as("the lock alone decides").isFalse();
		assertThat(server.errorString()).contains("Another server of this library");
		process.kill();
		assertThat(server.listen(this.sandbox.address("s"))).as(server::errorString).isTrue();
	}

	@Test
	void processThatWasKilledLeavesWhatOnlyReclaimingReplaces() throws Exception {
		JavaProcess process = startServer();
		process.go();
		assertThat(process.readLine()).isEqualTo("LISTENING");
		process.kill();
		assertThat(this.sandbox.files()).containsExactlyInAnyOrder(this.sandbox.path("s"),
				this.sandbox.path(".s.lock"));
		LocalServer server = this.sandbox.server();
		assertThat(server.listen(this.sandbox.address("s"))).isFalse();
		assertThat(server.errorString()).contains("left by a server that did not end properly");
		server.setReclaimStale(true);
		assertThat(server.listen(this.sandbox.address("s"))).as(server::errorString).isTrue();
		this.sandbox.connect(server);
		this.sandbox.take(server);
	}

	@Test
	void exactlyOneWinsWhenProcessesStartAtTheSameMoment() throws Exception {
		this.sandbox.staleSocket("s");
		List<JavaProcess> processes = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			processes.add(this.sandbox.closeLater(JavaProcess.start(ServerMain.class, this.sandbox.address("s"))));
		}
		for (JavaProcess process : processes) {
			assertThat(process.readLine()).isEqualTo("READY");
		}
		for (JavaProcess process : processes) {
			process.go();
		}
		List<String> results = new ArrayList<>();
		for (JavaProcess process : processes) {
			results.add(String.valueOf(process.readLine()));
		}
		assertThat(results).containsExactlyInAnyOrder("LISTENING", "ADDRESS_IN_USE", "ADDRESS_IN_USE",
				"ADDRESS_IN_USE");
		JavaProcess winner = processes.get(results.indexOf("LISTENING"));
		try (LocalSocket client = LocalSocket.connectToServer(this.sandbox.address("s"))) {
			assertThat(client.peerCredentials().pid()).isEqualTo(winner.pid());
		}
	}

	@Test
	void exactlyOneWinsWhenThreadsListenAtTheSameMoment() throws Exception {
		for (int round = 0; round < 20; round++) {
			this.sandbox.staleSocket("s");
			List<LocalServer> servers = new ArrayList<>();
			for (int i = 0; i < 4; i++) {
				LocalServer server = this.sandbox.server();
				server.setReclaimStale(true);
				servers.add(server);
			}
			var calls = servers.stream()
				.map((server) -> this.sandbox.async(() -> server.listen(this.sandbox.address("s"))))
				.toList();
			for (var call : calls) {
				call.result();
			}
			assertThat(servers).filteredOn(LocalServer::isListening)
				.singleElement()
				.satisfies((server) -> assertThat(server.isReachable()).isTrue());
			servers.forEach(LocalServer::close);
		}
	}

	@Test
	void peerThatIsKilledInTheMiddleOfATransferEndsTheConnection() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		JavaProcess process = this.sandbox.closeLater(JavaProcess.start(FloodMain.class, this.sandbox.address("s")));
		LocalSocket socket = this.sandbox.take(server);
		assertThat(socket.peerCredentials().pid()).isEqualTo(process.pid());
		socket.setReadBufferSize(1_000_000);
		socket.write(ByteBuffer.allocate(10_000_000));
		eventually().until(() -> socket.bytesAvailable() >= 1_000_000 && socket.bytesSent() > 0);
		process.kill();
		assertThat(socket.inputStream().readAllBytes()).hasSizeGreaterThan(1_000_000);
		eventually().until(() -> socket.closeReason() == CloseReason.ERROR);
		assertThat(socket.error()).isEqualTo(SocketError.PEER_CLOSED);
		assertThat(socket.peerCredentials().pid()).isEqualTo(process.pid());
		assertThat(server.waitForNewConnection(Duration.ZERO).available()).isFalse();
	}

	private JavaProcess startServer() throws Exception {
		JavaProcess process = this.sandbox.closeLater(JavaProcess.start(ServerMain.class, this.sandbox.address("s")));
		assertThat(process.readLine()).isEqualTo("READY");
		return process;
	}

}
