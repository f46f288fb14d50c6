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

package dev.localsocket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.localsocket.account.PeerCredentials;
import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import dev.localsocket.testing.LineClient;
import dev.localsocket.testing.SocketSandbox;
import dev.localsocket.testing.TestedTransport;
import dev.localsocket.transport.spi.FileIdentity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static dev.localsocket.testing.SocketSandbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests of {@link HandoverGroup} within one process: to the protocol it makes no
 * difference.
 */
@Timeout(120)
class HandoverGroupTests {

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	private final List<PeerCredentials> successors = new CopyOnWriteArrayList<>();

	@BeforeEach
	void assumeNative() {
		assumeTrue(TestedTransport.get().name().equals("native"));
	}

	@AfterEach
	void removeHook() {
		HandoverStep.hook = (step) -> {
		};
	}

	@Test
	void serverPassesToTheNextWithItsFile() throws Exception {
		LocalServer old = listening(server());
		FileIdentity file = FileIdentity.of(this.sandbox.path("s"));
		LocalSocket client = this.sandbox.connect(old);
		LocalSocket accepted = this.sandbox.take(old);
		LocalServer next = listening(server());
		assertThat(file.isSame(FileIdentity.at(this.sandbox.path("s")))).isTrue();
		assertThat(old.isListening()).isFalse();
		assertThat(next.isReachable()).isTrue();
		eventually().until(old::isHandedOver);
		eventually().until(() -> this.successors.size() == 1);
		assertThat(this.successors.get(0).pid()).isEqualTo(ProcessHandle.current().pid());
		client.write(ByteBuffer.wrap(new byte[] { 1 }));
		eventually().until(() -> accepted.bytesAvailable() == 1);
		this.sandbox.connect(next);
		this.sandbox.take(next);
		assertThat(old.pendingConnections()).isZero();
		old.close();
		assertThat(next.isReachable()).isTrue();
		assertThat(this.sandbox.files()).containsExactlyInAnyOrder(this.sandbox.path("s"), this.sandbox.path(".s.lock"),
				this.sandbox.path(".s.handover"));
		next.close();
		assertThat(this.sandbox.files()).isEmpty();
	}

	@Test
	void whatWasAcceptedCanStillBeTaken() throws Exception {
		LocalServer old = listening(server());
		LocalSocket client = this.sandbox.connect(old);
		eventually().until(old::hasPendingConnections);
		LocalServer next = listening(server());
		assertThat(old.waitForNewConnection(Duration.ofSeconds(60)).available()).isTrue();
		LocalSocket accepted = this.sandbox.take(old);
		assertThat(accepted.state()).isEqualTo(LocalSocket.State.CONNECTED);
		assertThat(old.waitForNewConnection(Duration.ofSeconds(60))).isEqualTo(new WaitResult(false, false));
		assertThat(client.state()).isEqualTo(LocalSocket.State.CONNECTED);
		assertThat(next.isListening()).isTrue();
	}

	@Test
	void whatNobodyTookIsClosedWithTheServer() throws Exception {
		LocalServer old = listening(server());
		LocalSocket client = this.sandbox.connect(old);
		eventually().until(old::hasPendingConnections);
		listening(server());
		old.close();
		assertThat(client.waitForDisconnected(Duration.ofSeconds(60))).isTrue();
		assertThat(old.isHandedOver()).isFalse();
	}

	@Test
	void serverCanListenAgainAfterItWasHandedOver() throws Exception {
		LocalServer first = listening(server());
		LocalServer second = listening(server());
		assertThat(first.listen(this.sandbox.address("s"))).as(first::errorString).isTrue();
		eventually().until(second::isHandedOver);
		this.sandbox.connect(first);
		this.sandbox.take(first);
	}

	@Test
	void fileGetsThePermissionsOfTheNewServerAndClientsSeeIt() throws Exception {
		LocalServer old = server();
		old.setSocketOptions(SocketOption.USER_ACCESS);
		listening(old);
		LocalServer next = server();
		next.setSocketOptions(SocketOption.USER_ACCESS, SocketOption.GROUP_ACCESS);
		listening(next);
		assertThat(Files.getPosixFilePermissions(this.sandbox.path("s")))
			.isEqualTo(PosixFilePermissions.fromString("rwxrwx---"));
		assertThat(Files.getPosixFilePermissions(this.sandbox.path(".s.handover")))
			.isEqualTo(PosixFilePermissions.fromString("rw-------"));
	}

