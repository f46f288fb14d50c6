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

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;
import dev.localsocket.LocalSocket.State;
import dev.localsocket.error.SocketError;
import dev.localsocket.testing.ProcessState;
import dev.localsocket.testing.SocketSandbox;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.localsocket.testing.SocketSandbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of descriptors that a process with another implementation sends and receives.
 */
@Tag("transport")
@Timeout(60)
class DescriptorPassingTests {

	private static final Duration LONG = Duration.ofSeconds(20);

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	@TempDir
	Path directory;

	@SuppressWarnings("NullAway.Init")
	private Path file;

	@SuppressWarnings("NullAway.Init")
	private ChildProcess peer;

	@BeforeEach
	void startPeer() throws IOException {
		Programs.require("python3");
		this.file = Files.writeString(this.directory.resolve("file"), "content");
		this.peer = this.sandbox
			.closeLater(ChildProcess.start(new ProcessBuilder("python3", Programs.resource("descriptors.py"))));
	}

	private LocalSocket connect(int maxReceivedDescriptors) throws IOException {
		LocalServer server = this.sandbox.server();
		server.setMaxReceivedDescriptors(maxReceivedDescriptors);
		this.sandbox.listen(server);
		assertThat(ask("connect " + server.fullServerName())).isEqualTo("connected");
		return this.sandbox.take(server);
	}

	private String ask(String command) throws IOException {
		return this.peer.send(command).receive();
	}

	@Test
	void descriptorsAreReceived() throws Exception {
		LocalSocket socket = connect(60);
		assertThat(ask("send hello %s 1".formatted(this.file))).isEqualTo("sent 5");
		assertThat(socket.inputStream().readNBytes(5)).asString(StandardCharsets.US_ASCII).isEqualTo("hello");
		List<FileDescriptor> received = socket.receivedDescriptors();
		assertThat(received).hasSize(1);
		assertThat(read(received.get(0))).isEqualTo("content");
		assertThat(ask("send hello %s 60".formatted(this.file))).isEqualTo("sent 5");
		assertThat(socket.inputStream().readNBytes(5)).hasSize(5);
		received = socket.receivedDescriptors();
		assertThat(received).hasSize(60);
		for (FileDescriptor descriptor : received) {
			read(descriptor);
		}
		assertNoneIsLeft();
	}

	private static String read(FileDescriptor descriptor) throws IOException {
		try (FileInputStream stream = new FileInputStream(descriptor)) {
			return new String(stream.readAllBytes(), StandardCharsets.US_ASCII);
		}
	}

	@Test
	void descriptorsAreSent() throws Exception {
		LocalSocket socket = connect(0);
		try (FileInputStream first = new FileInputStream(this.file.toFile());
				FileInputStream second = new FileInputStream(this.file.toFile())) {
			second.skipNBytes(3);
			assertThat(socket.sendDescriptors(ByteBuffer.wrap("hello".getBytes(StandardCharsets.US_ASCII)),
					first.getFD(), second.getFD()))
				.isTrue();
		}
		assertThat(ask("receive 10 10")).isEqualTo("hello content tent");
		assertThat(socket.write(ByteBuffer.wrap("more".getBytes(StandardCharsets.US_ASCII)))).isTrue();
		assertThat(ask("receive 10 10")).isEqualTo("more");
		assertNoneIsLeft();
	}

	@ParameterizedTest
	@ValueSource(ints = { 61, 100, 253 })
	void peerThatSendsMoreThanTheLibraryCanReceiveLosesTheConnection(int count) throws Exception {
		LocalSocket socket = connect(60);
		assertThat(ask("send hello %s %d".formatted(this.file, count))).isEqualTo("sent 5");
		assertThat(socket.waitForDisconnected(LONG)).isTrue();
		assertThat(socket.error()).isEqualTo(SocketError.TOO_MANY_DESCRIPTORS);
		assertThat(socket.receivedDescriptors()).isEmpty();
		assertNoneIsLeft();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 60, 61, 253 })
	void uninvitedDescriptorsNeverEnterTheProcess(int count) throws Exception {
		LocalSocket socket = connect(0);
		for (int i = 0; i < 20; i++) {
			assertThat(ask("send hello %s %d".formatted(this.file, count))).isEqualTo("sent 5");
			assertThat(socket.inputStream().readNBytes(5)).asString(StandardCharsets.US_ASCII).isEqualTo("hello");
		}
		assertThat(socket.state()).isEqualTo(State.CONNECTED);
		assertThat(socket.receivedDescriptors()).isEmpty();
		assertNoneIsLeft();
	}

	@Test
	void descriptorsThatComeWhileTheSocketClosesAreClosed() throws Exception {
		LocalSocket socket = connect(60);
		socket.write(ByteBuffer.allocate(4_000_000));
		socket.close();
		assertThat(ask("send hello %s 60".formatted(this.file))).isEqualTo("sent 5");
		assertThat(ask("send hello %s 253".formatted(this.file))).isIn("sent 5", "broken");
		assertThat(ask("shutdown")).isEqualTo("closed");
		assertThat(socket.waitForDisconnected(LONG)).isTrue();
		assertNoneIsLeft();
	}

	@Test
	void peerThatIsKilledLeavesWhatItHasSent() throws Exception {
		LocalSocket socket = connect(60);
		assertThat(ask("send hello %s 3".formatted(this.file))).isEqualTo("sent 5");
		this.peer.kill();
		assertThat(socket.waitForDisconnected(LONG)).isTrue();
		List<FileDescriptor> received = socket.receivedDescriptors();
		assertThat(received).hasSize(3);
		for (FileDescriptor descriptor : received) {
			read(descriptor);
		}
		assertNoneIsLeft();
	}

	private void assertNoneIsLeft() {
		eventually().untilAsserted(() -> assertThat(ProcessState.descriptors())
			.noneMatch((target) -> target.startsWith(this.directory.toString())));
	}

}
