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
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.localsocket.LocalServer;
import dev.localsocket.error.SocketError;
import dev.localsocket.testing.SocketSandbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests of what happens to files that killed processes, foreign servers and strangers
 * leave or change at the path of a server.
 */
@Timeout(60)
class EndpointOwnershipTests {

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	@Test
	void processThatWasKilledIsReplacedOnlyWhenStaleSocketsAreReclaimed() throws Exception {
		Path path = this.sandbox.path("s");
		try (ServerProcess first = ServerProcess.ready(ChildJvm.small());
				ServerProcess second = ServerProcess.ready(ChildJvm.small())) {
			for (int i = 0; i < 3; i++) {
				assertThat(first.listen(path, "reclaim")).isEqualTo("LISTENING");
				assertThat(second.listen(path, "reclaim")).startsWith("ADDRESS_IN_USE ");
				assertThat(first.closeServer(path)).isEqualTo("NO_ERROR ");
			}
			assertThat(first.listen(path)).isEqualTo("LISTENING");
			first.kill();
			Map<String, Object> before = Occupant.state(path);
			assertThat(second.listen(path)).startsWith("ADDRESS_IN_USE ")
				.contains("left by a server that did not end properly");
			assertThat(Occupant.state(path)).isEqualTo(before);
			assertThat(second.listen(path, "reclaim")).isEqualTo("LISTENING");
			EchoClient.assertAnswers(path);
			assertThat(this.sandbox.files()).containsExactlyInAnyOrder(path, this.sandbox.path(".s.lock"));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "USER_ACCESS", "GROUP_ACCESS", "OTHER_ACCESS", "GROUP_ACCESS OTHER_ACCESS" })
	void socketThatTheUserMayNotConnectToIsReclaimedByItsOwner(String options, @TempDir Path classes) throws Exception {
		Path path = this.sandbox.path("s");
		openToAll(this.sandbox.directory());
		ChildJvm jvm = OtherUser.unprivileged(ChildJvm.small(), classes);
		try (ServerProcess first = ServerProcess.ready(jvm); ServerProcess second = ServerProcess.ready(jvm)) {
			assertThat(first.listen(path, options, "unchecked")).isEqualTo("LISTENING");
			assertThat(second.listen(path, options, "reclaim", "unchecked")).startsWith("ADDRESS_IN_USE ");
			first.kill();
			assertThat(second.listen(path, options, "reclaim", "unchecked")).isEqualTo("LISTENING");
			assertThat(second.closeServer(path)).isEqualTo("NO_ERROR ");
		}
	}

	@Test
	void liveForeignServerThatTheUserMayNotConnectToIsRespected(@TempDir Path classes) throws Exception {
		Path path = this.sandbox.expectLeft(this.sandbox.path("s"));
		openToAll(this.sandbox.directory());
		ChildJvm jvm = OtherUser.unprivileged(ChildJvm.small(), classes);
		try (ChildProcess foreign = jvm.start(ForeignServerMain.class, path.toString());
				ServerProcess process = ServerProcess.ready(jvm)) {
			assertThat(foreign.receive()).isEqualTo("READY");
			Files.setAttribute(path, "unix:mode", 0070);
			assertThat(process.listen(path, "reclaim", "unchecked")).startsWith("ADDRESS_IN_USE ");
			assertThat(Files.getAttribute(path, "unix:mode")).isEqualTo(0140070);
		}
	}

