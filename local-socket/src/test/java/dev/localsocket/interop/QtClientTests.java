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

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;
import dev.localsocket.LocalSocket.State;
import dev.localsocket.SocketOption;
import dev.localsocket.error.CloseReason;
import dev.localsocket.error.SocketError;
import dev.localsocket.testing.SocketSandbox;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of Qt's clients with our {@link LocalServer}.
 */
@RequiresQt
class QtClientTests {

	private static final int MEGABYTE = 1 << 20;

	private static final Duration TIMEOUT = Duration.ofSeconds(15);

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	@SuppressWarnings("NullAway.Init")
	private QtDriver qt;

	@SuppressWarnings("NullAway.Init")
	private LocalServer server;

	@BeforeEach
	void start() throws Exception {
		this.qt = this.sandbox.closeLater(new QtDriver());
		this.server = this.sandbox.server();
	}

	private String listen(Place place) {
		String address = place.address(this.sandbox);
		this.server.setSocketOptions(place.options());
		assertThat(this.server.listen(address)).as(this.server::errorString).isTrue();
		return address;
	}

	private QtSocket connect() {
		this.sandbox.listen(this.server);
		return QtSocket.connect(this.qt, this.server.fullServerName());
	}

	private LocalSocket take() throws Exception {
		return this.sandbox.take(this.server);
	}

	@ParameterizedTest
	@EnumSource
	void clientConnectsAndDataGoesBothWays(Place place) throws Exception {
		String address = listen(place);
		QtSocket client = QtSocket.connect(this.qt, address, place.options());
		LocalSocket taken = take();
		client.write("ping");
		assertThat(read(taken, 4)).isEqualTo("ping");
		write(taken, "pong");
		assertThat(client.read(4)).isEqualTo("pong");
		assertThat(client.fullServerName()).isEqualTo(this.server.fullServerName());
	}

	@ParameterizedTest
	@EnumSource
	void clientFindsNoServerAfterClose(Place place) {
		String address = listen(place);
		this.server.close();
		assertThat(place.file(address)).doesNotExist();
		assertThat(QtSocket.connectInVain(this.qt, address, place.options()))
			.isEqualTo((place != Place.ABSTRACT) ? SocketError.SERVER_NOT_FOUND : SocketError.CONNECTION_REFUSED);
	}

	@Test
	void clientIsRefusedAtAStaleSocket() throws Exception {
		Path path = this.sandbox.expectLeft(this.sandbox.staleSocket("s"));
		assertThat(QtSocket.connectInVain(this.qt, path.toString())).isEqualTo(SocketError.CONNECTION_REFUSED);
	}

	@Test
	void clientConnectsAfterAStaleSocketWasReclaimed() throws Exception {
		try (QtDriver crashing = new QtDriver()) {
			assertThat(crashing.newServer().listen(this.sandbox.address("s"))).isTrue();
			crashing.kill();
		}
		assertThat(this.sandbox.path("s")).exists();
		this.server.setReclaimStale(true);
		connect();
		take();
	}

	@ParameterizedTest
	@EnumSource(names = { "USER_ACCESS", "WORLD_ACCESS" })
	void clientConnectsWhenAccessOptionsAreSet(SocketOption option) throws Exception {
		this.server.setSocketOptions(option);
		connect();
		take();
	}

	@Test
	void megabyteArrivesFromTheClient() throws Exception {
		QtSocket client = connect();
		LocalSocket taken = take();
		client.writePattern(MEGABYTE);
		assertThat(taken.inputStream().readNBytes(MEGABYTE)).isEqualTo(Pattern.ofSize(MEGABYTE));
	}

	@Test
	void megabyteArrivesAtTheClient() throws Exception {
		QtSocket client = connect();
		LocalSocket taken = take();
		assertThat(taken.write(ByteBuffer.wrap(Pattern.ofSize(MEGABYTE)))).isTrue();
		client.readPattern(MEGABYTE);
		assertThat(taken.waitForBytesWritten(TIMEOUT)).isTrue();
	}

	@Test
	void clientIsHeldBackWhileTheReadBufferIsFullAndLosesNothing() throws Exception {
		this.server.setLimits(this.server.limits().withReadBufferSize(1000));
		QtSocket client = connect();
		LocalSocket taken = take();
		assertThat(client.enqueuePattern(MEGABYTE)).isPositive();
		assertThat(taken.waitForReadyRead(TIMEOUT)).isTrue();
		assertThat(taken.bytesAvailable()).isLessThanOrEqualTo(1000);
		var reading = this.sandbox.async(() -> taken.inputStream().readNBytes(MEGABYTE));
		client.awaitSent();
		assertThat(reading.result()).isEqualTo(Pattern.ofSize(MEGABYTE));
	}