	@Test
	void severalServersPassTogether() throws Exception {
		HandoverGroup old = group();
		Map<LocalServer, String> olds = servers(old, "a", "b", "c");
		assertThat(old.listen(olds)).isTrue();
		HandoverGroup next = group();
		Map<LocalServer, String> nexts = servers(next, "c", "b", "a", "d");
		assertThat(next.listen(nexts)).isTrue();
		assertThat(olds.keySet()).noneMatch(LocalServer::isListening);
		assertThat(nexts.keySet()).allMatch(LocalServer::isReachable);
		eventually().until(() -> this.successors.size() == 1);
	}

	/** Each waits until the other has begun with one of its servers, but not for ever. */
	@Test
	void twoThatStartAtOnceDoNotWaitForOneAnother() throws Exception {
		CountDownLatch begun = new CountDownLatch(2);
		HandoverGroup one = group();
		HandoverGroup other = group();
		Map<LocalServer, String> ones = servers(one, begun, "a", "b");
		Map<LocalServer, String> others = servers(other, begun, "b", "a");
		var first = this.sandbox.async(() -> one.listen(ones));
		var second = this.sandbox.async(() -> other.listen(others));
		assertThat(first.result()).isTrue();
		assertThat(second.result()).isTrue();
		assertThat(ones.keySet()).extracting(LocalServer::isListening)
			.containsOnly(ones.keySet().iterator().next().isListening());
		assertThat(others.keySet())
			.noneMatch((server) -> server.isListening() == ones.keySet().iterator().next().isListening());
		eventually().until(() -> this.successors.size() == 1);
	}

	private Map<LocalServer, String> servers(HandoverGroup group, CountDownLatch begun, String... names) {
		Map<LocalServer, String> servers = new LinkedHashMap<>();
		for (String name : names) {
			LocalServer server = this.sandbox.closeLater(new LocalServer() {

				@Override
				void begin(String address) throws LocalSocketException {
					super.begin(address);
					begun.countDown();
					awaited(begun);
				}

			});
			server.setHandoverGroup(group);
			servers.put(server, this.sandbox.address(name));
		}
		return servers;
	}

	@Test
	void groupIsNotTornApart() throws Exception {
		HandoverGroup old = group();
		Map<LocalServer, String> olds = servers(old, "a", "b", "c");
		assertThat(old.listen(olds)).isTrue();
		HandoverGroup next = group();
		Map<LocalServer, String> nexts = servers(next, "d", "a", "b");
		assertThat(next.listen(nexts)).isFalse();
		assertThat(nexts.keySet()).noneMatch(LocalServer::isListening);
		assertThat(nexts.keySet()).anySatisfy((server) -> {
			assertThat(server.serverError()).isEqualTo(SocketError.ADDRESS_IN_USE);
			assertThat(server.errorString()).contains(this.sandbox.address("c")).contains("stop that there first");
		});
		assertThat(olds.keySet()).allMatch(LocalServer::isReachable);
		olds.keySet().iterator().next().close();
		assertThat(this.successors).isEmpty();
	}

	@Test
	void serversOfTwoProcessesAreNotTakenTogether() throws Exception {
		HandoverGroup first = group();
		HandoverGroup second = group();
		assertThat(first.listen(servers(first, "a"))).isTrue();
		assertThat(second.listen(servers(second, "b"))).isTrue();
		HandoverGroup next = group();
		Map<LocalServer, String> nexts = servers(next, "a", "b");
		assertThat(next.listen(nexts)).isFalse();
		assertThat(nexts.keySet())
			.anySatisfy((server) -> assertThat(server.errorString()).contains("together").contains("is not among"));
	}

	@Test
	void nameInTheAbstractNamespacePassesToo() throws Exception {
		String name = this.sandbox.directory().getFileName() + "-handover";
		LocalServer old = server();
		old.setSocketOptions(SocketOption.ABSTRACT_NAMESPACE);
		assertThat(old.listen(name)).as(old::errorString).isTrue();
		LocalServer next = server();
		next.setSocketOptions(SocketOption.ABSTRACT_NAMESPACE);
		assertThat(next.listen(name)).as(next::errorString).isTrue();
		assertThat(old.isListening()).isFalse();
		try (LocalSocket client = LocalSocket.connectToServer(name, Duration.ofSeconds(10),
				SocketOption.ABSTRACT_NAMESPACE)) {
			this.sandbox.take(next);
			assertThat(client.state()).isEqualTo(LocalSocket.State.CONNECTED);
		}
	}

