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

import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import dev.localsocket.LocalServer;
import dev.localsocket.autoconfigure.LocalSocketAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests that long and endless replies are stopped when nobody will read them.
 */
@Timeout(60)
class StoppedReplyTests {

	@TempDir
	Path directory;

	private ApplicationContextRunner runner(Class<?> listener) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(LocalSocketAutoConfiguration.class))
			.withConfiguration(AutoConfigurations.of(LifecycleAutoConfiguration.class))
			.withUserConfiguration(listener)
			.withPropertyValues("local-socket.servers.control.directory=" + this.directory);
	}

	private SocketChannel ask(String request) throws Exception {
		SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(this.directory.resolve("control")));
		client.write(ByteBuffer.wrap((request + "\n").getBytes(StandardCharsets.UTF_8)));
		return client;
	}

	@ParameterizedTest
	@CsvSource({ "stream,true", "stream,false", "iterable,true", "iterable,false" })
	void endlessReplyStopsWhenTheClientLeaves(String request, boolean reads) {
		runner(OnWorker.class).run((context) -> assertStops(context.getBean(OnWorker.class), request, reads));
		runner(OnLoop.class).run((context) -> assertStops(context.getBean(OnLoop.class), request, reads));
	}

	private void assertStops(Endless endless, String request, boolean reads) throws Exception {
		try (SocketChannel client = ask(request)) {
			if (reads) {
				ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
				for (int i = 0; i < 20; i++) {
					assertThat(client.read(buffer.clear())).isPositive();
				}
			}
			await().until(() -> endless.made.get() > 100);
			assertThat(endless.closed.getCount()).isOne();
		}
		assertThat(endless.closed.await(10, TimeUnit.SECONDS)).isTrue();
		long made = endless.made.get();
		await().during(50, TimeUnit.MILLISECONDS).until(() -> endless.made.get() == made);
	}

	@Test
	void threadThatWaitsForTheNextElementIsInterruptedWhenTheClientLeaves() {
		runner(OnWorker.class).run((context) -> {
			OnWorker endless = context.getBean(OnWorker.class);
			SocketChannel client = ask("blocking");
			endless.blocked.await();
			client.close();
			assertThat(endless.closed.await(10, TimeUnit.SECONDS)).isTrue();
			assertThat(endless.interrupted.getCount()).isZero();
			assertThat(context.getBean(LocalServer.class).errorCount()).isZero();
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "stream", "blocking" })
	void endlessReplyStopsWithTheContext(String request) {
		runner(OnWorker.class).withPropertyValues("spring.lifecycle.timeout-per-shutdown-phase=500ms")
			.run((context) -> {
				OnWorker endless = context.getBean(OnWorker.class);
				try (SocketChannel client = ask(request)) {
					await().until(() -> endless.made.get() > 0);
					context.close();
					assertThat(endless.closed.await(10, TimeUnit.SECONDS)).isTrue();
					assertThat(client.isConnected()).isTrue();
				}
			});
	}

	@Test
	void streamThatEndsIsClosedBeforeTheNextRequest() {
		runner(OnWorker.class).run((context) -> {
			try (SocketChannel client = ask("short\nclosed?")) {
				client.shutdownOutput();
				ByteBuffer buffer = ByteBuffer.allocate(1000);
				while (client.read(buffer) >= 0) {
					assertThat(buffer.hasRemaining()).isTrue();
				}
				assertThat(StandardCharsets.UTF_8.decode(buffer.flip()).toString()).isEqualTo("line\nclosed: 0\n");
			}
		});
	}

	/** Replies of which each makes a note of what becomes of it. */
	abstract static class Endless {

		final AtomicLong made = new AtomicLong();

		final CountDownLatch blocked = new CountDownLatch(1);

		final CountDownLatch interrupted = new CountDownLatch(1);

		final CountDownLatch closed = new CountDownLatch(1);

		Object replyTo(String request) {
			return switch (request) {
				case "stream" -> Stream.generate(this::make).onClose(this.closed::countDown);
				case "blocking" -> Stream.generate(this::block).onClose(this.closed::countDown);
				case "iterable" -> new EndlessIterable(this);
				case "short" -> Stream.of("line").onClose(this.closed::countDown);
				default -> "closed: " + this.closed.getCount();
			};
		}

		private String make() {
			this.made.incrementAndGet();
			return "line";
		}

		private String block() {
			try {
				if (this.made.incrementAndGet() > 1) {
					this.blocked.countDown();
					new CountDownLatch(1).await();
				}
				return "line";
			}
			catch (InterruptedException ex) {
				this.interrupted.countDown();
				throw new IllegalStateException(ex);
			}
		}

	}

	/** As a {@code DirectoryStream}: iterable, and to be closed. */
	private record EndlessIterable(Endless endless) implements Iterable<String>, AutoCloseable {

		@Override
		public Iterator<String> iterator() {
			return Stream.generate(this.endless::make).iterator();
		}

		@Override
		public void close() {
			this.endless.closed.countDown();
		}

	}

	static class OnWorker extends Endless {

		@LocalSocketListener
		Object reply(String request) {
			return replyTo(request);
		}

	}

	static class OnLoop extends Endless {

		@LocalSocketListener(execution = Execution.EVENT_LOOP)
		Object reply(String request) {
			return replyTo(request);
		}

	}

}
