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

package dev.localsocket.annotation;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import dev.localsocket.LocalServer;
import dev.localsocket.autoconfigure.LocalSocketAutoConfiguration;
import dev.localsocket.framing.ContentLengthFraming;
import dev.localsocket.framing.DelimiterFraming;
import dev.localsocket.framing.FrameDecoder;
import dev.localsocket.framing.Framing;
import dev.localsocket.framing.FramingException;
import dev.localsocket.framing.JsonLinesFraming;
import dev.localsocket.framing.LengthPrefixedFraming;
import dev.localsocket.framing.LineFraming;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests that a peer can tell a reply that was cut off from one that is complete.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class CutOffReplyTests {

	private static final int MAX_LENGTH = 1000;

	/** With the line feed a power of two, as are the pieces that the kernel takes. */
	private static final String LINE = "x".repeat(63);

	@TempDir
	Path directory;

	private ApplicationContextRunner runner(String framing) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(LocalSocketAutoConfiguration.class))
			.withConfiguration(AutoConfigurations.of(LifecycleAutoConfiguration.class))
			.withUserConfiguration(Replies.class)
			.withPropertyValues("local-socket.servers.control.directory=" + this.directory,
					"local-socket.servers.control.framing.type=" + framing,
					"local-socket.servers.control.framing.delimiter=--");
	}

	private SocketChannel ask(String framing, String... requests) throws Exception {
		SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(this.directory.resolve("control")));
		for (String request : requests) {
			client.write(framing(framing).encode(ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8))));
		}
		return client;
	}

	private static Framing framing(String type) {
		return switch (type) {
			case "line" -> new LineFraming(MAX_LENGTH);
			case "json-lines" -> new JsonLinesFraming(MAX_LENGTH);
			case "content-length" -> new ContentLengthFraming(MAX_LENGTH);
			case "delimiter" -> new DelimiterFraming("--".getBytes(StandardCharsets.UTF_8), MAX_LENGTH);
			default -> new LengthPrefixedFraming(4, ByteOrder.BIG_ENDIAN, false, MAX_LENGTH);
		};
	}

	@ParameterizedTest
	@ValueSource(strings = { "line", "json-lines", "delimiter", "length-prefixed", "content-length" })
	void replyThatTheWriteTimeoutCutsOffEndsWithHalfAFrame(String framing, CapturedOutput output) {
		runner(framing).withPropertyValues("local-socket.servers.control.write-timeout=300ms").run((context) -> {
			for (String request : List.of("endless", "list", "flux")) {
				try (SocketChannel client = ask(framing, request)) {
					awaitConnections(context.getBean(LocalServer.class), 1);
					awaitConnections(context.getBean(LocalServer.class), 0);
					assertEndsWithHalfAFrame(framing, read(client));
				}
			}
			// Each is logged as the error that it is, and not once more
			assertThat(context.getBean(LocalServer.class).errorCount()).isEqualTo(3);
			assertThat(output).doesNotContain("was cut off");
		});
	}

	@Test
	void replyThatTheEndOfTheGracePeriodCutsOffEndsWithHalfALine(CapturedOutput output) {
		runner("line").withPropertyValues("spring.lifecycle.timeout-per-shutdown-phase=500ms").run((context) -> {
			LocalServer server = context.getBean(LocalServer.class);
			try (SocketChannel client = ask("line", "endless")) {
				await().until(() -> server.connections().stream().anyMatch((socket) -> socket.bytesToWrite() > 0));
				context.close();
				assertEndsWithHalfAFrame("line", read(client));
			}
			// It depends on the kernel whether anything is left, which is an error
			int logged = output.toString().split("was cut off", -1).length - 1;
			assertThat(logged + server.errorCount()).isOne();
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "failing", "failingFlux", "inconvertible" })
	void replyWhoseRestFailsEndsWithHalfALine(String request) {
		runner("line").run((context) -> {
			try (SocketChannel client = ask("line", request)) {
				byte[] bytes = read(client);
				assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo((LINE + "\n").repeat(3) + "\030");
				assertEndsWithHalfAFrame("line", bytes);
			}
		});
	}

	@Test
	void replyWhoseRestFailsEndsTheConnectionThoughTheErrorHandlerDoesNothing() {
		runner("line").withBean(LocalSocketErrorHandler.class, () -> (failure) -> null).run((context) -> {
			try (SocketChannel client = ask("line", "failing")) {
				assertEndsWithHalfAFrame("line", read(client));
			}
		});
	}

	@Test
	void connectionLivesOnWhenTheErrorHandlerRepliesInPlaceOfTheRest() {
		runner("line").withBean(LocalSocketErrorHandler.class, () -> (failure) -> "failed").run((context) -> {
			try (SocketChannel client = ask("line", "failing", "short")) {
				client.shutdownOutput();
				assertThat(read(client)).asString().isEqualTo((LINE + "\n").repeat(3) + "failed\n" + LINE + "\n");
			}
		});
	}

	@Test
	void completeRepliesEndOrderly() {
		runner("line").run((context) -> {
			try (SocketChannel client = ask("line", "short", "short", "short")) {
				client.shutdownOutput();
				assertThat(read(client)).asString().isEqualTo((LINE + "\n").repeat(3));
			}
		});
	}

	private static void awaitConnections(LocalServer server, int count) {
		await().until(() -> server.activeConnections() == count);
	}

	private static byte[] read(SocketChannel client) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
		while (client.read(buffer.clear()) >= 0) {
			bytes.write(buffer.array(), 0, buffer.position());
		}
		return bytes.toByteArray();
	}

	private static void assertEndsWithHalfAFrame(String framing, byte[] bytes) throws FramingException {
		FrameDecoder decoder = framing(framing).newDecoder();
		ByteBuffer input = ByteBuffer.wrap(bytes);
		ByteBuffer frame;
		while ((frame = decoder.next(input)) != null) {
			assertThat(StandardCharsets.UTF_8.decode(frame).toString()).isEqualTo(LINE);
		}
		assertThat(input.hasRemaining()).isTrue();
		assertThatExceptionOfType(FramingException.class).isThrownBy(() -> decoder.end(input));
	}

	static class Replies {

		@LocalSocketListener
		Object reply(String request) {
			return switch (request) {
				case "endless" -> Stream.generate(() -> LINE);
				case "list" -> Stream.generate(() -> LINE).limit(10_000).toList();
				case "flux" -> Flux.fromStream(Stream.generate(() -> LINE));
				case "failing" -> Stream.iterate(0, (i) -> i + 1).map(CutOffReplyTests::thirdIsLast);
				case "failingFlux" -> Flux.range(0, 10).map(CutOffReplyTests::thirdIsLast);
				case "inconvertible" -> List.of(LINE, LINE, LINE, "two\nlines", LINE);
				default -> LINE;
			};
		}

	}

	private static String thirdIsLast(int index) {
		if (index == 3) {
			throw new IllegalStateException("On purpose");
		}
		return LINE;
	}

}