	@Test
	void withoutGroupTheAddressIsInUse() throws Exception {
		listening(server());
		LocalServer other = this.sandbox.server();
		assertThat(other.listen(this.sandbox.address("s"))).isFalse();
		assertThat(other.serverError()).isEqualTo(SocketError.ADDRESS_IN_USE);
	}

	@Test
	void serverWithoutGroupIsToldFromOneThatHandsOver() throws Exception {
		this.sandbox.listeningServer();
		LocalServer next = server();
		assertThat(next.listen(this.sandbox.address("s"))).isFalse();
		assertThat(next.serverError()).isEqualTo(SocketError.ADDRESS_IN_USE);
		assertThat(next.errorString()).contains("Another server of this library").contains("older version");
		assertThat(next.statistics()).isNotNull();
	}

	@Test
	void strangerIsToldFromServersOfTheLibrary() throws Exception {
		this.sandbox.foreignServer("s");
		LocalServer next = server();
		next.setReclaimStale(true);
		assertThat(next.listen(this.sandbox.address("s"))).isFalse();
		assertThat(next.errorString()).contains("Another server listens at").doesNotContain("older version");
	}

	@Test
	void listeningOnceMoreChangesNothing() throws Exception {
		LocalServer server = listening(server());
		assertThat(server.listen(this.sandbox.address("s"))).isFalse();
		assertThat(server.serverError()).isEqualTo(SocketError.NO_ERROR);
		assertThat(server.isReachable()).isTrue();
	}