	private static void openToAll(Path directory) throws IOException {
		Files.setAttribute(directory, "unix:mode", 0777);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "reclaim" })
	void listenRespectsAServerOfAnotherKindInAnotherProcess(String word) throws Exception {
		Path path = this.sandbox.expectLeft(this.sandbox.path("s"));
		try (ChildProcess foreign = ChildJvm.small().start(ForeignServerMain.class, path.toString());
				ServerProcess process = ServerProcess.ready(ChildJvm.small())) {
			assertThat(foreign.receive()).isEqualTo("READY");
			Map<String, Object> before = Occupant.state(path);
			assertThat(process.listen(path, word)).startsWith("ADDRESS_IN_USE Another server listens");
			assertThat(Occupant.state(path)).isEqualTo(before);
			EchoClient.assertAnswers(path);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "reclaim" })
	void listenRespectsSocat(String word) throws Exception {
		Programs.require("socat");
		Path path = this.sandbox.path("s");
		Process socat = new ProcessBuilder("socat", "UNIX-LISTEN:" + path + ",fork", "EXEC:cat").start();
		this.sandbox.closeLater(() -> end(socat));
		SocketSandbox.eventually().ignoreExceptions().untilAsserted(() -> EchoClient.assertAnswers(path));
		Map<String, Object> before = Occupant.state(path);
		try (ServerProcess process = ServerProcess.ready(ChildJvm.small())) {
			assertThat(process.listen(path, word)).startsWith("ADDRESS_IN_USE Another server listens");
		}
		assertThat(Occupant.state(path)).isEqualTo(before);
		EchoClient.assertAnswers(path);
	}

	/** It deletes its own file. */
	private static void end(Process process) throws IOException {
		process.destroy();
		assertThatNoException().isThrownBy(() -> process.onExit().get(10, TimeUnit.SECONDS));
		process.getInputStream().close();
		process.getErrorStream().close();
		process.getOutputStream().close();
	}

	@Test
	void listenDoesNotHangWhenTheBacklogOfTheOtherServerIsFull() throws Exception {
		Path path = this.sandbox.expectLeft(this.sandbox.path("s"));
		ServerSocketChannel foreign = this.sandbox.closeLater(ServerSocketChannel.open(StandardProtocolFamily.UNIX));
		foreign.bind(UnixDomainSocketAddress.of(path), 1);
		fillBacklog(path);
		Map<String, Object> before = Occupant.state(path);
		LocalServer server = this.sandbox.server();
		server.setReclaimStale(true);
		long start = System.nanoTime();
		assertThat(server.listen(path.toString())).isFalse();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
		assertThat(server.serverError()).isEqualTo(SocketError.ADDRESS_IN_USE);
		assertThat(LocalServer.removeServer(path.toString())).isFalse();
		assertThat(Occupant.state(path)).isEqualTo(before);
	}

	private void fillBacklog(Path path) throws IOException {
		for (int i = 0; i < 10; i++) {
			SocketChannel client = this.sandbox.closeLater(SocketChannel.open(StandardProtocolFamily.UNIX));
			client.configureBlocking(false);
			if (!connects(client, path)) {
				return;
			}
		}
		throw new AssertionError("The backlog holds more than it should");
	}

	private static boolean connects(SocketChannel client, Path path) throws IOException {
		try {
			return client.connect(UnixDomainSocketAddress.of(path));
		}
		catch (SocketException ex) {
			// The text that says why is in the language of the user
			return false;
		}
	}

	@Test
	void closeReportsThatTheFileWasDeleted() throws Exception {
		EchoServer server = this.sandbox.listen(new EchoServer());
		server.setRepublish(false);
		Files.delete(this.sandbox.path("s"));
		assertThat(server.isReachable()).isFalse();
		assertLostOnClose(server);
	}

	@ParameterizedTest
	@EnumSource
	void closeReportsThatTheFileWasReplacedAndLeavesTheOther(Occupant occupant) throws Exception {
		EchoServer server = this.sandbox.listen(new EchoServer());
		server.setRepublish(false);
		Path path = this.sandbox.expectLeft(this.sandbox.path("s"));
		Files.delete(path);
		occupant.create(path, this.sandbox);
		Map<String, Object> before = Occupant.state(path);
		assertLostOnClose(server);
		assertThat(Occupant.state(path)).isEqualTo(before);
	}

	@Test
	void closeLeavesTheServerOfAnotherProcessThatHasComeSince() throws Exception {
		EchoServer server = this.sandbox.listen(new EchoServer());
		server.setRepublish(false);
		Path path = this.sandbox.path("s");
		Files.delete(path);
		Files.delete(this.sandbox.path(".s.lock"));
		try (ServerProcess process = ServerProcess.ready(ChildJvm.small())) {
			assertThat(process.listen(path)).isEqualTo("LISTENING");
			Map<String, Object> before = Occupant.state(path);
			Map<String, Object> lockBefore = Occupant.state(this.sandbox.path(".s.lock"));
			assertLostOnClose(server);
			assertThat(Occupant.state(path)).isEqualTo(before);
			assertThat(Occupant.state(this.sandbox.path(".s.lock"))).isEqualTo(lockBefore);
			EchoClient.assertAnswers(path);
		}
	}

	@Test
	void serverThatMovedAwayDoesNotDeleteWhatCameInItsPlace() throws Exception {
		Path path = this.sandbox.path("s");
		Path moved = this.sandbox.expectLeft(this.sandbox.path("moved"));
		try (ServerProcess process = ServerProcess.ready(ChildJvm.small())) {
			assertThat(process.listen(path)).isEqualTo("LISTENING");
			Files.move(path, moved);
			this.sandbox.foreignServer("s");
			Map<String, Object> before = Occupant.state(path);
			assertThat(process.closeServer(path)).startsWith("ENDPOINT_LOST ").contains(path.toString());
			assertThat(Occupant.state(path)).isEqualTo(before);
		}
	}

	private void assertLostOnClose(EchoServer server) {
		server.close();
		assertThat(server.serverError()).isEqualTo(SocketError.ENDPOINT_LOST);
		assertThat(server.errorString()).contains("deleted or replaced").contains(this.sandbox.address("s"));
		assertThat(server.reports()).singleElement()
			.satisfies((report) -> assertThat(report.error()).isEqualTo(SocketError.ENDPOINT_LOST));
	}

}
