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

package dev.localsocket.transport.junix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import dev.localsocket.testing.ProcessState;
import dev.localsocket.testing.Signals;
import dev.localsocket.testing.SocketSandbox;
import dev.localsocket.transport.spi.Closing;
import dev.localsocket.transport.spi.Poller;
import dev.localsocket.transport.spi.Poller.Registration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.newsclub.net.unix.AFUNIXServerSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.AFUNIXSocketChannel;

import static dev.localsocket.testing.SocketSandbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of which channels a {@link SelectorPoller} moves to {@link QuietPoller}s, and
 * that many of them, whatever happens there, are served, and leave nothing.
 */
@Timeout(60)
class QuietPollerTests {

	/** Every channel moves at the second poll at which it was not ready. */
	private static final Patience NONE = new Patience(0, 0, 0);

	/** More than two quiet pollers have room for. */
	private static final int MANY = 2 * QuietPoller.CAPACITY + 1;

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	private final List<Channel> channels = new ArrayList<>();

	private final String threads = "q" + System.nanoTime() % 1000;

	private final String name = Thread.currentThread().getName();

	private AFUNIXServerSocketChannel server;

	private AFUNIXSocketAddress address;

	@BeforeEach
	@SuppressWarnings("NullAway.Init")
	void listen() throws IOException {
		Thread.currentThread().setName(this.threads);
		this.address = AFUNIXSocketAddress.of(this.sandbox.expectLeft(this.sandbox.path("s")));
		this.server = this.sandbox.closeLater(AFUNIXServerSocketChannel.open());
		this.server.setDeleteOnClose(false);
		this.server.bind(this.address);
	}

	@AfterEach
	void noThreadIsLeft() throws IOException {
		this.channels.forEach(Channel::close);
		awaitThreads(0);
		Thread.currentThread().setName(this.name);
	}

	@Test
	void quietChannelsComeBackWhenTheyAreReady() throws Exception {
		SelectorPoller poller = open(NONE, MANY);
		settle(poller);
		assertThat(poller.selector().size()).isZero();
		awaitThreads(3);
		for (Channel channel : this.channels) {
			channel.peer.write(ByteBuffer.allocate(1));
		}
		pollUntilAllHaveRead(poller, 1);
		settle(poller);
		for (Channel channel : this.channels) {
			channel.peer.write(ByteBuffer.allocate(2));
			channel.peer.close();
		}
		pollUntilAllHaveRead(poller, 3);
		assertThat(this.channels).allMatch((channel) -> channel.hungUp);
	}

	@Test
	void fewChannelsNeverMove() throws Exception {
		SelectorPoller poller = open(Patience.DEFAULT, Patience.DEFAULT.few());
		for (int i = 0; i < 3000; i++) {
			poller.poll(0);
		}
		assertThat(poller.selector().size()).isEqualTo(Patience.DEFAULT.few());
		awaitThreads(0);
	}

	@Test
	void channelThatIsOftenReadyDoesNotMove() throws Exception {
		SelectorPoller poller = open(Patience.DEFAULT, 100);
		Channel busy = this.channels.get(50);
		for (int i = 0; i < 300; i++) {
			busy.peer.write(ByteBuffer.allocate(1));
			for (int j = 0; j < 20; j++) {
				poller.poll(0);
			}
			assertThat(busy.read).isEqualTo(i + 1);
		}
		assertThat(poller.selector().size()).isEqualTo(1);
		awaitThreads(1);
	}

	@Test
	void patienceGrowsWithTheFirstEvents() {
		Patience patience = Patience.DEFAULT;
		long first = patience.polled();
		assertThat(patience.isOver(first, 0)).isFalse();
		assertThat(patience.isOver(first + 1, 0)).isTrue();
		assertThat(patience.isOver(4 * first, 1)).isFalse();
		assertThat(patience.isOver(4 * first + 1, 1)).isTrue();
		assertThat(patience.isOver(64 * first, 3)).isFalse();
		assertThat(patience.isOver(64 * first + 1, Integer.MAX_VALUE)).isTrue();
	}

	@Test
	void selectorThatWasLargeIsReplacedAndWakesUpAfterThat() throws Exception {
		SelectorPoller poller = open(NONE, MANY);
		LibrarySelector large = poller.selector();
		settle(poller);
		assertThat(poller.selector()).isNotSameAs(large);
		poller.wakeup();
		poller.poll(-1);
		this.channels.get(0).peer.write(ByteBuffer.allocate(1));
		while (this.channels.get(0).read == 0) {
			poller.poll(-1);
		}
	}

	@Test
	void peersSeeTheEndOfQuietChannelsAtOnce() throws Exception {
		SelectorPoller poller = open(NONE, MANY);
		settle(poller);
		for (Channel channel : this.channels) {
			channel.close();
		}
		// No poll: only the cancellation can have ended those of the quiet pollers
		var ends = this.sandbox.async(() -> {
			for (Channel channel : this.channels) {
				assertThat(channel.peer.read(ByteBuffer.allocate(1))).isEqualTo(-1);
			}
			return true;
		});
		assertThat(ends.result()).isTrue();
		awaitThreads(0);
	}