	@Test
	void groupIsSetBeforeListening() throws Exception {
		LocalServer server = listening(server());
		assertThatIllegalStateException().isThrownBy(() -> server.setHandoverGroup(null));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new HandoverGroup().listen(Map.of(server, this.sandbox.address("t"))));
	}

	@Test
	void fileThatSomebodyDeletedIsAskedForAgainAfterItIsPublishedAgain() throws Exception {
		LocalServer old = listening(server());
		Files.delete(this.sandbox.path("s"));
		eventually().until(old::isReachable);
		eventually().until(() -> Files.exists(this.sandbox.path(".s.handover")));
		LocalServer next = listening(server());
		assertThat(old.isListening()).isFalse();
		this.sandbox.connect(next);
		this.sandbox.take(next);
	}

	@Test
	void fileThatSomebodyMovedIsAskedForAgainWhenItIsBack() throws Exception {
		LocalServer old = server();
		old.setRepublish(false);
		listening(old);
		Path moved = this.sandbox.path("moved");
		Files.move(this.sandbox.path("s"), moved);
		eventually().until(() -> old.serverError() == SocketError.ENDPOINT_LOST);
		eventually().until(() -> Files.notExists(this.sandbox.path(".s.handover")));
		Files.move(moved, this.sandbox.path("s"));
		eventually().until(() -> Files.exists(this.sandbox.path(".s.handover")));
		LocalServer next = listening(server());
		assertThat(old.isListening()).isFalse();
		this.sandbox.connect(next);
		this.sandbox.take(next);
	}

	/** 76 bytes, with which the way to the control socket has as many as it may. */
	@Test
	void nameOfAServerThatIsHandedOverHasALimit() throws Exception {
		LocalServer longest = server();
		assertThat(longest.listen(this.sandbox.path("n".repeat(76)).toString())).as(longest::errorString).isTrue();
		LocalServer tooLong = server();
		assertThat(tooLong.listen(this.sandbox.path("n".repeat(77)).toString())).isFalse();
		assertThat(tooLong.errorString()).contains("76 bytes at most");
	}

	@Test
	void nameInTheAbstractNamespaceHasNoOtherLimit() throws Exception {
		LocalServer server = server();
		server.setSocketOptions(SocketOption.ABSTRACT_NAMESPACE);
		String name = "localsocket-" + this.sandbox.directory().getFileName() + "-";
		name += "n".repeat(107 - ".handover".length() - name.length());
		assertThat(server.listen(name)).as(server::errorString).isTrue();
	}

	/** The new process would lose it if the old one went on after all. */
	@Test
	void newServerAcceptsNothingBeforeTheOldOneHasAnswered() throws Exception {
		LocalServer old = server();
		old.setMaxPendingConnections(1);
		listening(old);
		this.sandbox.connect(old);
		eventually().until(old::hasPendingConnections);
		// Waits in the queue of the socket, which both have
		try (LineClient waiting = new LineClient(this.sandbox.path("s"))) {
			LocalServer next = server();
			CountDownLatch early = new CountDownLatch(1);
			next.addListener(new LocalServerListener() {

				@Override
				public void newConnection(LocalServer server, LocalSocket socket) {
					early.countDown();
				}

			});
			HandoverStep.hook = (step) -> {
				if (step == HandoverStep.NEW_CONFIRMED) {
					assertThat(awaited(early)).isFalse();
				}
			};
			listening(next);
			LocalSocket accepted = this.sandbox.take(next);
			accepted.write(ByteBuffer.wrap("hello\n".getBytes(StandardCharsets.UTF_8)));
			assertThat(waiting.readLine()).isEqualTo("hello");
		}
	}

	private static boolean awaited(CountDownLatch latch) {
		try {
			return latch.await(300, TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "NEW_CONNECTED", "OLD_ASKED", "OLD_OFFERED", "NEW_RECEIVED" })
	void closingTheOldServerMeanwhileLeavesTheNewOneWithAFreshStart(HandoverStep when) throws Exception {
		LocalServer old = listening(server());
		HandoverStep.hook = (step) -> {
			if (step == when) {
				old.close();
			}
		};
		LocalServer next = listening(server());
		this.sandbox.connect(next);
		this.sandbox.take(next);
	}

	@Test
	void ofTwoThatAskAtOnceOneWinsAndTheOtherSaysSo() throws Exception {
		LocalServer old = listening(server());
		LocalServer winner = server();
		LocalServer loser = server();
		HandoverStep.hook = (step) -> {
			if (step == HandoverStep.NEW_RECEIVED) {
				HandoverStep.hook = (next) -> {
				};
				assertThat(loser.listen(this.sandbox.address("s"))).isFalse();
			}
		};
		listening(winner);
		assertThat(loser.serverError()).isEqualTo(SocketError.ADDRESS_IN_USE);
		assertThat(loser.errorString())
			.contains("The process %d is taking them over".formatted(ProcessHandle.current().pid()));
		assertThat(old.isListening()).isFalse();
		assertThat(winner.isReachable()).isTrue();
	}

	@Test
	void transportThatCannotPassDescriptorsSaysSo() throws Exception {
		LocalServer server = this.sandbox.closeLater(new LocalServer(EventLoops.shared(TransportType.JUNIXSOCKET)));
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> server.setHandoverGroup(new HandoverGroup()))
			.withMessageContaining("native transport");
	}

	@Test
	void nameThatIsTooLongToBeAskedForIsRefused() throws Exception {
		LocalServer server = server();
		String name = "n".repeat(80);
		assertThat(server.listen("/tmp/" + name)).isFalse();
		assertThat(server.serverError()).isEqualTo(SocketError.INVALID_NAME);
	}

	@Test
	void whoDoesNotSpeakTheProtocolIsSentAway() throws Exception {
		LocalServer old = listening(server());
		try (LineClient client = new LineClient(this.sandbox.path(".s.handover"))) {
			client.send("GET / HTTP/1.0\n\n");
			assertThat(client.readLine()).isNull();
		}
		listening(server());
		assertThat(old.isListening()).isFalse();
	}

	@Test
	void whoHasSomethingElseAtThatPathGivesNothing() throws Exception {
		this.sandbox.listeningServer();
		try (var stranger = this.sandbox.foreignServer(".s.handover")) {
			var answer = this.sandbox.async(() -> {
				try (var accepted = stranger.accept()) {
					accepted.write(ByteBuffer.wrap("HTTP/1.0 400 Bad Request\r\n\r\n".getBytes()));
					while (accepted.read(ByteBuffer.allocate(100)) > 0) {
						// Until the end
					}
				}
				return true;
			});
			LocalServer next = server();
			assertThat(next.listen(this.sandbox.address("s"))).isFalse();
			assertThat(next.errorString()).contains("does not speak the protocol");
			assertThat(answer.result()).isTrue();
		}
	}

	private HandoverGroup group() {
		HandoverGroup group = new HandoverGroup();
		group.addListener(this.successors::add);
		return group;
	}

	private LocalServer server() {
		LocalServer server = this.sandbox.server();
		server.setHandoverGroup(group());
		return server;
	}

	private LocalServer listening(LocalServer server) throws IOException {
		return this.sandbox.listen(server);
	}

	private Map<LocalServer, String> servers(HandoverGroup group, String... names) {
		Map<LocalServer, String> servers = new LinkedHashMap<>();
		for (String name : names) {
			LocalServer server = this.sandbox.server();
			server.setHandoverGroup(group);
			servers.put(server, this.sandbox.address(name));
		}
		return servers;
	}

}
