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

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;
import dev.localsocket.LocalSocket.State;
import dev.localsocket.SocketOption;
import dev.localsocket.error.CloseReason;
import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import dev.localsocket.testing.SocketSandbox;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of our {@link LocalSocket} with Qt's servers.
 */
@RequiresQt
class QtServerTests {

	private static final int MEGABYTE = 1 << 20;

	private static final Duration TIMEOUT = Duration.ofSeconds(15);

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	@SuppressWarnings("NullAway.Init")
	private QtDriver qt;

	@SuppressWarnings("NullAway.Init")
	private QtServer server;

	@BeforeEach
	void start() throws Exception {
		this.qt = this.sandbox.closeLater(new QtDriver());
		this.server = this.qt.newServer();
	}

	private String listen(Place place) {
		String address = place.address(this.sandbox);
		this.server.setSocketOptions(place.options());
		assertThat(this.server.listen(address)).as("Qt listens").isTrue();
		return address;
	}

	private LocalSocket connect(String address, SocketOption... options) throws IOException {
		LocalSocket socket = LocalSocket.connectToServer(address, TIMEOUT, options);
		this.sandbox.closeLater(socket::abort);
		return socket;
	}

	private LocalSocket connect() throws IOException {
		return connect(listen(Place.PATH));
	}

	private static SocketError connectInVain(String address, SocketOption... options) {
		return assertThatExceptionOfType(LocalSocketException.class)
			.isThrownBy(() -> LocalSocket.connectToServer(address, TIMEOUT, options))
			.actual()
			.error();
	}

	@ParameterizedTest
	@EnumSource
	void clientConnectsAndDataGoesBothWays(Place place) throws Exception {
		LocalSocket client = connect(listen(place), place.options());
		QtSocket accepted = this.server.accept();
		write(client, "ping");
		assertThat(accepted.read(4)).isEqualTo("ping");
		accepted.write("pong");
		assertThat(read(client, 4)).isEqualTo("pong");
		assertThat(client.fullServerName()).isEqualTo(this.server.fullServerName());
	}

	/** Qt's own client gets the same error. */
	@ParameterizedTest
	@EnumSource
	void clientFindsNoServerAfterClose(Place place) {
		String address = listen(place);
		this.server.close();
		assertThat(place.file(address)).doesNotExist();
		assertThat(connectInVain(address, place.options()))
			.isEqualTo((place != Place.ABSTRACT) ? SocketError.SERVER_NOT_FOUND : SocketError.CONNECTION_REFUSED)
			.isEqualTo(QtSocket.connectInVain(this.qt, address, place.options()));
	}

	/** Qt's own client gets the same error. */
	@Test
	void clientIsRefusedWhenTheServerHasCrashed() throws Exception {
		String address = listen(Place.PATH);
		this.sandbox.expectLeft(this.sandbox.path("s"));
		this.qt.kill();
		try (QtDriver other = new QtDriver()) {
			assertThat(connectInVain(address)).isEqualTo(SocketError.CONNECTION_REFUSED)
				.isEqualTo(QtSocket.connectInVain(other, address));
		}
	}

	@Test
	void removeServerRemovesWhatACrashedServerLeft() throws Exception {
		String address = listen(Place.PATH);
		this.qt.kill();
		assertThat(LocalServer.removeServer(address)).isTrue();
		assertThat(this.sandbox.path("s")).doesNotExist();
	}

	@Test
	void removeServerRefusesALiveServer() throws Exception {
		String address = listen(Place.PATH);
		assertThat(LocalServer.removeServer(address)).isFalse();
		connect(address);
	}

	@ParameterizedTest
	@EnumSource(names = { "NAME", "ABSTRACT" })
	void ourServerLeavesTheNameToALiveServer(Place place) throws Exception {
		String address = listen(place);
		LocalServer ours = this.sandbox.server();
		ours.setSocketOptions(place.options());
		assertThat(ours.listen(address)).isFalse();
		assertThat(ours.serverError()).isEqualTo(SocketError.ADDRESS_IN_USE);
		connect(address, place.options());
	}

