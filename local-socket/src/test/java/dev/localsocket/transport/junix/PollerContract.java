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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.localsocket.testing.Signals;
import dev.localsocket.testing.SocketSandbox;
import dev.localsocket.transport.spi.Poller;
import dev.localsocket.transport.spi.Poller.Registration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.newsclub.net.unix.AFUNIXServerSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.AFUNIXSocketChannel;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every {@link Poller} reports, above all when the peer has gone, and what must not
 * disturb it.
 */
@Timeout(60)
abstract class PollerContract {

	/** Ends a test that waits in vain. */
	private static final long LONG = 5000;

	private static final int MANY_WAKEUPS = 200_000;

	private static final int MANY_SIGNALS = 2000;

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	private final List<String> reports = new ArrayList<>();

	private Poller poller;

	private AFUNIXSocketAddress address;

	private AFUNIXServerSocketChannel server;

	private AFUNIXSocketChannel channel;

	private AFUNIXSocketChannel peer;

	abstract Poller open() throws IOException;

	/** Lets the poller do with the registered channels what it does after a while. */
	void settle(Poller poller) throws IOException {
	}

	@BeforeEach
	@SuppressWarnings("NullAway.Init")
	void connect() throws IOException {
		this.address = AFUNIXSocketAddress.of(this.sandbox.expectLeft(this.sandbox.path("s")));
		this.server = this.sandbox.closeLater(AFUNIXServerSocketChannel.open());
		this.server.setDeleteOnClose(false);
		this.server.bind(this.address);
		this.peer = newPeer();
		this.channel = this.sandbox.closeLater(this.server.accept());
		this.channel.configureBlocking(false);
		this.poller = this.sandbox.closeLater(open());
	}

	private AFUNIXSocketChannel newPeer() throws IOException {
		AFUNIXSocketChannel connected = this.sandbox.closeLater(AFUNIXSocketChannel.open());
		connected.connect(this.address);
		return connected;
	}

	@Test
	void nothingIsReportedWhenNothingHappens() throws Exception {
		register(Poller.READ);
		assertNothingMore();
	}

	@Test
	void inputIsReportedUntilItIsRead() throws Exception {
		register(Poller.READ);
		send(2);
		pollUntil(2);
		assertThat(this.reports).containsExactly("r--", "r--");
		read(2);
		assertNothingMore();
	}

	@Test
	void inputIsReportedAgainAfterEachPause() throws Exception {
		register(Poller.READ);
		for (int i = 1; i <= 10; i++) {
			send(1);
			pollUntil(i);
			read(1);
			assertNothingMore();
			settle(this.poller);
		}
		assertThat(this.reports).hasSize(10).containsOnly("r--");
	}

	@Test
	void roomForOutputIsReported() throws Exception {
		register(Poller.WRITE);
		pollUntil(1);
		assertThat(this.reports).containsOnly("-w-");
	}

	@Test
	void roomForOutputIsReportedWhenThePeerMakesIt() throws Exception {
		while (this.channel.write(ByteBuffer.allocate(65536)) > 0) {
			assertThat(this.channel.isOpen()).isTrue();
		}
		register(Poller.WRITE);
		assertNothingMore();
		this.peer.configureBlocking(false);
		while (this.peer.read(ByteBuffer.allocate(65536)) > 0) {
			assertThat(this.peer.isOpen()).isTrue();
		}
		pollUntil(1);
		assertThat(this.reports).containsExactly("-w-");
	}

	@Test
	void onlyWhatIsOfInterestIsReported() throws Exception {
		Registration registration = register(0);
		send(1);
		assertNothingMore();
		registration.interest(Poller.READ | Poller.WRITE);
		pollUntil(1);
		assertThat(this.reports).containsExactly("rw-");
		registration.interest(Poller.WRITE);
		pollUntil(2);
		assertThat(this.reports).containsExactly("rw-", "-w-");
		registration.interest(0);
		assertNothingMore();
	}

	@Test
	void connectionIsReportedToAListener() throws Exception {
		this.server.configureBlocking(false);
		Registration registration = this.poller.register(new PolledChannel(this.server), Poller.READ, this::report);
		settle(this.poller);
		newPeer();
		pollUntil(1);
		assertThat(this.reports).containsExactly("r--");
		this.server.accept().close();
		assertNothingMore();
		registration.cancel();
	}