	@Test
	void clientHalfCloses() throws Exception {
		QtSocket client = connect();
		LocalSocket taken = take();
		client.write("question");
		client.shutdownOutput();
		assertThat(new String(taken.inputStream().readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("question");
		assertThat(taken.state()).isEqualTo(State.CONNECTED);
		write(taken, "answer");
		assertThat(client.read(6)).isEqualTo("answer");
	}

	@Test
	void serverHalfClosesAndTheClientReadsAllAndDisconnects() throws Exception {
		QtSocket client = connect();
		LocalSocket taken = take();
		write(taken, "last");
		taken.shutdownOutput();
		client.awaitDisconnected();
		assertThat(client.read(10)).isEqualTo("last");
		assertEnded(taken);
	}

	@Test
	void clientDisconnectsAndTheServerReadsAll() throws Exception {
		QtSocket client = connect();
		LocalSocket taken = take();
		client.write("last");
		client.disconnect();
		assertThat(new String(taken.inputStream().readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("last");
		assertEnded(taken);
		assertThat(client.state()).isEqualTo("UnconnectedState");
	}

	@Test
	void clientAborts() throws Exception {
		QtSocket client = connect();
		LocalSocket taken = take();
		client.close();
		assertEnded(taken);
		assertThat(taken.closeReason()).isEqualTo(CloseReason.PEER_CLOSED);
	}

	@Test
	void processOfTheClientCrashes() throws Exception {
		connect();
		LocalSocket taken = take();
		this.qt.kill();
		assertEnded(taken);
		assertThat(taken.closeReason()).isEqualTo(CloseReason.PEER_CLOSED);
	}

	@Test
	void serverDisconnectsAndTheClientReadsAll() throws Exception {
		QtSocket client = connect();
		LocalSocket taken = take();
		write(taken, "last");
		taken.disconnectFromServer();
		client.awaitDisconnected();
		assertThat(client.read(10)).isEqualTo("last");
		assertThat(client.error()).isEqualTo(SocketError.PEER_CLOSED);
		assertThat(taken.closeReason()).isEqualTo(CloseReason.DISCONNECTED);
	}

	@Test
	void serverSendsEverythingBeforeItDisconnects() throws Exception {
		QtSocket client = connect();
		LocalSocket taken = take();
		assertThat(taken.write(ByteBuffer.wrap(Pattern.ofSize(MEGABYTE)))).isTrue();
		taken.disconnectFromServer();
		client.readPattern(MEGABYTE);
		client.awaitDisconnected();
	}

	@Test
	void serverAborts() throws Exception {
		QtSocket client = connect();
		take().abort();
		client.awaitDisconnected();
		assertThat(client.error()).isEqualTo(SocketError.PEER_CLOSED);
	}

	@Test
	void takenConnectionOutlivesTheServer() throws Exception {
		QtSocket client = connect();
		LocalSocket taken = take();
		this.server.close();
		client.write("ping");
		assertThat(read(taken, 4)).isEqualTo("ping");
	}

	@Test
	void serverKnowsTheProcessOfTheClient() throws Exception {
		connect();
		LocalSocket taken = take();
		assertThat(taken.peerCredentials().pid()).isEqualTo(this.qt.pid());
		assertThat(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))
			.isEqualTo((int) taken.peerCredentials().uid());
	}

	@Test
	void clientsAreServedInTheirOrder() throws Exception {
		QtSocket first = connect();
		QtSocket second = QtSocket.connect(this.qt, this.server.fullServerName());
		second.write("2");
		first.write("1");
		assertThat(read(take(), 1)).isEqualTo("1");
		assertThat(read(take(), 1)).isEqualTo("2");
	}

	private static String read(LocalSocket socket, int count) throws Exception {
		return new String(socket.inputStream().readNBytes(count), StandardCharsets.UTF_8);
	}

	private static void write(LocalSocket socket, String text) {
		assertThat(socket.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)))).isTrue();
	}

	private static void assertEnded(LocalSocket socket) {
		SocketSandbox.eventually().untilAsserted(() -> assertThat(socket.state()).isEqualTo(State.UNCONNECTED));
	}

}
