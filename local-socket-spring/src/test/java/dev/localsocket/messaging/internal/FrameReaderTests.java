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

package dev.localsocket.messaging.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

import dev.localsocket.EventLoops;
import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;
import dev.localsocket.framing.ContentLengthFraming;
import dev.localsocket.framing.DelimiterFraming;
import dev.localsocket.framing.Framing;
import dev.localsocket.framing.JsonLinesFraming;
import dev.localsocket.framing.LengthPrefixedFraming;
import dev.localsocket.framing.LineFraming;
import dev.localsocket.messaging.internal.FrameDispatcher.FrameHandler;
import dev.localsocket.testing.SocketSandbox;
import dev.localsocket.worker.Workers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static dev.localsocket.testing.SocketSandbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FrameReader}, on the event loop, where it borrows what it reads, and
 * on workers.
 */
@Timeout(20)
class FrameReaderTests {

	private static final int LIMIT = 300_000;

	private static final Executor THREADS = (task) -> new Thread(task).start();

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	private final Recorder recorder = new Recorder();

	static Stream<Arguments> readers() {
		return Stream
			.of(new LineFraming(LIMIT), new JsonLinesFraming(LIMIT), new ContentLengthFraming(LIMIT),
					new DelimiterFraming(new byte[] { '-', '-' }, LIMIT),
					new LengthPrefixedFraming(4, ByteOrder.LITTLE_ENDIAN, false, LIMIT))
			.flatMap((framing) -> Stream.of(true, false).map((onLoop) -> Arguments.of(framing, onLoop)));
	}

	private LocalSocket start(LocalServer server, Framing framing, boolean onLoop) throws Exception {
		LocalSocket socket = this.sandbox.take(server);
		FrameDispatcher dispatcher = onLoop ? FrameDispatcher.onEventLoop(socket, framing, this.recorder)
				: FrameDispatcher.onWorkers(socket, framing, new Workers(THREADS), this.recorder);
		dispatcher.start();
		return socket;
	}

	@ParameterizedTest
	@MethodSource("readers")
	void framesSurviveWhereverTheyAreSplit(Framing framing, boolean onLoop) throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		SocketChannel client = this.sandbox.connectForeign(server);
		LocalSocket socket = start(server, framing, onLoop);
		List<String> payloads = List.of("abc", "d", "0123456789");
		byte[] bytes = encode(framing, payloads);
		List<String> expected = new ArrayList<>();
		for (int split = 0; split <= bytes.length; split++) {
			client.write(ByteBuffer.wrap(bytes, 0, split));
			long received = expected.size() / payloads.size() * bytes.length + split;
			eventually().until(() -> socket.bytesReceived() == received && socket.bytesAvailable() == 0);
			client.write(ByteBuffer.wrap(bytes, split, bytes.length - split));
			expected.addAll(payloads);
			eventually().until(() -> this.recorder.frames.size() == expected.size());
		}
		assertThat(this.recorder.frames).isEqualTo(expected);
		assertThat(this.recorder.failures).isEmpty();
	}

	@ParameterizedTest
	@MethodSource("readers")
	void framesOfAnyLengthSurvive(Framing framing, boolean onLoop) throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		SocketChannel client = this.sandbox.connectForeign(server);
		start(server, framing, onLoop);
		List<String> payloads = Stream
			.of(1, 63, 64, 65, 4095, 4096, 16_383, 16_384, 65_530, 65_535, 65_536, 65_537, 131_072, 250_000)
			.map((length) -> String.valueOf((char) ('a' + length % 26)).repeat(length))
			.toList();
		ByteBuffer bytes = ByteBuffer.wrap(encode(framing, payloads));
		while (bytes.hasRemaining()) {
			client.write(bytes);
		}
		eventually().until(() -> this.recorder.frames.size() == payloads.size());
		assertThat(this.recorder.frames.equals(payloads)).isTrue();
	}

	@ParameterizedTest
	@MethodSource("readers")
	void beginningOfAFrameCountsAsBuffered(Framing framing, boolean onLoop) throws Exception {
		EventLoops loops = new EventLoops(1).withMaxBuffered(1_000_000);
		LocalServer server = this.sandbox.listen(this.sandbox.closeLater(new LocalServer(loops)));
		SocketChannel client = this.sandbox.connectForeign(server);
		start(server, framing, onLoop);
		byte[] bytes = encode(framing, List.of("x".repeat(10_000)));
		client.write(ByteBuffer.wrap(bytes, 0, 5000));
		eventually().until(() -> loops.buffered() >= 5000);
		client.write(ByteBuffer.wrap(bytes, 5000, bytes.length - 5000));
		eventually().until(() -> this.recorder.frames.size() == 1 && loops.buffered() == 0);
	}

	private static byte[] encode(Framing framing, List<String> payloads) throws Exception {
		ByteBuffer bytes = ByteBuffer.allocate(1_000_000);
		for (String payload : payloads) {
			bytes.put(framing.encode(ByteBuffer.wrap(payload.getBytes(StandardCharsets.US_ASCII))));
		}
		byte[] all = new byte[bytes.flip().remaining()];
		bytes.get(all);
		return all;
	}

	/** Records the frames as texts. */
	private static final class Recorder implements FrameHandler {

		private final List<String> frames = new CopyOnWriteArrayList<>();

		private final List<String> failures = new CopyOnWriteArrayList<>();

		@Override
		public @Nullable CompletionStage<?> handle(ByteBuffer frame) {
			this.frames.add(StandardCharsets.US_ASCII.decode(frame).toString());
			return null;
		}

		@Override
		public void ended() {
			this.failures.add("The connection has ended");
		}

	}

}
