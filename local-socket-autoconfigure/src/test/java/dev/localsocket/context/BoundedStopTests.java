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

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import dev.localsocket.EventLoops;
import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;
import dev.localsocket.context.internal.ConnectionOwners;
import dev.localsocket.context.internal.DefaultLocalServerLifecycle;
import dev.localsocket.event.ServerListeningEvent;
import dev.localsocket.testing.LineClient;
import dev.localsocket.worker.ServerWorkers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationEventPublisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of how long a {@link LocalServerLifecycle} takes to stop.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class BoundedStopTests {

	private static final int LARGE = 900_000;

	@TempDir
	Path directory;

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final List<LocalServer> servers = new ArrayList<>();

	private final CountDownLatch end = new CountDownLatch(1);

	@AfterEach
	void end() {
		this.end.countDown();
		this.servers.forEach(LocalServer::close);
		this.executor.shutdownNow();
	}

	private DefaultLocalServerLifecycle start(int servers, Duration gracePeriod, EventLoops loops,
			ApplicationEventPublisher publisher) {
		List<LocalServerRegistration> registrations = IntStream.range(0, servers).mapToObj((i) -> {
			LocalServer server = new LocalServer(loops);
			this.servers.add(server);
			return LocalServerRegistration.of("server" + i, server, this.directory.resolve("s" + i).toString());
		}).toList();
		DefaultLocalServerLifecycle lifecycle = new DefaultLocalServerLifecycle(new LocalServerRegistry(registrations),
				new ConnectionOwners(), publisher, new ServerWorkers(this.executor), gracePeriod);
		lifecycle.start();
		return lifecycle;
	}

	private LocalSocket take(LocalServer server) {
		await().until(server::hasPendingConnections);
		LocalSocket socket = server.nextPendingConnection();
		assertThat(socket).isNotNull();
		return socket;
	}

	private static Duration timeOf(Runnable action) {
		long start = System.nanoTime();
		action.run();
		return Duration.ofNanos(System.nanoTime() - start);
	}

	@Test
	void peerThatReadsNothingIsGivenUpLongBeforeTheGracePeriodEnds(CapturedOutput output) throws IOException {
		DefaultLocalServerLifecycle lifecycle = start(1, Duration.ofSeconds(8), EventLoops.shared(), (event) -> {
		});
		try (LineClient client = new LineClient(this.directory.resolve("s0"))) {
			LocalSocket socket = take(this.servers.get(0));
			assertThat(socket.write(ByteBuffer.allocate(LARGE))).isTrue();
			assertThat(client).isNotNull();
			assertThat(timeOf(lifecycle::stop)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(7));
			assertThat(socket.state()).isEqualTo(LocalSocket.State.UNCONNECTED);
		}
		assertThat(output).containsOnlyOnce("were cut off")
			.contains("1 connections of the local server 'server0' were cut off")
			.doesNotContain("within 8 s");
	}

	@Test
	void peerThatGoesOnReadingSlowlyGetsAll(CapturedOutput output) throws Exception {
		DefaultLocalServerLifecycle lifecycle = start(1, Duration.ofSeconds(8), EventLoops.shared(), (event) -> {
		});
		try (LocalSocket client = LocalSocket.connectToServer(this.directory.resolve("s0").toString())) {
			// Little more than a packet, so that the server sees progress each time
			client.setReadBufferSize(64 * 1024);
			LocalSocket socket = take(this.servers.get(0));
			socket.write(ByteBuffer.allocate(LARGE));
			Thread stop = new Thread(lifecycle::stop);
			stop.start();
			InputStream input = client.inputStream();
			int total = 0;
			while (total < LARGE) {
				total += input.readNBytes(LARGE / 4).length;
				await().pollDelay(Duration.ofMillis(900)).until(() -> true);
			}
			assertThat(total).isEqualTo(LARGE);
			assertThat(input.read()).isEqualTo(-1);
			stop.join();
		}
		assertThat(output).doesNotContain("cut off");
	}

	@Test
	void serversWhoseObserversBlockStopTogether() {
		DefaultLocalServerLifecycle lifecycle = start(8, Duration.ofSeconds(5), EventLoops.shared(), (event) -> {
			if (event instanceof ServerListeningEvent) {
				awaitEnd();
			}
		});
		assertThat(timeOf(lifecycle::stop)).isLessThan(Duration.ofSeconds(5));
	}

	@Test
	void loopThatIsHeldUpDoesNotHoldUpTheStop() throws Exception {
		EventLoops loops = new EventLoops(1);
		DefaultLocalServerLifecycle lifecycle = start(3, Duration.ofSeconds(2), loops, (event) -> {
		});
		try (LineClient client = new LineClient(this.directory.resolve("s0"))) {
			assertThat(client).isNotNull();
			CountDownLatch held = new CountDownLatch(1);
			take(this.servers.get(0)).eventLoop().execute(() -> {
				held.countDown();
				awaitEnd();
			});
			assertThat(held.await(10, TimeUnit.SECONDS)).isTrue();
			assertThat(timeOf(() -> {
				lifecycle.stop();
				lifecycle.destroy();
			})).isLessThan(Duration.ofSeconds(12));
		}
		this.end.countDown();
		await().untilAsserted(() -> assertThat(this.directory).isEmptyDirectory());
	}

	private void awaitEnd() {
		try {
			this.end.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
