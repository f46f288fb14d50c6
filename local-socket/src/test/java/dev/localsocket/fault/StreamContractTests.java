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
package dev.localsocket.fault;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.localsocket.EventLoops;
import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;
import dev.localsocket.error.CloseReason;
import dev.localsocket.fault.Plan.Ending;
import dev.localsocket.testing.SocketSandbox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests, with random traffic and random ends, that what arrives is always a prefix of
 * what was sent, and all of it after an orderly end; that the counts agree; and that
 * nobody waits for ever. A round that fails prints its seed, see {@link Seeds}.
 */
@Tag("transport")
@Timeout(300)
class StreamContractTests {

	private static final int ROUNDS = 500;

	private static final Ending[] ENDINGS = { Ending.SHUTDOWN, Ending.DISCONNECT, Ending.DISCONNECT, Ending.ABORT };

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	private final ExecutorService executor = Executors.newCachedThreadPool();

	@AfterEach
	void endThreads() {
		this.executor.shutdownNow();
	}

	@Test
	void contractHoldsBetweenTwoSocketsOfOurs() throws Exception {
		LocalServer server = this.sandbox.listen(this.sandbox.closeLater(new LocalServer(new EventLoops(2))));
		Seeds.run(ROUNDS, (seed) -> {
			LocalSocket client = LocalSocket.connectToServer(server.fullServerName());
			round(seed, new OurPeer(client, seed), new OurPeer(take(server), ~seed));
		});
	}

	@Test
	void contractHoldsForAClientOfTheJdk() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		Seeds.run(ROUNDS, (seed) -> {
			SocketChannel client = connect(server.fullServerName());
			round(seed, new ForeignPeer(client), new OurPeer(take(server), seed));
		});
	}

	@Test
	void contractHoldsForAServerOfTheJdk() throws Exception {
		ServerSocketChannel server = this.sandbox.foreignServer("foreign");
		Seeds.run(ROUNDS, (seed) -> {
			LocalSocket client = LocalSocket.connectToServer(this.sandbox.address("foreign"));
			round(seed, new OurPeer(client, seed), new ForeignPeer(server.accept()));
		});
	}

	private static SocketChannel connect(String address) throws IOException {
		SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
		channel.connect(UnixDomainSocketAddress.of(address));
		return channel;
	}

	private static LocalSocket take(LocalServer server) throws IOException {
		assertThat(server.waitForNewConnection(Duration.ofSeconds(20)).available()).isTrue();
		LocalSocket socket = server.nextPendingConnection();
		assertThat(socket).isNotNull();
		return socket;
	}

	private void round(long seed, Peer firstPeer, Peer secondPeer) throws Exception {
		Random random = new Random(seed);
		Side first = new Side(firstPeer, Plan.random(random, ENDINGS));
		Side second = new Side(secondPeer, Plan.random(random, ENDINGS));
		try {
			runAll(List.of(first::write, second::write, () -> first.read(second.plan().salt()),
					() -> second.read(first.plan().salt())));
			first.close();
			second.close();
			awaitDisconnected(firstPeer);
			awaitDisconnected(secondPeer);
			boolean all = first.checkReceived(second) & second.checkReceived(first);
			checkCounts(firstPeer, first, secondPeer, second, all);
			checkCounts(secondPeer, second, firstPeer, first, all);
		}
		catch (Exception | Error ex) {
			throw new AssertionError("%n%s%n%s".formatted(first, second), ex);
		}
		finally {
			firstPeer.abort();
			secondPeer.abort();
		}
	}

	private void runAll(List<Action> actions) throws Exception {
		List<Future<?>> futures = new ArrayList<>();
		actions.forEach((action) -> futures.add(this.executor.submit(() -> {
			action.run();
			return true;
		})));
		for (Future<?> future : futures) {
			try {
				future.get(30, TimeUnit.SECONDS);
			}
			catch (TimeoutException ex) {
				throw new AssertionError("Somebody waits for ever: " + threads(), ex);
			}
		}
	}

	private static String threads() {
		StringBuilder text = new StringBuilder();
		Thread.getAllStackTraces().forEach((thread, stack) -> {
			if (thread.getName().startsWith("pool-") || thread.getName().startsWith("local-socket")) {
				text.append(System.lineSeparator()).append(thread.getName()).append(List.of(stack));
			}
		});
		return text.toString();
	}

	/** Before that the counts may still change. */
	private static void awaitDisconnected(Peer peer) throws IOException {
		if (peer instanceof OurPeer ours) {
			assertThat(ours.socket().waitForDisconnected(Duration.ofSeconds(20))).as("end of the connection").isTrue();
		}
	}

	private static void checkCounts(Peer peer, Side side, Peer otherPeer, Side other, boolean all) {
		if (!(peer instanceof OurPeer ours)) {
			return;
		}
		LocalSocket socket = ours.socket();
		assertThat(socket.bytesSent()).isGreaterThanOrEqualTo(other.received());
		assertThat(socket.bytesReceived()).isGreaterThanOrEqualTo(side.received());
		assertThat(socket.bytesToWrite()).isZero();
		if (otherPeer instanceof OurPeer theirs) {
			assertThat(socket.bytesReceived()).isLessThanOrEqualTo(theirs.socket().bytesSent());
		}
		if (side.hasSeenTheEnd()) {
			assertThat(socket.bytesReceived()).isEqualTo(side.received());
		}
		if (all && side.plan().ending() != Ending.ABORT && other.plan().ending() != Ending.ABORT) {
			assertThat(socket.closeReason()).as(socket::errorString)
				.isIn(CloseReason.PEER_CLOSED, CloseReason.DISCONNECTED);
		}
	}

	/** What a thread does. */
	@FunctionalInterface
	private interface Action {

		void run() throws Exception;

	}

}
