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

package dev.localsocket.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import dev.localsocket.testing.SocketSandbox;
import dev.localsocket.transport.Poller.Registration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.newsclub.net.unix.AFUNIXServerSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.AFUNIXSocketChannel;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link SelectorPoller}: what it reports, above all when the peer has gone.
 */
@Timeout(60)
class SelectorPollerTests {

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	/** Ends a test that waits in vain. */
	private static final long LONG = 5000;

	private final List<String> reports = new ArrayList<>();

	private SelectorPoller poller;

	private AFUNIXSocketChannel channel;

	private AFUNIXSocketChannel peer;

	@BeforeEach
	@SuppressWarnings("NullAway.Init")
	void connect() throws IOException {
		AFUNIXSocketAddress address = AFUNIXSocketAddress.of(this.sandbox.expectLeft(this.sandbox.path("s")));
		try (AFUNIXServerSocketChannel server = AFUNIXServerSocketChannel.open()) {
			server.setDeleteOnClose(false);
			server.bind(address);
			this.peer = this.sandbox.closeLater(AFUNIXSocketChannel.open());
			this.peer.connect(address);
			this.channel = this.sandbox.closeLater(server.accept());
		}
		this.channel.configureBlocking(false);
		this.poller = this.sandbox.closeLater(new SelectorPoller());
	}

	@Test
	void nothingIsReportedWhenNothingHappens() throws Exception {
		register(Poller.READ);
		this.poller.poll(0);
		this.poller.poll(5);
		assertThat(this.reports).isEmpty();
	}

	@Test
	void inputIsReportedUntilItIsRead() throws Exception {
		register(Poller.READ);
		send(2);
		this.poller.poll(LONG);
		this.poller.poll(LONG);
		assertThat(this.reports).containsExactly("r--", "r--");
		read(2);
		this.poller.poll(0);
		assertThat(this.reports).hasSize(2);
	}

	@Test
	void roomForOutputIsReported() throws Exception {
		register(Poller.WRITE);
		this.poller.poll(LONG);
		assertThat(this.reports).containsExactly("-w-");
	}

	@Test
	void onlyWhatIsOfInterestIsReported() throws Exception {
		Registration registration = register(0);
		send(1);
		this.poller.poll(0);
		assertThat(this.reports).isEmpty();
		registration.interest(Poller.READ | Poller.WRITE);
		this.poller.poll(LONG);
		assertThat(this.reports).containsExactly("rw-");
		registration.interest(Poller.WRITE);
		this.poller.poll(LONG);
		assertThat(this.reports).containsExactly("rw-", "-w-");
	}

	@Test
	void halfCloseIsInputAndNoHangUp() throws Exception {
		register(Poller.READ);
		this.peer.shutdownOutput();
		this.poller.poll(LONG);
		assertThat(this.reports).containsExactly("r--");
		assertThat(this.channel.read(ByteBuffer.allocate(1))).isEqualTo(-1);
	}

	@Test
	void hangUpIsReportedForAsLongAsThereIsInterest() throws Exception {
		Registration registration = register(Poller.READ);
		send(3);
		this.peer.close();
		for (int i = 0; i < 3; i++) {
			this.poller.poll(LONG);
			read(1);
		}
		this.poller.poll(LONG);
		assertThat(this.reports).containsExactly("rwh", "rwh", "rwh", "rwh");
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
		this.poller.poll(LONG);
		this.poller.poll(0);
		this.poller.poll(5);
		assertThat(this.reports).containsExactly("rwh");
		registration.interest(Poller.READ);
		this.poller.poll(LONG);
		assertThat(this.reports).containsExactly("rwh", "rwh");
		read(1);
	}

	@Test
	void hangUpOfAHandlerThatLosesInterestIsNotReportedAgain() throws Exception {
		List<Registration> registrations = new ArrayList<>();
		registrations.add(this.poller.register(this.channel, Poller.READ, (readable, writable, hungUp) -> {
			this.reports.add("report");
			interest(registrations.get(0), 0);
		}));
		this.peer.close();
		this.poller.poll(LONG);
		this.poller.poll(0);
		this.poller.poll(5);
		assertThat(this.reports).hasSize(1);
	}

	@Test
	void nothingIsReportedAfterCancel() throws Exception {
		Registration registration = register(Poller.READ);
		send(1);
		registration.cancel();
		registration.interest(Poller.READ | Poller.WRITE);
		this.poller.poll(0);
		this.peer.close();
		this.poller.poll(0);
		assertThat(this.reports).isEmpty();
	}

	@Test
	void handlerMayCancelInAHangUp() throws Exception {
		List<Registration> registrations = new ArrayList<>();
		registrations.add(this.poller.register(this.channel, Poller.READ, (readable, writable, hungUp) -> {
			this.reports.add("report");
			registrations.get(0).cancel();
		}));
		this.peer.close();
		this.poller.poll(LONG);
		this.poller.poll(0);
		assertThat(this.reports).hasSize(1);
	}

	@Test
	void handlerThatFailsHarmsNobody() throws Exception {
		this.poller.register(this.channel, Poller.READ, (readable, writable, hungUp) -> {
			throw new AssertionError("Thrown by a test");
		});
		this.peer.configureBlocking(false);
		this.poller.register(this.peer, Poller.READ, this::report);
		send(1);
		this.channel.write(ByteBuffer.allocate(1));
		this.poller.poll(LONG);
		assertThat(this.reports).containsExactly("r--");
	}

	@Test
	void wakeupEndsThePollOfAnotherThreadAndTheNext() throws Exception {
		this.poller.wakeup();
		this.poller.poll(LONG);
		var polling = this.sandbox.async(() -> {
			this.poller.poll(LONG);
			return true;
		});
		this.poller.wakeup();
		assertThat(polling.result()).isTrue();
		assertThat(this.reports).isEmpty();
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
		return this.poller.register(this.channel, interest, this::report);
	}

	private void report(boolean readable, boolean writable, boolean hungUp) {
		this.reports.add((readable ? "r" : "-") + (writable ? "w" : "-") + (hungUp ? "h" : "-"));
	}

	private void send(int count) throws IOException {
		this.peer.write(ByteBuffer.allocate(count));
	}

	private void read(int count) throws IOException {
		assertThat(this.channel.read(ByteBuffer.allocate(count))).isEqualTo(count);
	}

}
