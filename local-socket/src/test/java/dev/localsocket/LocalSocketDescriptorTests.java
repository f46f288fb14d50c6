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
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import dev.localsocket.LocalSocket.State;
import dev.localsocket.error.CloseReason;
import dev.localsocket.error.SocketError;
import dev.localsocket.testing.ProcessState;
import dev.localsocket.testing.SocketSandbox;
import org.assertj.core.data.Index;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.newsclub.net.unix.FileDescriptorCast;

import static dev.localsocket.testing.SocketSandbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of descriptors that a {@link LocalSocket} sends and receives. Each counts the
 * descriptors of its file at the end: none is left.
 */
@Tag("transport")
@Timeout(60)
class LocalSocketDescriptorTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	@TempDir
	Path directory;

	@SuppressWarnings("NullAway.Init")
	private Path file;

	@SuppressWarnings("NullAway.Init")
	private LocalServer server;

	@BeforeEach
	void listen() throws IOException {
		this.file = Files.writeString(this.directory.resolve("file"), "content");
		this.server = this.sandbox.server();
		this.server.setMaxReceivedDescriptors(60);
		this.sandbox.listen(this.server);
	}

	@Test
	void noneIsWantedByDefault() {
		LocalServer other = new LocalServer();
		assertThat(other.maxReceivedDescriptors()).isZero();
		assertThat(new LocalSocket().maxReceivedDescriptors()).isZero();
		assertThat(new LocalSocket().receivedDescriptors()).isEmpty();
	}

	@Test
	void descriptorIsOfTheSameOpenFile() throws Exception {
		LocalSocket client = this.sandbox.connect(this.server);
		try (FileInputStream sent = new FileInputStream(this.file.toFile())) {
			sent.read();
			assertThat(client.sendDescriptors(bytes("x"), sent.getFD())).isTrue();
			LocalSocket accepted = this.sandbox.take(this.server);
			assertThat(accepted.inputStream().read()).isEqualTo('x');
			try (FileInputStream received = new FileInputStream(accepted.receivedDescriptors().get(0))) {
				assertThat(received.read()).isEqualTo('o');
				assertThat(sent.read()).isEqualTo('n');
			}
			assertThat(accepted.receivedDescriptors()).isEmpty();
		}
		assertNoneIsLeft();
	}

	@Test
	void clientReceivesWhatTheServerSends() throws Exception {
		LocalSocket client = this.sandbox.connect(this.server);
		client.setMaxReceivedDescriptors(1);
		LocalSocket accepted = this.sandbox.take(this.server);
		send(accepted, "x", 1);
		assertThat(client.inputStream().read()).isEqualTo('x');
		assertContent(client.receivedDescriptors(), 1);
		assertNoneIsLeft();
	}

	@Test
	void descriptorsComeInOrderAndNotLaterThanTheirBytes() throws Exception {
		LocalSocket client = this.sandbox.connect(this.server);
		LocalSocket accepted = this.sandbox.take(this.server);
		List<Path> files = new ArrayList<>();
		for (int i = 0; i < 40; i++) {
			files.add(Files.writeString(this.directory.resolve("file" + i), "content " + i));
			client.write(bytes("-----"));
			try (FileInputStream sent = new FileInputStream(files.get(i).toFile())) {
				assertThat(client.sendDescriptors(bytes("%05d".formatted(i)), sent.getFD())).isTrue();
			}
		}
		List<FileDescriptor> received = new ArrayList<>();
		for (int i = 0; i < 40; i++) {
			assertThat(accepted.inputStream().readNBytes(10)).asString(StandardCharsets.US_ASCII)
				.isEqualTo("-----%05d".formatted(i));
			received.addAll(accepted.receivedDescriptors());
			assertThat(received).hasSizeGreaterThan(i);
			try (FileInputStream content = new FileInputStream(received.get(i))) {
				assertThat(content.readAllBytes()).asString(StandardCharsets.US_ASCII).isEqualTo("content " + i);
			}
		}
		assertThat(received).hasSize(40);
		assertNoneIsLeft();
	}

	@Test
	void sixtyFitIntoOneMessageAndMoreDoNot() throws Exception {
		LocalSocket client = this.sandbox.connect(this.server);
		LocalSocket accepted = this.sandbox.take(this.server);
		send(client, "x", 60);
		assertThat(accepted.inputStream().read()).isEqualTo('x');
		assertContent(accepted.receivedDescriptors(), 60);
		try (FileInputStream stream = new FileInputStream(this.file.toFile())) {
			FileDescriptor[] tooMany = Stream.generate(() -> descriptor(stream))
				.limit(61)
				.toArray(FileDescriptor[]::new);
			assertThatIllegalArgumentException().isThrownBy(() -> client.sendDescriptors(bytes("x"), tooMany))
				.withMessageContaining("60");
			assertThatIllegalArgumentException().isThrownBy(() -> client.sendDescriptors(bytes("x")));
			assertThatIllegalArgumentException().isThrownBy(() -> client.sendDescriptors(bytes(""), stream.getFD()));
		}
		assertNoneIsLeft();
	}

	@Test
	void uninvitedDescriptorsAreDiscardedByTheKernel() throws Exception {
		this.server.setMaxReceivedDescriptors(0);
		LocalSocket client = this.sandbox.connect(this.server);
		LocalSocket accepted = this.sandbox.take(this.server);
		for (int i = 0; i < 50; i++) {
			send(client, "x", 60);
			assertThat(accepted.inputStream().read()).isEqualTo('x');
			assertThat(accepted.receivedDescriptors()).isEmpty();
		}
		assertThat(accepted.state()).isEqualTo(State.CONNECTED);
		assertNoneIsLeft();
	}

	@Test
	void peerThatSendsMoreThanAllowedLosesTheConnection() throws Exception {
		this.server.setMaxReceivedDescriptors(5);
		LocalSocket client = this.sandbox.connect(this.server);
		LocalSocket accepted = this.sandbox.take(this.server);
		send(client, "x", 3);
		assertThat(accepted.inputStream().read()).isEqualTo('x');
		send(client, "y", 3);
		assertThat(accepted.waitForDisconnected(LONG)).isTrue();
		assertThat(accepted.error()).isEqualTo(SocketError.TOO_MANY_DESCRIPTORS);
		assertThat(accepted.errorString()).contains("3 came").contains("5 may wait");
		assertThat(accepted.closeReason()).isEqualTo(CloseReason.ERROR);
		assertThat(this.server.errorCount()).isEqualTo(1);
		assertThat(accepted.receivedDescriptors()).isEmpty();
		assertNoneIsLeft();
	}

	@Test
	void takenDescriptorsDoNotCount() throws Exception {
		this.server.setMaxReceivedDescriptors(2);
		LocalSocket client = this.sandbox.connect(this.server);
		LocalSocket accepted = this.sandbox.take(this.server);
		for (int i = 0; i < 20; i++) {
			send(client, "x", 2);
			assertThat(accepted.inputStream().read()).isEqualTo('x');
			assertContent(accepted.receivedDescriptors(), 2);
		}
		assertNoneIsLeft();
	}

	@Test
	void limitCanBeTakenBack() throws Exception {
		LocalSocket client = this.sandbox.connect(this.server);
		LocalSocket accepted = this.sandbox.take(this.server);
		accepted.setMaxReceivedDescriptors(0);
		send(client, "x", 1);
		assertThat(accepted.inputStream().read()).isEqualTo('x');
		assertThat(accepted.receivedDescriptors()).isEmpty();
		accepted.setMaxReceivedDescriptors(1);
		send(client, "y", 1);
		assertThat(accepted.inputStream().read()).isEqualTo('y');
		assertContent(accepted.receivedDescriptors(), 1);
		assertNoneIsLeft();
		assertThatIllegalArgumentException().isThrownBy(() -> accepted.setMaxReceivedDescriptors(-1));
		assertThatIllegalArgumentException().isThrownBy(() -> this.server.setMaxReceivedDescriptors(-1));
	}

	@Test
	void descriptorsCanBeTakenAfterThePeerHasClosed() throws Exception {
		LocalSocket client = this.sandbox.connect(this.server);
		LocalSocket accepted = this.sandbox.take(this.server);
		send(client, "x", 2);
		client.close();
		assertThat(accepted.waitForDisconnected(LONG)).isTrue();
		assertContent(accepted.receivedDescriptors(), 2);
		assertNoneIsLeft();
	}

	@Test
	void descriptorsThatNobodyTakesAreClosedWithTheSocket() throws Exception {
		for (int i = 0; i < 4; i++) {
			LocalSocket client = this.sandbox.connect(this.server);
			LocalSocket accepted = this.sandbox.take(this.server);
			send(client, "x", 2);
			eventually().until(() -> accepted.bytesAvailable() == 1);
			assertThat(opened()).isEqualTo(2);
			if (i >= 2) {
				client.close();
				assertThat(accepted.waitForDisconnected(LONG)).isTrue();
			}
			if (i % 2 == 0) {
				accepted.close();
			}
			else {
				accepted.abort();
			}
			assertNoneIsLeft();
		}
	}

	@Test
	void descriptorsThatTheKernelHoldsAreGoneWithTheConnection() throws Exception {
		LocalSocket client = this.sandbox.connect(this.server);
		LocalSocket accepted = this.sandbox.take(this.server);
		accepted.setReadBufferSize(1);
		client.write(bytes("xxx"));
		eventually().until(() -> accepted.bytesAvailable() == 1);
		for (int i = 0; i < 10; i++) {
			send(client, "y", 60);
			assertThat(client.waitForBytesWritten(LONG)).isTrue();
		}
		accepted.close();
		assertThat(accepted.waitForDisconnected(LONG)).isTrue();
		assertNoneIsLeft();
	}

	@Test
	void descriptorsOfAForgottenSocketAreClosed() throws Exception {
		receiveAndForget();
		eventually().untilAsserted(() -> {
			System.gc();
			assertThat(opened()).isZero();
		});
	}

	private void receiveAndForget() throws IOException {
		LocalSocket client = new LocalSocket();
		client.setServerName(this.server.fullServerName());
		client.setMaxReceivedDescriptors(2);
		client.connectToServer();
		assertThat(client.waitForConnected(LONG)).isTrue();
		LocalSocket accepted = this.sandbox.take(this.server);
		send(accepted, "x", 2);
		accepted.close();
		assertThat(client.waitForDisconnected(LONG)).isTrue();
		assertThat(opened()).isEqualTo(2);
	}

	@Test
	void descriptorsAreClosedWhenTheSocketConnectsAgain() throws Exception {
		LocalSocket client = new LocalSocket();
		this.sandbox.closeLater(client::abort);
		client.setServerName(this.server.fullServerName());
		client.setMaxReceivedDescriptors(2);
		for (int i = 0; i < 3; i++) {
			client.connectToServer();
			assertThat(client.waitForConnected(LONG)).isTrue();
			LocalSocket accepted = this.sandbox.take(this.server);
			assertThat(opened()).isZero();
			send(accepted, "x", 2);
			accepted.close();
			assertThat(client.waitForDisconnected(LONG)).isTrue();
			assertThat(opened()).isEqualTo(2);
		}
		client.abort();
		assertNoneIsLeft();
	}

	@Test
	void descriptorsThatCannotBeSentAreClosed() throws Exception {
		LocalSocket client = this.sandbox.connect(this.server);
		LocalSocket accepted = this.sandbox.take(this.server);
		accepted.setReadBufferSize(1);
		client.write(ByteBuffer.allocate(4_000_000));
		for (int i = 0; i < 4; i++) {
			send(client, "x", 60);
		}
		assertThat(opened()).isEqualTo(240);
		try (FileInputStream stream = new FileInputStream(this.file.toFile())) {
			assertThat(client.sendDescriptors(bytes("x"), stream.getFD())).isFalse();
		}
		assertThat(client.error()).isEqualTo(SocketError.WRITE_BUFFER_FULL);
		assertThat(client.errorString()).contains("descriptors");
		assertThat(opened()).isEqualTo(240);
		client.abort();
		assertNoneIsLeft();
	}

	@Test
	void queuedDescriptorsAreSentBeforeADisconnect() throws Exception {
		LocalSocket client = this.sandbox.connect(this.server);
		LocalSocket accepted = this.sandbox.take(this.server);
		client.write(ByteBuffer.allocate(1_000_000));
		send(client, "x", 3);
		client.write(ByteBuffer.allocate(1_000_000));
		send(client, "y", 4);
		client.close();
		assertThat(accepted.inputStream().readAllBytes()).hasSize(2_000_002).contains('x', atIndex(1_000_000));
		assertContent(accepted.receivedDescriptors(), 7);
		assertNoneIsLeft();
	}

	private static Index atIndex(int index) {
		return Index.atIndex(index);
	}

	@Test
	void whatThePeerSentBeforeItClosedIsNotLost() throws Exception {
		LocalSocket client = this.sandbox.connect(this.server);
		LocalSocket accepted = this.sandbox.take(this.server);
		client.setReadBufferSize(1);
		accepted.write(ByteBuffer.allocate(50_000));
		assertThat(accepted.waitForBytesWritten(LONG)).isTrue();
		accepted.close();
		assertThat(accepted.waitForDisconnected(LONG)).isTrue();
		trySend(client);
		assertThat(client.inputStream().readAllBytes()).hasSize(50_000);
		assertThat(client.waitForDisconnected(LONG)).isTrue();
		assertNoneIsLeft();
	}

	private void trySend(LocalSocket socket) throws IOException {
		try (FileInputStream stream = new FileInputStream(this.file.toFile())) {
			socket.sendDescriptors(bytes("x"), stream.getFD());
		}
	}

	@Test
	void closingAReceivedSocketLeavesItToOthers() throws Exception {
		LocalSocket client = this.sandbox.connect(this.server);
		LocalSocket accepted = this.sandbox.take(this.server);
		LocalSocket passed = this.sandbox.connect(this.server);
		LocalSocket peer = this.sandbox.take(this.server);
		FileDescriptor descriptor = FileDescriptorCast.unsafeUsing(passed.socketDescriptor()).getFileDescriptor();
		assertThat(client.sendDescriptors(bytes("x"), descriptor)).isTrue();
		assertThat(accepted.inputStream().read()).isEqualTo('x');
		try (FileOutputStream received = new FileOutputStream(accepted.receivedDescriptors().get(0))) {
			received.write('1');
		}
		assertThat(peer.inputStream().read()).isEqualTo('1');
		assertThat(passed.write(bytes("2"))).isTrue();
		assertThat(peer.inputStream().read()).isEqualTo('2');
		client.abort();
		accepted.abort();
		assertThat(passed.write(bytes("3"))).isTrue();
		assertThat(peer.inputStream().read()).isEqualTo('3');
	}

	@Test
	void closedDescriptorIsRefused() throws Exception {
		LocalSocket client = this.sandbox.connect(this.server);
		FileInputStream stream = new FileInputStream(this.file.toFile());
		FileInputStream open = new FileInputStream(this.file.toFile());
		FileDescriptor closed = stream.getFD();
		stream.close();
		assertThat(client.sendDescriptors(bytes("x"), open.getFD(), closed)).isFalse();
		assertThat(client.error()).isEqualTo(SocketError.INVALID_DESCRIPTOR);
		assertThat(client.bytesToWrite()).isZero();
		open.close();
		assertNoneIsLeft();
	}

	@Test
	void socketThatIsNotConnectedTakesNone() throws Exception {
		LocalSocket socket = new LocalSocket();
		try (FileInputStream stream = new FileInputStream(this.file.toFile())) {
			assertThat(socket.sendDescriptors(bytes("x"), stream.getFD())).isFalse();
			assertThat(socket.error()).isEqualTo(SocketError.NOT_CONNECTED);
			LocalSocket client = this.sandbox.connect(this.server);
			client.close();
			assertThat(client.sendDescriptors(bytes("x"), stream.getFD())).isFalse();
			assertThat(client.error()).isEqualTo(SocketError.PEER_CLOSED);
		}
		assertNoneIsLeft();
	}

	private void send(LocalSocket socket, String text, int count) throws IOException {
		try (FileInputStream stream = new FileInputStream(this.file.toFile())) {
			FileDescriptor[] descriptors = new FileDescriptor[count];
			Arrays.fill(descriptors, stream.getFD());
			assertThat(socket.sendDescriptors(bytes(text), descriptors)).as(socket::errorString).isTrue();
		}
	}

	private static FileDescriptor descriptor(FileInputStream stream) {
		try {
			return stream.getFD();
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	private static ByteBuffer bytes(String text) {
		return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
	}

	/** They share one position in the file, so that the first reads all. */
	private static void assertContent(List<FileDescriptor> descriptors, int count) throws IOException {
		assertThat(descriptors).hasSize(count);
		for (FileDescriptor descriptor : descriptors) {
			try (FileInputStream stream = new FileInputStream(descriptor)) {
				assertThat(stream.readAllBytes()).asString(StandardCharsets.US_ASCII).isIn("content", "");
			}
		}
	}

	private long opened() throws IOException {
		return ProcessState.descriptors()
			.stream()
			.filter((target) -> target.startsWith(this.directory.toString()))
			.count();
	}

	private void assertNoneIsLeft() {
		eventually().untilAsserted(() -> assertThat(opened()).isZero());
	}

}
