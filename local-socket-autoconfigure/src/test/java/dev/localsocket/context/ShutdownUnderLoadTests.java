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

package dev.localsocket.context;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.localsocket.testing.JavaProcess;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests what clients see that send requests without end when the application gets
 * {@code SIGTERM}.
 */
@Timeout(120)
class ShutdownUnderLoadTests {

	private static final int CLIENTS = 8;

	/** Of {@code SIGTERM}, 15: the JVM ends with it when all was done as it should be. */
	private static final int STATUS = 128 + 15;

	@TempDir
	Path directory;

	@RepeatedTest(3)
	void everyRequestThatWasReadIsAnsweredAndEveryClientSeesAnOrderlyEnd() throws Exception {
		Path sockets = Files.createDirectory(this.directory.resolve("s"));
		Path report = this.directory.resolve("report");
		List<Client> clients = new ArrayList<>();
		try (JavaProcess process = JavaProcess.start(CountingApplication.class, "--report=" + report,
				"--local-socket.directory=" + sockets, "--local-socket.servers.control.enabled=true",
				"--logging.level.root=off", "--spring.main.banner-mode=off")) {
			Path socket = sockets.resolve("control");
			await().atMost(60, TimeUnit.SECONDS).until(() -> Files.exists(socket));
			for (int i = 0; i < CLIENTS; i++) {
				clients.add(Client.start("client" + i, socket));
			}
			await().atMost(60, TimeUnit.SECONDS)
				.until(() -> clients.stream().allMatch((client) -> client.answers.get() > 500));
			assertThat(process.terminate()).isEqualTo(STATUS);
		}
		Map<String, Integer> answers = new TreeMap<>();
		for (Client client : clients) {
			client.join();
			assertThat(client.failure).as(client.getName()).isNull();
			answers.put(client.getName(), client.answers.get());
		}
		assertThat(report).as("answers of each client").hasContent(answers.toString());
		assertThat(sockets).isEmptyDirectory();
	}

	/** Sends numbered requests without waiting, and reads the answers to their end. */
	private static final class Client extends Thread {

		private final SocketChannel channel;

		private final AtomicInteger answers = new AtomicInteger();

		private volatile @Nullable Throwable failure;

		private Client(String name, SocketChannel channel) {
			super(name);
			this.channel = channel;
		}

		static Client start(String name, Path socket) throws IOException {
			Client client = new Client(name, SocketChannel.open(UnixDomainSocketAddress.of(socket)));
			client.start();
			Thread sender = new Thread(client::send, name + "-sender");
			sender.setDaemon(true);
			sender.start();
			return client;
		}

		private void send() {
			try {
				for (int number = 1;; number++) {
					String request = getName() + " " + number + "\n";
					ByteBuffer bytes = ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8));
					while (bytes.hasRemaining()) {
						this.channel.write(bytes);
					}
				}
			}
			catch (IOException ex) {
				// The server takes no more requests, which is how it should end
			}
		}

		@Override
		public void run() {
			try (BufferedReader reader = new BufferedReader(Channels.newReader(this.channel, StandardCharsets.UTF_8))) {
				for (String line = reader.readLine(); line != null; line = reader.readLine()) {
					assertThat(line).isEqualTo(getName() + " " + this.answers.incrementAndGet());
				}
			}
			catch (IOException | AssertionError ex) {
				this.failure = ex;
			}
		}

	}

}