	@Test
	void megabyteArrivesFromTheServer() throws Exception {
		LocalSocket client = connect();
		this.server.accept().writePattern(MEGABYTE);
		assertThat(client.inputStream().readNBytes(MEGABYTE)).isEqualTo(Pattern.ofSize(MEGABYTE));
	}

	@Test
	void megabyteArrivesAtTheServer() throws Exception {
		LocalSocket client = connect();
		assertThat(client.write(ByteBuffer.wrap(Pattern.ofSize(MEGABYTE)))).isTrue();
		this.server.accept().readPattern(MEGABYTE);
		assertThat(client.waitForBytesWritten(TIMEOUT)).isTrue();
	}

	/** Qt takes the end of its input as the end of the connection. */
	@Test
	void clientHalfClosesAndTheServerReadsAllAndDisconnects() throws Exception {
		LocalSocket client = connect();
		QtSocket accepted = this.server.accept();
		write(client, "last");
		client.shutdownOutput();
		accepted.awaitDisconnected();
		assertThat(accepted.read(10)).isEqualTo("last");
		assertEnded(client);
	}

	@Test
	void serverHalfCloses() throws Exception {
		LocalSocket client = connect();
		QtSocket accepted = this.server.accept();
		accepted.write("greeting");
		accepted.shutdownOutput();
		assertThat(new String(client.inputStream().readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("greeting");
		assertThat(client.state()).isEqualTo(State.CONNECTED);
		write(client, "thanks");
		assertThat(accepted.read(6)).isEqualTo("thanks");
	}

	@Test
	void clientDisconnectsAndTheServerReadsAll() throws Exception {
		LocalSocket client = connect();
		QtSocket accepted = this.server.accept();
		write(client, "last");
		client.disconnectFromServer();
		accepted.awaitDisconnected();
		assertThat(accepted.read(10)).isEqualTo("last");
		assertThat(client.closeReason()).isEqualTo(CloseReason.DISCONNECTED);
	}

	@Test
	void serverDisconnectsAndTheClientReadsAll() throws Exception {
		LocalSocket client = connect();
		QtSocket accepted = this.server.accept();
		accepted.write("last");
		accepted.disconnect();
		assertThat(new String(client.inputStream().readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("last");
		assertEnded(client);
		assertThat(client.closeReason()).isEqualTo(CloseReason.PEER_CLOSED);
	}

	@Test
	void serverAborts() throws Exception {
		LocalSocket client = connect();
		this.server.accept().close();
		assertEnded(client);
		assertThat(client.closeReason()).isEqualTo(CloseReason.PEER_CLOSED);
	}

	@Test
	void pendingConnectionEndsWhenTheServerCloses() throws Exception {
		LocalSocket client = connect();
		assertThat(this.server.settle()).isEqualTo(1);
		this.server.close();
		assertEnded(client);
	}

	@Test
	void acceptedConnectionOutlivesTheServer() throws Exception {
		LocalSocket client = connect();
		QtSocket accepted = this.server.accept();
		this.server.close();
		write(client, "ping");
		assertThat(accepted.read(4)).isEqualTo("ping");
	}

	@Test
	void clientKnowsTheProcessOfTheServer() throws Exception {
		assertThat(connect().peerCredentials().pid()).isEqualTo(this.qt.pid());
	}

	@ParameterizedTest
	@EnumSource
	void clientConnectsAgain(Place place) throws Exception {
		LocalSocket client = new LocalSocket();
		this.sandbox.closeLater(client::abort);
		client.setServerName(listen(place));
		client.setSocketOptions(place.options());
		for (int i = 0; i < 3; i++) {
			client.connectToServer();
			assertThat(client.waitForConnected(TIMEOUT)).as(client::errorString).isTrue();
			QtSocket accepted = this.server.accept();
			write(client, "ping");
			assertThat(accepted.read(4)).isEqualTo("ping");
			client.disconnectFromServer();
			assertThat(client.waitForDisconnected(TIMEOUT)).isTrue();
			accepted.awaitDisconnected();
		}
		this.server.close();
		client.connectToServer();
		assertThat(client.waitForConnected(TIMEOUT)).isFalse();
		assertThat(client.state()).isEqualTo(State.UNCONNECTED);
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
