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

package dev.localsocket.sample;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CommandLineClient}.
 */
@Timeout(30)
class CommandLineClientTests {

	private final LocalServer server = new LocalServer();

	private final ByteArrayOutputStream output = new ByteArrayOutputStream();

	private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

	private final String path;

	CommandLineClientTests(@TempDir Path directory) {
		this.path = directory.resolve("s").toString();
	}

	@BeforeEach
	void listen() {
		assertThat(this.server.listen(this.path)).as(this.server.errorString()).isTrue();
	}

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void inputIsSentAndWhatComesAfterItsEndIsPrinted() throws Exception {
		CompletableFuture<Integer> status = run(new ByteArrayInputStream("question".getBytes(StandardCharsets.UTF_8)));
		try (LocalSocket socket = accept()) {
			byte[] question = socket.inputStream().readAllBytes();
			assertThat(question).asString(StandardCharsets.UTF_8).isEqualTo("question");
			socket.write(StandardCharsets.UTF_8.encode("answer"));
		}
		assertThat(status.get(10, TimeUnit.SECONDS)).isZero();
		assertThat(this.output.toString(StandardCharsets.UTF_8)).isEqualTo("answer");
	}

	@Test
	void clientEndsWithTheConnectionThoughItsInputIsStillOpen() throws Exception {
		try (PipedOutputStream keyboard = new PipedOutputStream();
				PipedInputStream input = new PipedInputStream(keyboard)) {
			CompletableFuture<Integer> status = run(input);
			accept().close();
			assertThat(status.get(10, TimeUnit.SECONDS)).isZero();
		}
	}

	@Test
	void clientSaysWhyItCannotConnect() throws Exception {
		this.server.close();
		assertThat(run(InputStream.nullInputStream()).get(10, TimeUnit.SECONDS)).isEqualTo(1);
		assertThat(this.errors.toString(StandardCharsets.UTF_8)).contains(this.path);
	}

	private CompletableFuture<Integer> run(InputStream input) {
		CommandLineClient client = new CommandLineClient(input, print(this.output), print(this.errors));
		return CompletableFuture.supplyAsync(() -> client.run(this.path));
	}

	private static PrintStream print(ByteArrayOutputStream target) {
		return new PrintStream(target, true, StandardCharsets.UTF_8);
	}

	private LocalSocket accept() throws IOException {
		this.server.waitForNewConnection(Duration.ofSeconds(10));
		return Objects.requireNonNull(this.server.nextPendingConnection(), "No connection came");
	}

}
