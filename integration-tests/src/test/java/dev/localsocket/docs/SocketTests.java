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
package dev.localsocket.docs;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import dev.localsocket.IncomingConnection;
import dev.localsocket.LocalServer;
import dev.localsocket.LocalServerListener;
import dev.localsocket.LocalSocket;
import dev.localsocket.LocalSocketCallbacks;
import dev.localsocket.SocketOption;
import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import dev.localsocket.testing.BackgroundCall;
import dev.localsocket.testing.SocketSandbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static dev.localsocket.testing.SocketSandbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Samples of servers and sockets without Spring.
 */
@Timeout(60)
class SocketTests {

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	@TempDir
	Path directory;

	@Test
	void serverGreetsClients() throws Exception {
		ExecutorService executor = Executors.newCachedThreadPool();
		LocalServer server = this.sandbox.server();
		BackgroundCall<Boolean> serving = this.sandbox.async(() -> {
			Greeter.serve(server, this.sandbox.address("s"), executor);
			return true;
		});
		eventually().until(server::isListening);
		assertThat(Client.greeting(this.sandbox.address("s"))).isEqualTo("Hello world");
		server.close();
		assertThat(serving.result()).isTrue();
		executor.shutdown();
		assertThat(executor.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
		assertThatExceptionOfType(LocalSocketException.class)
			.isThrownBy(() -> Client.greeting(this.sandbox.address("s")))
			.satisfies((ex) -> assertThat(ex.error()).isEqualTo(SocketError.SERVER_NOT_FOUND));
	}

	@Test
	void serverThatCannotListenSaysWhy() {
		this.sandbox.listeningServer();
		assertThatIllegalStateException().isThrownBy(
				() -> Greeter.serve(this.sandbox.server(), this.sandbox.address("s"), Executors.newCachedThreadPool()))
			.withMessageContaining(this.sandbox.address("s"));
	}

	@Test
	void readTimesOut() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		LocalSocket socket = this.sandbox.connect(server);
		socket.setReadTimeout(Duration.ofMillis(10));
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> socket.inputStream().read());
	}

	@Test
	void callbacksEcho() throws Exception {
		LocalServer server = this.sandbox.server();
		server.addListener(new EchoListener());
		this.sandbox.listen(server);
		LocalSocket socket = this.sandbox.connect(server);
		socket.outputStream().write("ping".getBytes(StandardCharsets.UTF_8));
		socket.shutdownOutput();
		assertThat(socket.inputStream().readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("ping");
	}

	@Test
	void subscriberConnectsAgain() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		LocalSocket socket = Subscriber.subscribe(this.sandbox.address("s"));
		for (int i = 0; i < 3; i++) {
			this.sandbox.take(server).abort();
		}
		this.sandbox.take(server);
		eventually().until(() -> socket.state() == LocalSocket.State.CONNECTED);
		socket.removeListener(Subscriber.callbacks);
		socket.abort();
	}

	@Test
	void ownUserIsLetIn() throws Exception {
		OwnUserServer server = this.sandbox.closeLater(new OwnUserServer());
		this.sandbox.listen(server);
		this.sandbox.connect(server);
		this.sandbox.take(server);
	}

	@Test
	void descriptorIsPassed() throws Exception {
		Path file = Files.writeString(this.directory.resolve("file"), "content");
		LocalServer server = this.sandbox.server();
		server.setMaxReceivedDescriptors(4);
		this.sandbox.listen(server);
		LocalSocket client = this.sandbox.connect(server);
		LocalSocket accepted = this.sandbox.take(server);
		Descriptors.send(client, file);
		assertThat(Descriptors.receive(accepted)).isEqualTo("content");
	}

	static final class Greeter {

		// tag::socket-server[]
		static void serve(LocalServer server, String name, ExecutorService executor) throws IOException {
			server.setSocketOptions(SocketOption.USER_ACCESS);
			server.setReclaimStale(true);
			if (!server.listen(name)) {
				throw new IllegalStateException(server.errorString());
			}
			while (server.isListening()) {
				server.waitForNewConnection(Duration.ofMillis(-1));
				LocalSocket socket = server.nextPendingConnection();
				if (socket != null) {
					executor.execute(() -> greet(socket));
				}
			}
		}

		static void greet(LocalSocket socket) {
			try (socket) {
				BufferedReader reader = new BufferedReader(
						new InputStreamReader(socket.inputStream(), StandardCharsets.UTF_8));
				OutputStream output = socket.outputStream();
				for (String name; (name = reader.readLine()) != null;) {
					output.write("Hello %s\n".formatted(name).getBytes(StandardCharsets.UTF_8));
				}
			}
			catch (IOException ex) {
				System.err.println(socket + ": " + ex.getMessage());
			}
		}
		// end::socket-server[]

	}

	static final class Client {

		// tag::socket-client[]
		static String greeting(String name) throws IOException {
			try (LocalSocket socket = LocalSocket.connectToServer(name)) {
				socket.setReadTimeout(Duration.ofSeconds(5));
				socket.outputStream().write("world\n".getBytes(StandardCharsets.UTF_8));
				socket.shutdownOutput();
				return new String(socket.inputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
			}
		}
		// end::socket-client[]

	}

	// tag::socket-callbacks[]
	static class EchoListener implements LocalServerListener {

		@Override
		public void newConnection(LocalServer server, LocalSocket socket) {
			if (server.takePendingConnection(socket)) {
				socket.setReadBufferSize(64 * 1024);
				socket.addListener(new Echo());
			}
		}

	}

	static class Echo implements LocalSocketCallbacks {

		private final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);

		@Override
		public void readyRead(LocalSocket socket) {
			while (socket.read(this.buffer.clear()) > 0) {
				if (!socket.write(this.buffer.flip())) {
					socket.abort();
				}
			}
		}

		@Override
		public void readChannelFinished(LocalSocket socket) {
			socket.close();
		}

	}
	// end::socket-callbacks[]

	static final class Subscriber {

		// tag::socket-reconnect[]
		static final LocalSocketCallbacks callbacks = new LocalSocketCallbacks() {

			@Override
			public void connected(LocalSocket socket) {
				socket.write(ByteBuffer.wrap("subscribe\n".getBytes(StandardCharsets.UTF_8)));
			}

			@Override
			public void disconnected(LocalSocket socket) {
				socket.connectToServer();
			}

		};

		static LocalSocket subscribe(String name) throws IOException {
			LocalSocket socket = new LocalSocket();
			socket.setServerName(name);
			socket.addListener(callbacks);
			socket.connectToServer();
			if (!socket.waitForConnected(Duration.ofSeconds(5))) {
				throw new IOException(socket.errorString());
			}
			return socket;
		}
		// end::socket-reconnect[]

	}

	// tag::socket-decision[]
	static class OwnUserServer extends LocalServer {

		private final long ownUid = ProcessUser.uid();

		@Override
		protected void incomingConnection(IncomingConnection connection) {
			if (connection.peerCredentials().uid() == this.ownUid) {
				super.incomingConnection(connection);
			}
			else {
				connection.reject("Only the server's own user may connect");
			}
		}

	}
	// end::socket-decision[]

	static final class ProcessUser {

		static long uid() {
			try {
				return ((Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid")).longValue();
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

	static final class Descriptors {

		// tag::socket-descriptors[]
		static void send(LocalSocket socket, Path file) throws IOException {
			try (FileInputStream stream = new FileInputStream(file.toFile())) {
				if (!socket.sendDescriptors(ByteBuffer.wrap(new byte[] { 'f' }), stream.getFD())) {
					throw new IOException(socket.errorString());
				}
			}
		}

		static String receive(LocalSocket socket) throws IOException {
			socket.inputStream().readNBytes(1);
			List<FileDescriptor> descriptors = socket.receivedDescriptors();
			try (FileInputStream stream = new FileInputStream(descriptors.get(0))) {
				return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
			}
		}
		// end::socket-descriptors[]

	}

}