	@Test
	void halfCloseIsInputAndNoHangUp() throws Exception {
		register(Poller.READ);
		this.peer.shutdownOutput();
		pollUntil(1);
		assertThat(this.reports).containsExactly("r--");
		assertThat(this.channel.read(ByteBuffer.allocate(1))).isEqualTo(-1);
	}

	@Test
	void halfCloseWithoutInterestIsNotReportedAndTheHangUpAfterItIs() throws Exception {
		register(0);
		this.peer.shutdownOutput();
		assertNothingMore();
		this.peer.close();
		pollUntil(1);
		assertThat(this.reports).containsExactly("rwh");
	}

	@Test
	void hangUpIsReportedForAsLongAsThereIsInterest() throws Exception {
		Registration registration = register(Poller.READ);
		send(3);
		this.peer.close();
		for (int i = 1; i <= 3; i++) {
			pollUntil(i);
			read(1);
		}
		pollUntil(4);
		// The thread of a quiet poller may look before the peer has closed
		assertThat(this.reports).first().isIn("r--", "rwh");
		assertThat(this.reports.subList(1, 4)).containsOnly("rwh");
		assertThat(this.channel.read(ByteBuffer.allocate(1))).isEqualTo(-1);
		registration.interest(0);
		this.poller.poll(0);
		this.poller.poll(0);
		assertThat(this.reports).hasSizeLessThanOrEqualTo(5);
	}

	@Test
	void hangUpIsReportedOnceWithoutInterest() throws Exception {
		Registration registration = register(0);
		send(1);
		this.peer.close();
		pollUntil(1);
		assertNothingMore();
		assertThat(this.reports).containsExactly("rwh");
		registration.interest(Poller.READ);
		pollUntil(2);
		assertThat(this.reports).containsExactly("rwh", "rwh");
		read(1);
	}

	@Test
	void hangUpOfAHandlerThatLosesInterestIsNotReportedAgain() throws Exception {
		List<Registration> registrations = new ArrayList<>();
		registrations
			.add(this.poller.register(new PolledChannel(this.channel), Poller.READ, (readable, writable, hungUp) -> {
				this.reports.add("report");
				interest(registrations.get(0), 0);
			}));
		settle(this.poller);
		this.peer.close();
		pollUntil(1);
		assertNothingMore();
	}

	@Test
	void nothingIsReportedAfterCancel() throws Exception {
		Registration registration = register(Poller.READ);
		send(1);
		registration.cancel();
		registration.interest(Poller.READ | Poller.WRITE);
		assertNothingMore();
		this.peer.close();
		assertNothingMore();
		assertThat(this.reports).isEmpty();
	}

	@Test
	void handlerMayCancelInAHangUp() throws Exception {
		List<Registration> registrations = new ArrayList<>();
		registrations
			.add(this.poller.register(new PolledChannel(this.channel), Poller.READ, (readable, writable, hungUp) -> {
				this.reports.add("report");
				registrations.get(0).cancel();
			}));
		settle(this.poller);
		this.peer.close();
		pollUntil(1);
		assertNothingMore();
	}

	/** The kernel keeps a socket open for as long as somebody polls it. */
	@Test
	void peerSeesTheEndWhenTheChannelIsClosedAfterCancel() throws Exception {
		Registration registration = register(Poller.READ);
		registration.cancel();
		this.channel.close();
		assertThat(this.sandbox.async(() -> this.peer.read(ByteBuffer.allocate(1))).result()).isEqualTo(-1);
	}

	@Test
	void channelWithTheDescriptorOfAClosedOneIsAnother() throws Exception {
		Registration registration = register(Poller.READ);
		this.poller.poll(0);
		registration.cancel();
		this.channel.close();
		AFUNIXSocketChannel successor = newPeer();
		this.sandbox.closeLater(this.server.accept()).write(ByteBuffer.allocate(1));
		successor.configureBlocking(false);
		assertNothingMore();
		this.poller.register(new PolledChannel(successor), Poller.READ, this::report);
		pollUntil(1);
		assertThat(this.reports).containsExactly("r--");
	}

