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
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;
import dev.localsocket.autoconfigure.LocalSocketAutoConfiguration;
import dev.localsocket.messaging.LastReply;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests that replies arrive whole, however long they are, and however slowly the peer
 * reads.
 */
@Timeout(120)
class LongReplyTests {

	/** Far more than the kernel's buffer and the write buffer of the servers hold. */
	private static final String LONG = "x".repeat(400_000);

	private static final List<String> MANY = Collections.nCopies(4_000, "y".repeat(99));

	private static final int WRITE_BUFFER_SIZE = 128 * 1024;

	private static final List<String> FRAMINGS = List.of("line", "json-lines", "delimiter", "length-prefixed", "raw");

	private static final Map<String, List<String>> REPLIES = Map.ofEntries(Map.entry("text", List.of(LONG)),
			Map.entry("bytes", List.of(LONG)), Map.entry("list", MANY), Map.entry("stream", MANY),
			Map.entry("later", List.of(LONG)), Map.entry("listLater", MANY), Map.entry("flux", MANY),
			Map.entry("fluxOfLists", MANY), Map.entry("mono", List.of(LONG)), Map.entry("last", List.of(LONG)),
			Map.entry("lastList", MANY), Map.entry("failure", List.of(LONG)), Map.entry("failureLater", MANY));

	@TempDir
	Path directory;

	private static byte[] frame(String framing, String text) {
		byte[] payload = text.getBytes(StandardCharsets.UTF_8);
		return switch (framing) {
			case "line", "json-lines" -> frame(payload, "\n");
			case "delimiter" -> frame(payload, "--");
			case "length-prefixed" ->
				ByteBuffer.allocate(4 + payload.length).putInt(payload.length).put(payload).array();
			default -> payload;
		};
	}

	private static byte[] frame(byte[] payload, String end) {
		byte[] delimiter = end.getBytes(StandardCharsets.UTF_8);
		return ByteBuffer.allocate(payload.length + delimiter.length).put(payload).put(delimiter).array();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void repliesOfEveryKindArriveWhole(boolean virtual) {
		assumeTrue(!virtual || Runtime.version().feature() >= 21, "There are no virtual threads");
		runner(virtual).run((context) -> {
			assertThat(context).hasNotFailed();
			SoftAssertions softly = new SoftAssertions();
			for (String framing : FRAMINGS) {
				for (String execution : List.of("worker", "loop")) {
					for (String kind : REPLIES.keySet()) {
						softly.assertThat(ask(framing, execution, kind))
							.as("%s of %s on %s", kind, framing, execution)
							.isEqualTo(expected(framing, kind));
					}
				}
			}
			softly.assertAll();
			assertThat(context.getBeansOfType(LocalServer.class).values()).extracting(LocalServer::errorCount)
				.containsOnly(0L);
		});
	}

	private ApplicationContextRunner runner(boolean virtual) {
		return FRAMINGS.stream()
			.flatMap((framing) -> Stream.of("worker", "loop")
				.map((execution) -> "local-socket.servers.%s-%s.".formatted(execution, framing)))
			.reduce(new ApplicationContextRunner()
				.withConfiguration(AutoConfigurations.of(LocalSocketAutoConfiguration.class))
				.withUserConfiguration(OnWorkers.class, OnLoop.class)
				.withBean(LocalSocketErrorHandler.class, () -> LongReplyTests::errorReply)
				.withPropertyValues("local-socket.directory=" + this.directory,
						"spring.threads.virtual.enabled=" + virtual),
					this::withServer, (one, other) -> one);
	}

	private ApplicationContextRunner withServer(ApplicationContextRunner runner, String prefix) {
		return runner.withPropertyValues(prefix + "framing.type=" + prefix.replaceAll(".*\\.[a-z]+-|\\.$", ""),
				prefix + "framing.delimiter=--", prefix + "write-buffer-size=" + WRITE_BUFFER_SIZE + "B");
	}

	private String ask(String framing, String execution, String kind) throws IOException {
		byte[] request = frame(framing, kind);
		try (SocketChannel client = connect(execution + "-" + framing)) {
			client.write(ByteBuffer.wrap(request));
			client.shutdownOutput();
			return describe(Channels.newInputStream(client).readAllBytes());
		}
	}

	private SocketChannel connect(String server) throws IOException {
		return SocketChannel.open(UnixDomainSocketAddress.of(this.directory.resolve(server)));
	}

	private static String expected(String framing, String kind) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		REPLIES.getOrDefault(kind, List.of()).forEach((reply) -> bytes.writeBytes(frame(framing, reply)));
		return describe(bytes.toByteArray());
	}

	/** Short, because nobody wants to see a megabyte in a failure. */
	private static String describe(byte[] bytes) {
		return bytes.length + " bytes, CRC " + crc(bytes);
	}

	private static long crc(byte[] bytes) {
		CRC32 crc = new CRC32();
		crc.update(bytes);
		return crc.getValue();
	}

	private static Object errorReply(ListenerFailure failure) {
		return reply(String.valueOf(failure.exception().getMessage()));
	}