	@Test
	void interestOfAQuietChannelCanChange() throws Exception {
		SelectorPoller poller = open(NONE, 3);
		settle(poller);
		Channel channel = this.channels.get(0);
		channel.registration.interest(0);
		settle(poller);
		channel.peer.write(ByteBuffer.allocate(1));
		settle(poller);
		assertThat(channel.read).isZero();
		channel.registration.interest(Poller.READ);
		channel.registration.interest(0);
		channel.registration.interest(Poller.READ);
		while (channel.read == 0) {
			poller.poll(-1);
		}
	}

	@Test
	void signalsDoNotDisturbAQuietPoller() throws Exception {
		SelectorPoller poller = open(NONE, 2);
		settle(poller);
		awaitThreads(1);
		long thread = Signals.threadNamed(this.threads + "-quiet-1");
		Signals.send(thread, 500);
		poller.poll(0);
		assertThat(poller.selector().size()).as("channels that the quiet poller gave up").isZero();
		awaitThreads(1);
		for (Channel channel : this.channels) {
			channel.peer.write(ByteBuffer.allocate(1));
		}
		pollUntilAllHaveRead(poller, 1);
	}

	@Test
	void closedPollerLeavesNothing() throws Exception {
		SelectorPoller poller = open(NONE, MANY);
		settle(poller);
		awaitThreads(3);
		poller.close();
		awaitThreads(0);
	}

	/** Random events, ends, cancellations and new channels, against a simple model. */
	@RepeatedTest(5)
	void whateverIsSentIsRead() throws Exception {
		long seed = System.nanoTime();
		Random random = new Random(seed);
		SelectorPoller poller = open(new Patience(2, random.nextInt(60), random.nextInt(60)), 20);
		for (int i = 0; i < 3000; i++) {
			Channel channel = this.channels.get(random.nextInt(this.channels.size()));
			switch (random.nextInt(12)) {
				case 0 -> channel.endPeer(random);
				case 1 -> {
					channel.close();
					this.channels.set(this.channels.indexOf(channel), connect(poller));
				}
				case 2 -> channel.setInterest(0);
				case 3, 4 -> channel.setInterest(Poller.READ);
				case 5, 6, 7 -> channel.send(1 + random.nextInt(3));
				default -> poller.poll(random.nextInt(2));
			}
		}
		for (Channel channel : this.channels) {
			channel.setInterest(Poller.READ);
		}
		long start = System.nanoTime();
		while (!this.channels.stream().allMatch(Channel::isComplete) && System.nanoTime() - start < 10_000_000_000L) {
			poller.poll(100);
		}
		assertThat(this.channels).as("seed %d", seed).allMatch(Channel::isComplete);
	}

	private SelectorPoller open(Patience patience, int count) throws IOException {
		SelectorPoller poller = this.sandbox.closeLater(new SelectorPoller(patience));
		for (int i = 0; i < count; i++) {
			this.channels.add(connect(poller));
		}
		return poller;
	}

	private Channel connect(SelectorPoller poller) throws IOException {
		AFUNIXSocketChannel peer = this.sandbox.closeLater(AFUNIXSocketChannel.open());
		peer.connect(this.address);
		return new Channel(poller, this.sandbox.closeLater(this.server.accept()), peer);
	}

	/** Polls as often as it takes for quiet channels to move. */
	private static void settle(SelectorPoller poller) throws IOException {
		for (int i = 0; i < 3; i++) {
			poller.poll(0);
		}
	}

	private void pollUntilAllHaveRead(SelectorPoller poller, int count) throws IOException {
		while (!this.channels.stream().allMatch((channel) -> channel.read == count)) {
			poller.poll(-1);
		}
	}

	private void awaitThreads(int count) {
		eventually().untilAsserted(() -> assertThat(ProcessState.threads(this.threads + "-quiet-")).hasSize(count));
	}

	/** A channel whose handler reads a byte at a time. */
	private static final class Channel {

		private final AFUNIXSocketChannel channel;

		private final AFUNIXSocketChannel peer;

		private final Registration registration;

		private int sent;

		private int read;

		private boolean peerEnded;

		private boolean ended;

		private boolean hungUp;

		Channel(Poller poller, AFUNIXSocketChannel channel, AFUNIXSocketChannel peer) throws IOException {
			this.channel = channel;
			this.peer = peer;
			channel.configureBlocking(false);
			this.registration = poller.register(new PolledChannel(channel), Poller.READ, this::ready);
		}

		private void ready(boolean readable, boolean writable, boolean hungUp) {
			this.hungUp |= hungUp;
			try {
				int count = this.channel.read(ByteBuffer.allocate(1));
				this.read += Math.max(0, count);
				if (count < 0) {
					this.ended = true;
					this.registration.interest(0);
				}
			}
			catch (IOException ex) {
				throw new AssertionError(ex);
			}
		}

		void send(int count) throws IOException {
			if (!this.peerEnded) {
				this.peer.write(ByteBuffer.allocate(count));
				this.sent += count;
			}
		}

		void endPeer(Random random) throws IOException {
			if (random.nextBoolean()) {
				this.peer.close();
			}
			else if (!this.peerEnded) {
				this.peer.shutdownOutput();
			}
			this.peerEnded = true;
		}

		void setInterest(int interest) throws IOException {
			if (!this.ended) {
				this.registration.interest(interest);
			}
		}

		void close() {
			this.registration.cancel();
			Closing.quietly(this.channel);
		}

		boolean isComplete() {
			return this.read == this.sent && this.ended == this.peerEnded;
		}

	}

}