	@Test
	void handlerThatFailsHarmsNobody() throws Exception {
		this.poller.register(new PolledChannel(this.channel), Poller.READ, (readable, writable, hungUp) -> {
			throw new AssertionError("Thrown by a test");
		});
		this.peer.configureBlocking(false);
		this.poller.register(new PolledChannel(this.peer), Poller.READ, this::report);
		settle(this.poller);
		send(1);
		this.channel.write(ByteBuffer.allocate(1));
		pollUntil(1);
		assertThat(this.reports).containsExactly("r--");
	}

	@Test
	void wakeupEndsThePollOfAnotherThreadAndTheNext() throws Exception {
		this.poller.wakeup();
		this.poller.poll(-1);
		var polling = this.sandbox.async(() -> {
			this.poller.poll(-1);
			return true;
		});
		this.poller.wakeup();
		assertThat(polling.result()).isTrue();
		assertThat(this.reports).isEmpty();
	}

	@Test
	void moreWakeupsThanAPipeHoldsAreOne() throws Exception {
		var waking = this.sandbox.async(() -> {
			for (int i = 0; i < MANY_WAKEUPS; i++) {
				this.poller.wakeup();
			}
			return true;
		});
		assertThat(waking.result()).isTrue();
		this.poller.poll(-1);
		register(Poller.READ);
		send(1);
		pollUntil(1);
	}

	@Test
	void wakeupByAnInterruptedThreadIsOneToo() throws Exception {
		for (int i = 0; i < 3; i++) {
			var waking = this.sandbox.async(() -> {
				Thread.currentThread().interrupt();
				this.poller.wakeup();
				return true;
			});
			this.poller.poll(-1);
			assertThat(waking.result()).isTrue();
		}
	}

	@Test
	void wakeupAfterCloseDoesNothing() throws Exception {
		this.poller.close();
		this.poller.wakeup();
		this.poller.close();
	}

	@Test
	void interruptEndsAPollAtMostEarly() throws Exception {
		register(Poller.READ);
		Thread.currentThread().interrupt();
		this.poller.poll(0);
		assertThat(Thread.interrupted()).isTrue();
		send(1);
		pollUntil(1);
		assertThat(this.reports).containsExactly("r--");
	}

	@Test
	void signalsEndAPollAtMostEarly() throws Exception {
		register(Poller.READ);
		CompletableFuture<Long> thread = new CompletableFuture<>();
		var polling = this.sandbox.async(() -> {
			thread.complete(Signals.currentThread());
			int polls = 0;
			while (this.reports.isEmpty()) {
				this.poller.poll(-1);
				polls++;
			}
			return polls;
		});
		assertThat(thread).succeedsWithin(Duration.ofSeconds(20));
		Signals.send(thread.join(), MANY_SIGNALS);
		send(1);
		assertThat(polling.result()).as("polls that a signal has ended").isGreaterThan(1);
		assertThat(this.reports).containsExactly("r--");
	}

	private static void interest(Registration registration, int interest) {
		try {
			registration.interest(interest);
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	private Registration register(int interest) throws IOException {
		Registration registration = this.poller.register(new PolledChannel(this.channel), interest, this::report);
		settle(this.poller);
		return registration;
	}

	private void report(boolean readable, boolean writable, boolean hungUp) {
		this.reports.add((readable ? "r" : "-") + (writable ? "w" : "-") + (hungUp ? "h" : "-"));
	}

	/** A poll may end early. */
	private void pollUntil(int count) throws IOException {
		long start = System.nanoTime();
		while (this.reports.size() < count && System.nanoTime() - start < LONG * 1_000_000) {
			this.poller.poll(LONG);
		}
		assertThat(this.reports).hasSizeGreaterThanOrEqualTo(count);
	}

	private void assertNothingMore() throws IOException {
		List<String> before = List.copyOf(this.reports);
		this.poller.poll(0);
		this.poller.poll(0);
		this.poller.poll(5);
		this.poller.poll(5);
		assertThat(this.reports).isEqualTo(before);
	}

	private void send(int count) throws IOException {
		this.peer.write(ByteBuffer.allocate(count));
	}

	private void read(int count) throws IOException {
		assertThat(this.channel.read(ByteBuffer.allocate(count))).isEqualTo(count);
	}

}
