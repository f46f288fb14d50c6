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
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

import dev.localsocket.LocalServer;
import dev.localsocket.SocketOption;
import dev.localsocket.error.SocketError;
import dev.localsocket.testing.LineClient;
import dev.localsocket.testing.SocketSandbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.localsocket.testing.SocketSandbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of live servers whose files somebody deletes.
 */
@Timeout(60)
class LostEndpointTests {

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	private final EchoServer server = new EchoServer();

	private EchoServer listen() {
		this.server.setSocketOptions(SocketOption.USER_ACCESS, SocketOption.GROUP_ACCESS);
		return this.sandbox.listen(this.sandbox.closeLater(this.server));
	}

	private void delete(String... names) throws IOException {
		for (String name : names) {
			Files.delete(this.sandbox.path(name));
		}
	}

	private void assertLossWasToldOnce() {
		assertThat(this.server.reports()).singleElement().satisfies((report) -> {
			assertThat(report.error()).isEqualTo(SocketError.ENDPOINT_LOST);
			assertThat(report.text()).contains(this.sandbox.address("s"));
		});
		assertThat(this.server.statistics().failures(SocketError.ENDPOINT_LOST)).isEqualTo(1);
	}

	private void assertIsPublishedAgain() throws IOException {
		eventually().until(this.server::isReachable);
		EchoClient.assertAnswers(this.sandbox.path("s"));
		eventually().until(() -> this.server.serverError() == SocketError.NO_ERROR);
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(this.sandbox.path("s"))))
			.isEqualTo("rwxrwx---");
		assertThat(this.sandbox.files()).contains(this.sandbox.path("s"), this.sandbox.path(".s.lock"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "s", "s .s.lock" })
	void fileThatIsDeletedIsPublishedAgain(String deleted) throws Exception {
		listen();
		try (LineClient before = new LineClient(this.sandbox.path("s"))) {
			assertThat(before.send("one\n").readLine()).isEqualTo("one");
			for (int i = 0; i < 2; i++) {
				delete(deleted.split(" "));
				assertIsPublishedAgain();
			}
			assertThat(before.send("two\n").readLine()).isEqualTo("two");
		}
		assertThat(this.server.reports()).hasSize(2);
		LocalServer second = this.sandbox.server();
		second.setReclaimStale(true);
		assertThat(second.listen(this.sandbox.address("s"))).isFalse();
		assertThat(second.serverError()).isEqualTo(SocketError.ADDRESS_IN_USE);
		this.server.close();
		assertThat(this.server.serverError()).isEqualTo(SocketError.NO_ERROR);
		assertThat(this.sandbox.files()).isEmpty();
		this.sandbox.listen(second);
	}

	@Test
	void serverWhoseLockFileAloneIsDeletedKeepsItsPath() throws Exception {
		listen();
		delete(".s.lock");
		try (ServerProcess process = ServerProcess.ready(ChildJvm.small())) {
			assertThat(process.listen(this.sandbox.path("s"), "reclaim")).startsWith("ADDRESS_IN_USE ");
		}
		assertThat(LocalServer.removeServer(this.sandbox.address("s"))).isFalse();
		assertThat(this.server.isReachable()).isTrue();
		EchoClient.assertAnswers(this.sandbox.path("s"));
	}

	@Test
	void socketIsPublishedAgainWhenTheDirectoryIsBack() throws Exception {
		Path directory = Files.createDirectory(this.sandbox.expectLeft(this.sandbox.path("d")));
		assertThat(this.sandbox.closeLater(this.server).listen(directory.resolve("s").toString())).isTrue();
		delete("d/s", "d/.s.lock", "d");
		eventually().until(() -> this.server.serverError() == SocketError.ENDPOINT_LOST);
		assertThat(directory).doesNotExist();
		Files.createDirectory(directory);
		eventually().until(this.server::isReachable);
		EchoClient.assertAnswers(directory.resolve("s"));
		this.server.close();
		assertThat(directory).isEmptyDirectory();
	}

	@ParameterizedTest
	@EnumSource(names = { "REGULAR_FILE", "DANGLING_LINK", "LINK_TO_A_LIVE_SERVER" })
	void whatHasComeInItsPlaceIsLeftAloneAndTheLossIsToldOnce(Occupant occupant) throws Exception {
		Path path = this.sandbox.path("s");
		listen();
		Path replacement = this.sandbox.path("replacement");
		occupant.create(replacement, this.sandbox);
		Programs.run("mv", "-fT", replacement.toString(), path.toString());
		Map<String, Object> before = Occupant.state(path);
		eventually().until(() -> !this.server.reports().isEmpty());
		assertThat(this.server.isReachable()).isFalse();
		assertThat(this.server.serverError()).isEqualTo(SocketError.ENDPOINT_LOST);
		assertThat(Occupant.state(path)).isEqualTo(before);
		Files.delete(path);
		assertIsPublishedAgain();
		assertLossWasToldOnce();
	}

	@Test
	void anotherServerThatHasTakenThePathKeepsItUntilItStops() throws Exception {
		Path path = this.sandbox.path("s");
		listen();
		this.server.setRepublish(false);
		delete("s", ".s.lock");
		try (ServerProcess process = ServerProcess.ready(ChildJvm.small())) {
			assertThat(process.listen(path)).isEqualTo("LISTENING");
			this.server.setRepublish(true);
			eventually().until(() -> !this.server.reports().isEmpty());
			assertThat(this.server.isReachable()).isFalse();
			EchoClient.assertAnswers(path);
			assertThat(process.closeServer(path)).isEqualTo("NO_ERROR ");
			assertIsPublishedAgain();
		}
		assertLossWasToldOnce();
	}

	@Test
	void lossIsToldOnceAndNothingElseDoneWhereThatIsWanted() throws Exception {
		listen();
		this.server.setRepublish(false);
		delete("s");
		eventually().until(() -> !this.server.reports().isEmpty());
		assertThat(this.server.errorString()).contains(this.sandbox.address("s"));
		this.server.close();
		assertThat(this.server.serverError()).isEqualTo(SocketError.ENDPOINT_LOST);
		assertLossWasToldOnce();
		assertThat(this.sandbox.files()).isEmpty();
	}

}
