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

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.localsocket.LocalSocket.State;
import dev.localsocket.error.SocketError;
import dev.localsocket.testing.SocketSandbox;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.FileDescriptorCast;

import static dev.localsocket.testing.SocketSandbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for connections that were made elsewhere:
 * {@link LocalSocket#setSocketDescriptor}.
 */
@Tag("transport")
@Timeout(60)
class LocalSocketAdoptionTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	@Test
	void descriptorIsAConnectionAndClosedWithIt() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		int descriptor = connect();
		LocalSocket peer = this.sandbox.take(server);
		LocalSocket socket = socket();
		List<State> states = new CopyOnWriteArrayList<>();
		socket.addListener(new LocalSocketCallbacks() {

			@Override
			public void stateChanged(LocalSocket told, State state) {
				states.add(state);
			}

		});
		assertThat(socket.setSocketDescriptor(descriptor)).as(socket::errorString).isTrue();
		assertThat(socket.state()).isEqualTo(State.CONNECTED);
		assertThat(socket.socketDescriptor()).isEqualTo(descriptor);
		assertThat(socket.peerCredentials().pid()).isEqualTo(ProcessHandle.current().pid());
		socket.outputStream().write(1);
		assertThat(peer.inputStream().read()).isEqualTo(1);
		peer.outputStream().write(2);
		assertThat(socket.inputStream().read()).isEqualTo(2);
		assertThatIllegalStateException().isThrownBy(() -> socket.setSocketDescriptor(descriptor));
		socket.close();
		assertThat(peer.inputStream().read()).isEqualTo(-1);
		assertThat(socket.waitForDisconnected(LONG)).isTrue();
		assertThat(states).containsExactly(State.CLOSING, State.UNCONNECTED);
		assertThat(Path.of("/proc/self/fd/" + descriptor)).doesNotExist();
	}

	@Test
	void connectionKnowsItsServerAndConnectsToItAgain() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		LocalSocket socket = socket();
		socket.setReadBufferSize(7);
		assertThat(socket.setSocketDescriptor(connect())).as(socket::errorString).isTrue();
		assertThat(socket.fullServerName()).startsWith(this.sandbox.directory().toString());
		this.sandbox.take(server).outputStream().write(5);
		assertThat(socket.inputStream().read()).isEqualTo(5);
		assertThat(socket.readBufferSize()).isEqualTo(7);
		socket.close();
		socket.setServerName(this.sandbox.address("s"));
		socket.connectToServer();
		assertThat(socket.waitForConnected(LONG)).isTrue();
		socket.abort();
		eventually().until(() -> server.connections().stream().allMatch((each) -> each.state() != State.CONNECTED));
		// The server may not have accepted it yet
		this.sandbox.take(server).abort();
	}

	@Test
	void acceptedSocketAdoptsNothing() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		this.sandbox.connect(server);
		LocalSocket accepted = this.sandbox.take(server);
		accepted.abort();
		assertThatIllegalStateException().isThrownBy(() -> accepted.setSocketDescriptor(0))
			.withMessageContaining("accepted");
	}

	@Test
	void whatIsNoConnectionIsRefusedAndStaysOpen() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		assertRefused(server.socketDescriptor(), "not connected");
		try (FileInputStream file = new FileInputStream("/etc/passwd")) {
			assertRefused(number(file.getFD()), "no local stream socket");
			assertThat(file.read()).isNotEqualTo(-1);
		}
		assertRefused(-1, "negative");
		assertRefused(Integer.MIN_VALUE, "negative");
		assertRefused(1_000_000, "not open");
		LocalSocket client = this.sandbox.connect(server);
		this.sandbox.take(server).outputStream().write(1);
		assertThat(client.inputStream().read()).isEqualTo(1);
	}

	private void assertRefused(int descriptor, String text) throws IOException {
		String before = target(descriptor);
		LocalSocket socket = socket();
		assertThat(socket.setSocketDescriptor(descriptor)).isFalse();
		assertThat(socket.error()).isEqualTo(SocketError.INVALID_DESCRIPTOR);
		assertThat(socket.errorString()).contains("descriptor " + descriptor, text);
		assertThat(socket.state()).isEqualTo(State.UNCONNECTED);
		System.gc();
		assertThat(target(descriptor)).isEqualTo(before);
	}

	private static String target(int descriptor) throws IOException {
		Path link = Path.of("/proc/self/fd/" + descriptor);
		return Files.isSymbolicLink(link) ? Files.readSymbolicLink(link).toString() : "closed";
	}

	private LocalSocket socket() {
		LocalSocket socket = new LocalSocket();
		this.sandbox.closeLater(socket::abort);
		return socket;
	}

	/** Makes a descriptor that nobody owns, connected to the server at {@code s}. */
	private int connect() throws IOException {
		AFUNIXSocketChannel channel = AFUNIXSocketChannel.open();
		channel.connect(AFUNIXSocketAddress.of(this.sandbox.path("s")));
		FileDescriptor original = channel.getFileDescriptor();
		int duplicate = number(FileDescriptorCast.duplicating(original).getFileDescriptor());
		// Not by the channel, which would shut the connection down
		new FileOutputStream(original).close();
		channel.close();
		return duplicate;
	}

	private static int number(FileDescriptor descriptor) throws IOException {
		return FileDescriptorCast.using(descriptor).as(Integer.class);
	}

}
