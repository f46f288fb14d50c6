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
import java.nio.file.Path;
import java.util.Map;

import dev.localsocket.LocalSocket;
import dev.localsocket.testing.SocketSandbox;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that of fifty processes which want the same path at the same moment one gets it,
 * or none if it is taken.
 */
@Timeout(120)
class EndpointContentionTests {

	private static final int PROCESSES = 50;

	private static final int ROUNDS = 4;

	private static Contenders contenders;

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	@BeforeAll
	static void start() throws IOException {
		contenders = Contenders.start(PROCESSES, ChildJvm.small());
	}

	@AfterAll
	static void end() throws IOException {
		contenders.close();
	}

	@Test
	void exactlyOneListensAtAFreePath() throws Exception {
		for (int i = 0; i < ROUNDS; i++) {
			assertOneListens();
		}
	}

	@Test
	void exactlyOneReplacesAStaleSocket() throws Exception {
		for (int i = 0; i < ROUNDS; i++) {
			this.sandbox.staleSocket("s");
			assertOneListens();
		}
	}

	private void assertOneListens() throws Exception {
		Path path = this.sandbox.path("s");
		ServerProcess winner = contenders.raceForOne(path);
		try (LocalSocket socket = LocalSocket.connectToServer(path.toString())) {
			assertThat(socket.peerCredentials().pid()).isEqualTo(winner.pid());
		}
		EchoClient.assertAnswers(path);
		assertThat(this.sandbox.files()).containsExactlyInAnyOrder(path, this.sandbox.path(".s.lock"));
		assertThat(winner.closeServer(path)).isEqualTo("NO_ERROR ");
		assertThat(this.sandbox.files()).isEmpty();
	}

	@Test
	void noneListensWhereAServerLivesAndItsClientsNoticeNothing() throws Exception {
		EchoServer server = this.sandbox.closeLater(new EchoServer());
		this.sandbox.listen(server);
		Path path = this.sandbox.path("s");
		Map<String, Object> before = Occupant.state(path);
		SteadyClient client = new SteadyClient(this.sandbox, path);
		for (int i = 0; i < ROUNDS; i++) {
			contenders.raceForNone(path);
		}
		assertThat(client.end()).isPositive();
		assertThat(Occupant.state(path)).isEqualTo(before);
		assertThat(server.reports()).isEmpty();
	}

	@Test
	void noneListensWhereAServerOfAnotherKindLivesAndItsClientsNoticeNothing() throws Exception {
		Path path = this.sandbox.expectLeft(this.sandbox.path("s"));
		try (ChildProcess foreign = ChildJvm.small().start(ForeignServerMain.class, path.toString())) {
			assertThat(foreign.receive()).isEqualTo("READY");
			Map<String, Object> before = Occupant.state(path);
			for (int i = 0; i < ROUNDS; i++) {
				contenders.raceForNone(path);
				EchoClient.assertAnswers(path);
			}
			assertThat(Occupant.state(path)).isEqualTo(before);
		}
	}

	@ParameterizedTest
	@EnumSource
	void noneListensWhereSomethingElseIsAndItIsNotTouched(Occupant occupant) throws Exception {
		Path path = this.sandbox.expectLeft(this.sandbox.path("s"));
		occupant.create(path, this.sandbox);
		Map<String, Object> before = Occupant.state(path);
		contenders.raceForNone(path);
		assertThat(Occupant.state(path)).isEqualTo(before);
	}

	@Test
	void exactlyOneTakesOverEachTimeTheServerIsKilled() throws Exception {
		Path path = this.sandbox.path("s");
		Contenders mortals = this.sandbox.closeLater(Contenders.start(5, ChildJvm.small()));
		for (int i = 0; i < 4; i++) {
			ServerProcess winner = mortals.raceForOne(path);
			EchoClient.assertAnswers(path);
			mortals.kill(winner);
		}
		assertThat(mortals.raceForOne(path).closeServer(path)).isEqualTo("NO_ERROR ");
	}

}
