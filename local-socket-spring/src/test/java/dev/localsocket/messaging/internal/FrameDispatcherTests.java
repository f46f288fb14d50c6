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
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;
import dev.localsocket.LocalSocketCallbacks;
import dev.localsocket.error.SocketError;
import dev.localsocket.framing.LineFraming;
import dev.localsocket.messaging.internal.FrameDispatcher.FrameHandler;
import dev.localsocket.testing.SocketSandbox;
import dev.localsocket.worker.Workers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static dev.localsocket.testing.SocketSandbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FrameDispatcher}.
 */
class FrameDispatcherTests {

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	private final AtomicInteger handOvers = new AtomicInteger();

	private final Executor executor = (task) -> {
		this.handOvers.incrementAndGet();
		new Thread(task).start();
	};

	private final Recorder recorder = new Recorder();

	private LocalSocket connectionWith(String text) throws Exception {
		return connectionWith(this.sandbox.listeningServer(), text);
	}

	private LocalSocket connectionWith(LocalServer server, String text) throws Exception {
		ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
		this.sandbox.connectForeign(server).write(bytes);
		LocalSocket socket = this.sandbox.take(server);
		eventually().until(() -> socket.bytesAvailable() == text.length());
		return socket;
	}

	private void dispatch(LocalSocket socket, Executor executor) {
		FrameDispatcher.onWorkers(socket, new LineFraming(100), new Workers(executor), this.recorder).start();
	}

	@Test
	void framesThatAreThereCostOneHandOver() throws Exception {
		dispatch(connectionWith("line\n".repeat(60)), this.executor);
		eventually().until(() -> this.recorder.frames.size() == 60);
		assertThat(this.handOvers).hasValue(1);
	}

	@Test
	void framesAreHandledOnTheEventLoopWhileItTellsOfThem() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		SocketChannel client = this.sandbox.connectForeign(server);
		LocalSocket socket = this.sandbox.take(server);
		CountDownLatch started = new CountDownLatch(1);
		FrameDispatcher.onEventLoop(socket, new LineFraming(100), this.recorder).start();
		socket.eventLoop().execute(started::countDown);
		started.await();
		List<Integer> handled = new CopyOnWriteArrayList<>();
		socket.addListener(new LocalSocketCallbacks() {
			@Override
			public void readyRead(LocalSocket socket) {
				handled.add(FrameDispatcherTests.this.recorder.frames.size());
			}
		});
		client.write(ByteBuffer.wrap("x\n".repeat(60).getBytes(StandardCharsets.UTF_8)));
		eventually().until(() -> !handled.isEmpty());
		assertThat(handled).containsExactly(60);
	}

	@Test
	void eventLoopTurnsToOthersAfterManyFrames() throws Exception {
		LocalSocket socket = connectionWith("x\n".repeat(1000));
		FrameDispatcher.onEventLoop(socket, new LineFraming(100), this.recorder).start();
		eventually().until(() -> this.recorder.frames.size() == 1000);
	}

	@Test
	void onlyThreadTurnsToOthersAfterManyFrames() throws Exception {
		List<Runnable> calls = new ArrayList<>();
		Workers workers = new Workers(calls::add);
		LocalServer server = this.sandbox.listeningServer();
		for (String text : List.of("x\n".repeat(1000), "y\n")) {
			FrameDispatcher.onWorkers(connectionWith(server, text), new LineFraming(100), workers, this.recorder)
				.start();
		}
		calls.get(0).run();
		assertThat(this.recorder.frames).hasSize(1001);
		assertThat(this.recorder.frames.indexOf("y")).isEqualTo(64);
	}

	@Test
	void frameIsHandledAfterTheStageOfTheLastIsCompleted() throws Exception {
		CompletableFuture<Void> stage = new CompletableFuture<>();
		this.recorder.stage = stage;
		dispatch(connectionWith("a\nb\n"), this.executor);
		eventually().until(() -> this.recorder.frames.size() == 1);
		this.recorder.stage = null;
		stage.complete(null);
		eventually().until(() -> this.recorder.frames.equals(List.of("a", "b")));
	}

	@Test
	void stageThatFailsAbortsTheConnection() throws Exception {
		this.recorder.stage = CompletableFuture.failedFuture(new IllegalStateException("on purpose"));
		LocalSocket socket = connectionWith("a\nb\n");
		dispatch(socket, this.executor);
		assertThat(this.recorder.ended.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(this.recorder.frames).containsExactly("a");
		assertThat(socket.error()).isEqualTo(SocketError.HANDLER_FAILED);
	}

	@Test
	void executorThatRefusesAbortsTheConnection() throws Exception {
		LocalSocket socket = connectionWith("a\n");
		dispatch(socket, (task) -> {
			throw new RejectedExecutionException("full");
		});
		assertThat(this.recorder.ended.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(socket.error()).isEqualTo(SocketError.HANDLER_FAILED);
	}

	@Test
	void endIsToldOnceAndAfterTheLastFrame() throws Exception {
		LocalSocket socket = connectionWith("a\n");
		dispatch(socket, this.executor);
		eventually().until(() -> this.recorder.frames.size() == 1);
		socket.shutdownInput();
		assertThat(this.recorder.ended.await(10, TimeUnit.SECONDS)).isTrue();
		eventually().until(() -> socket.state() == LocalSocket.State.UNCONNECTED);
		assertThat(this.recorder.ends).hasValue(1);
	}

	/** Records the frames, and answers each with the same stage. */
	private static final class Recorder implements FrameHandler {

		private final List<String> frames = new CopyOnWriteArrayList<>();

		private final CountDownLatch ended = new CountDownLatch(1);

		private final AtomicInteger ends = new AtomicInteger();

		private volatile @Nullable CompletionStage<?> stage;

		@Override
		public @Nullable CompletionStage<?> handle(ByteBuffer frame) {
			this.frames.add(StandardCharsets.UTF_8.decode(frame).toString());
			return this.stage;
		}

		@Override
		public void ended() {
			this.ends.incrementAndGet();
			this.ended.countDown();
		}

	}

}