	private static Object reply(String kind) {
		return switch (kind) {
			case "text" -> LONG;
			case "bytes" -> LONG.getBytes(StandardCharsets.UTF_8);
			case "list" -> MANY;
			case "stream" -> MANY.stream();
			case "later" -> CompletableFuture.supplyAsync(() -> LONG);
			case "listLater" -> CompletableFuture.supplyAsync(() -> MANY);
			case "flux" -> Flux.fromIterable(MANY);
			case "fluxOfLists" -> Flux.fromIterable(MANY).buffer(1000);
			case "mono" -> Mono.just(LONG);
			case "last" -> new LastReply(LONG);
			case "lastList" -> new LastReply(MANY);
			case "failure" -> throw new IllegalStateException("text");
			default -> CompletableFuture.failedFuture(new IllegalStateException("stream"));
		};
	}

	@ParameterizedTest
	@ValueSource(strings = { "worker", "loop" })
	void replyAtTheLimitOfTheWriteBufferArrives(String execution) {
		runner(false).run((context) -> {
			for (int length : List.of(WRITE_BUFFER_SIZE - 1, WRITE_BUFFER_SIZE, WRITE_BUFFER_SIZE + 1)) {
				// The line feed is the last byte
				try (SocketChannel client = connect(execution + "-line")) {
					client.write(ByteBuffer.wrap(("size" + (length - 1) + "\n").getBytes(StandardCharsets.UTF_8)));
					client.shutdownOutput();
					assertThat(Channels.newInputStream(client).readAllBytes()).hasSize(length);
				}
			}
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "worker", "loop" })
	void listOfVeryManyLinesArrivesAtAClientThatReadsLate(String execution) {
		runner(false).run((context) -> {
			LocalServer server = context.getBean(execution + "-line", LocalServer.class);
			try (SocketChannel client = connect(execution + "-line")) {
				client.write(ByteBuffer.wrap("lines300000\n".getBytes(StandardCharsets.UTF_8)));
				await().until(() -> server.connections().stream().anyMatch((socket) -> socket.bytesToWrite() > 0));
				client.shutdownOutput();
				String lines = new String(Channels.newInputStream(client).readAllBytes(), StandardCharsets.UTF_8);
				assertThat(lines.lines().count()).isEqualTo(300_000);
				assertThat(lines.substring(lines.length() - 20)).endsWith("\nline 299999\n");
			}
			assertThat(server.errorCount()).isZero();
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "worker", "loop" })
	void requestsWaitWhileTheirRepliesDo(String execution) {
		runner(false).run((context) -> {
			LocalServer server = context.getBean(execution + "-line", LocalServer.class);
			try (SocketChannel client = connect(execution + "-line")) {
				client.write(ByteBuffer.wrap("size999\n".repeat(2000).getBytes(StandardCharsets.UTF_8)));
				client.shutdownOutput();
				LocalSocket socket = await()
					.until(() -> server.connections().stream().findFirst(), (found) -> found.isPresent())
					.orElseThrow();
				await().until(() -> !socket.replyOutput().isWritable());
				assertThat(socket.bytesToWrite()).isLessThan(64 * 1024 + 1000);
				assertThat(Channels.newInputStream(client).readAllBytes()).hasSize(2_000_000);
			}
		});
	}

	@Test
	void slowClientsHoldNoWorker() {
		runner(false).withPropertyValues("local-socket.listener.max-threads=2").run((context) -> {
			List<SocketChannel> slow = new ArrayList<>();
			try {
				for (int i = 0; i < 5; i++) {
					SocketChannel client = connect("worker-line");
					slow.add(client);
					client.write(ByteBuffer.wrap("endless\n".getBytes(StandardCharsets.UTF_8)));
				}
				LocalServer server = context.getBean("worker-line", LocalServer.class);
				await().until(() -> server.connections().size() == 5
						&& server.connections().stream().noneMatch((socket) -> socket.replyOutput().isWritable()));
				assertThat(ask("line", "worker", "text")).isEqualTo(expected("line", "text"));
			}
			finally {
				for (SocketChannel client : slow) {
					client.close();
				}
			}
		});
	}

	private static Object replyTo(String request) {
		if (request.startsWith("size")) {
			return "z".repeat(Integer.parseInt(request.substring(4)));
		}
		if (request.startsWith("lines")) {
			return Stream.iterate(0, (i) -> i + 1)
				.limit(Integer.parseInt(request.substring(5)))
				.map((i) -> "line " + i)
				.collect(Collectors.toList());
		}
		return request.equals("endless") ? Stream.generate(() -> "without end") : reply(request);
	}

	static class OnWorkers {

		@LocalSocketListener({ "worker-line", "worker-json-lines", "worker-delimiter", "worker-length-prefixed",
				"worker-raw" })
		Object reply(String request) {
			return replyTo(request);
		}

	}

	static class OnLoop {

		@LocalSocketListener(
				servers = { "loop-line", "loop-json-lines", "loop-delimiter", "loop-length-prefixed", "loop-raw" },
				execution = Execution.EVENT_LOOP)
		Object reply(String request) {
			return replyTo(request);
		}

	}

}
