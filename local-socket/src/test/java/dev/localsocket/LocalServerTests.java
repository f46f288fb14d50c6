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

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import dev.localsocket.testing.SocketSandbox;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.localsocket.testing.SocketSandbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests of a {@link LocalServer}'s settings, names and states.
 */
@Tag("transport")
@Timeout(60)
class LocalServerTests {

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	@Test
	void optionGivenTwiceIsSetOnce() {
		LocalServer server = this.sandbox.server();
		server.setSocketOptions(SocketOption.USER_ACCESS, SocketOption.USER_ACCESS);
		assertThat(server.socketOptions()).containsExactly(SocketOption.USER_ACCESS);
		LocalSocket socket = new LocalSocket();
		socket.setSocketOptions(SocketOption.ABSTRACT_NAMESPACE, SocketOption.ABSTRACT_NAMESPACE);
		assertThat(socket.socketOptions()).containsExactly(SocketOption.ABSTRACT_NAMESPACE);
	}

	@Test
	void newServerHasTheDefaultsOfQLocalServer() throws Exception {
		try (LocalServer server = new LocalServer()) {
			assertThat(server.isListening()).isFalse();
			assertThat(server.isReachable()).isFalse();
			assertThat(server.serverName()).isEmpty();
			assertThat(server.fullServerName()).isEmpty();
			assertThat(server.socketDescriptor()).isEqualTo(-1);
			assertThat(server.socketOptions()).isEmpty();
			assertThat(server.maxPendingConnections()).isEqualTo(30);
			assertThat(server.listenBacklogSize()).isEqualTo(50);
			assertThat(server.isReclaimStale()).isFalse();
			assertThat(server.isRepublish()).isTrue();
			assertThat(server.limits()).isEqualTo(ConnectionLimits.NONE);
			assertThat(server.hasPendingConnections()).isFalse();
			assertThat(server.pendingConnections()).isZero();
			assertThat(server.nextPendingConnection()).isNull();
			assertThat(server.connections()).isEmpty();
			assertThat(server.activeConnections()).isZero();
			assertThat(server.serverError()).isEqualTo(SocketError.NO_ERROR);
			assertThat(server.errorString()).isEmpty();
			assertThat(server.errorCount()).isZero();
			assertThat(server.waitForNewConnection(Duration.ZERO)).isEqualTo(new WaitResult(false, false));
		}
	}

	@Test
	void everySettingCanBeSetBeforeListen() {
		try (LocalServer server = new LocalServer()) {
			server.setSocketOptions(SocketOption.USER_ACCESS, SocketOption.GROUP_ACCESS);
			server.setListenBacklogSize(7);
			server.setMaxPendingConnections(8);
			server.setReclaimStale(true);
			server.setRepublish(false);
			ConnectionLimits limits = new ConnectionLimits(9, 10, 7, 8, Duration.ofSeconds(11), Duration.ofSeconds(12),
					Duration.ofSeconds(15), 13, 14);
			server.setLimits(limits);
			assertThat(server.socketOptions()).containsExactlyInAnyOrder(SocketOption.USER_ACCESS,
					SocketOption.GROUP_ACCESS);
			assertThat(server.listenBacklogSize()).isEqualTo(7);
			assertThat(server.maxPendingConnections()).isEqualTo(8);
			assertThat(server.isReclaimStale()).isTrue();
			assertThat(server.isRepublish()).isFalse();
			assertThat(server.limits()).isEqualTo(limits);
		}
	}

	@ParameterizedTest
	@MethodSource("settingsThatListeningFixes")
	void settingFailsWhileListening(Consumer<LocalServer> setting) {
		LocalServer server = this.sandbox.listeningServer();
		assertThatIllegalStateException().isThrownBy(() -> setting.accept(server))
			.withMessageContaining(server.fullServerName());
		server.close();
		setting.accept(server);
	}

	static Stream<Consumer<LocalServer>> settingsThatListeningFixes() {
		return Stream.of((server) -> server.setSocketOptions(SocketOption.WORLD_ACCESS),
				(server) -> server.setListenBacklogSize(5), (server) -> server.setReclaimStale(true));
	}

	@ParameterizedTest
	@MethodSource("wrongSettings")
	void settingFailsWhenTheValueIsWrong(Consumer<LocalServer> setting, String value) {
		try (LocalServer server = new LocalServer()) {
			assertThatIllegalArgumentException().isThrownBy(() -> setting.accept(server)).withMessageContaining(value);
		}
	}

	static Stream<Arguments> wrongSettings() {
		return Stream.of(wrong((server) -> server.setListenBacklogSize(0), "0"),
				wrong((server) -> server.setMaxPendingConnections(-1), "-1"),
				wrong((server) -> server.setLimits(server.limits().withReadBufferSize(-2)), "-2"),
				wrong((server) -> server.setLimits(server.limits().withWriteBufferSize(-3)), "-3"));
	}

	private static Arguments wrong(Consumer<LocalServer> setting, String value) {
		return arguments(setting, value);
	}

	@Test
	void listenTakesAnAbsolutePathAsItIs() {
		LocalServer server = this.sandbox.server();
		assertThat(server.listen(this.sandbox.address("s"))).isTrue();
		assertThat(server.isListening()).isTrue();
		assertThat(server.isReachable()).isTrue();
		assertThat(server.serverName()).isEqualTo(this.sandbox.address("s"));
		assertThat(server.fullServerName()).isEqualTo(this.sandbox.address("s"));
		assertThat(server.socketDescriptor()).isPositive();
		assertThat(this.sandbox.path("s")).exists();
	}

	@Test
	void listenPutsAPlainNameIntoTheTemporaryDirectory() {
		String name = "ls-" + UUID.randomUUID();
		LocalServer server = this.sandbox.server();
		assertThat(server.listen(name)).isTrue();
		assertThat(server.serverName()).isEqualTo(name);
		assertThat(server.fullServerName()).isEqualTo(LocalServer.resolveName(name)).endsWith("/" + name);
		assertThat(Path.of(server.fullServerName())).exists();
		server.close();
		assertThat(Path.of(LocalServer.resolveName(name))).doesNotExist();
	}

	@Test
	void resolveNameKeepsAnAbsolutePath() {
		assertThat(LocalServer.resolveName("/run/a/b")).isEqualTo("/run/a/b");
	}

	@Test
	void socketDescriptorIsASocketWhileListening() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		Path descriptor = Path.of("/proc/self/fd", Integer.toString(server.socketDescriptor()));
		assertThat(Files.readSymbolicLink(descriptor).toString()).startsWith("socket:");
	}

	@Test
	void listenFailsAndChangesNothingWhileListening() {
		LocalServer server = this.sandbox.listeningServer();
		int descriptor = server.socketDescriptor();
		assertThat(server.listen(this.sandbox.address("other"))).isFalse();
		assertThat(server.serverError()).isEqualTo(SocketError.NO_ERROR);
		assertThat(server.errorString()).isEmpty();
		assertThat(server.fullServerName()).isEqualTo(this.sandbox.address("s"));
		assertThat(server.socketDescriptor()).isEqualTo(descriptor);
		assertThat(this.sandbox.path("other")).doesNotExist();
	}

	@Test
	void closeEndsTheStateOfListening() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		server.close();
		assertThat(server.isListening()).isFalse();
		assertThat(server.isReachable()).isFalse();
		assertThat(server.serverName()).isEmpty();
		assertThat(server.fullServerName()).isEmpty();
		assertThat(server.socketDescriptor()).isEqualTo(-1);
		assertThat(this.sandbox.files()).isEmpty();
	}

	@Test
	void closeDoesNothingWhenNotListening() {
		LocalServer server = this.sandbox.server();
		server.close();
		server.close();
		assertThat(server.isListening()).isFalse();
	}

	@Test
	void closeClearsTheError() {
		LocalServer server = this.sandbox.server();
		server.listen("");
		server.close();
		assertThat(server.serverError()).isEqualTo(SocketError.NO_ERROR);
		assertThat(server.errorString()).isEmpty();
	}

	@Test
	void serverCanListenAgainAfterClose() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		for (int i = 0; i < 20; i++) {
			server.close();
			assertThat(server.listen(this.sandbox.address("s"))).as(server::errorString).isTrue();
			this.sandbox.connect(server);
			this.sandbox.take(server);
		}
	}

	@Test
	void listenClearsTheErrorWhenItSucceeds() {
		LocalServer server = this.sandbox.server();
		assertThat(server.listen("")).isFalse();
		assertThat(server.serverError()).isEqualTo(SocketError.INVALID_NAME);
		this.sandbox.listen(server);
		assertThat(server.serverError()).isEqualTo(SocketError.NO_ERROR);
		assertThat(server.errorString()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/", "/tmp/s/", "\0" })
	void listenFailsWhenTheNameCannotBeAFile(String name) {
		LocalServer server = this.sandbox.server();
		assertThat(server.listen(name)).isFalse();
		assertThat(server.serverError()).isEqualTo(SocketError.INVALID_NAME);
		assertThat(server.errorString()).isNotEmpty();
		assertThat(server.isListening()).isFalse();
	}

	@Test
	void listenTakesAPathOfTheGreatestLength() throws Exception {
		LocalServer server = this.sandbox.server();
		String path = pathOfLength(107);
		assertThat(server.listen(path)).as(server::errorString).isTrue();
		assertThat(Path.of(path)).exists();
		this.sandbox.connect(server);
		this.sandbox.take(server);
	}

	@ParameterizedTest
	@ValueSource(ints = { 108, 109, 120, 300 })
	void listenFailsWhenThePathIsTooLong(int length) {
		LocalServer server = this.sandbox.server();
		String path = pathOfLength(length);
		assertThat(server.listen(path)).isFalse();
		assertThat(server.serverError()).isEqualTo(SocketError.INVALID_NAME);
		assertThat(server.errorString()).contains(Integer.toString(length)).contains("107").contains(path);
	}

	private String pathOfLength(int length) {
		String prefix = this.sandbox.address("s");
		return prefix + "x".repeat(length - prefix.length());
	}

	@Test
	void listenTakesAShortNameInADirectoryWithALongPath() throws Exception {
		String prefix = this.sandbox.address("d");
		Path directory = Files.createDirectory(Path.of(prefix + "d".repeat(105 - prefix.length())));
		LocalServer server = this.sandbox.server();
		assertThat(server.listen(directory + "/s")).as(server::errorString).isTrue();
		this.sandbox.connect(server);
		this.sandbox.take(server);
		server.close();
		Files.delete(directory);
	}

	@Test
	void listenNamesTheMissingDirectory() {
		LocalServer server = this.sandbox.server();
		assertThat(server.listen(this.sandbox.address("a/b/s"))).isFalse();
		assertThat(server.serverError()).isEqualTo(SocketError.INVALID_NAME);
		assertThat(server.errorString()).contains("'" + this.sandbox.address("a") + "'").contains("does not exist");
	}

	@Test
	void listenNamesTheFileThatIsNoDirectory() throws Exception {
		Path file = this.sandbox.expectLeft(Files.writeString(this.sandbox.path("f"), "text"));
		LocalServer server = this.sandbox.server();
		assertThat(server.listen(file + "/s")).isFalse();
		assertThat(server.serverError()).isEqualTo(SocketError.INVALID_NAME);
		assertThat(server.errorString()).contains("'" + file + "'").contains("not a directory");
	}

	@Test
	void listenIsDeniedWhenTheDirectoryCannotBeWritten() {
		LocalServer server = this.sandbox.server();
		assertThat(server.listen("/sys/ls-test-socket")).isFalse();
		assertThat(server.serverError()).isEqualTo(SocketError.ACCESS_DENIED);
		assertThat(server.errorString()).contains("'/sys'").contains(System.getProperty("user.name"));
	}

	@Test
	void abstractNameNeedsNoFile() throws Exception {
		String name = "ls-" + UUID.randomUUID();
		LocalServer server = abstractServer();
		assertThat(server.listen(name)).as(server::errorString).isTrue();
		assertThat(server.serverName()).isEqualTo(name);
		assertThat(server.fullServerName()).isEqualTo(name);
		assertThat(server.isReachable()).isTrue();
		assertThat(Path.of(LocalServer.resolveName(name))).doesNotExist();
		assertThat(Files.readString(Path.of("/proc/net/unix"))).contains("@" + name);
		LocalSocket client = LocalSocket.connectToServer(name, Duration.ofSeconds(5), SocketOption.ABSTRACT_NAMESPACE);
		this.sandbox.closeLater(client);
		assertThat(this.sandbox.take(server).fullServerName()).isEqualTo(name);
		server.close();
		assertThat(Files.readString(Path.of("/proc/net/unix"))
			.lines()
			.filter((line) -> line.endsWith("@" + name) && line.contains(" 00010000 "))).isEmpty();
	}

	@Test
	void abstractNameIsInUseWhenAServerHasIt() {
		String name = "ls-" + UUID.randomUUID();
		assertThat(abstractServer().listen(name)).isTrue();
		LocalServer second = abstractServer();
		assertThat(second.listen(name)).isFalse();
		assertThat(second.serverError()).isEqualTo(SocketError.ADDRESS_IN_USE);
		assertThat(second.errorString()).contains("'" + name + "'");
	}

	@Test
	void abstractNameMayHaveALengthOf107Bytes() {
		String name = ("ls-" + UUID.randomUUID()) + "x".repeat(107 - 39);
		assertThat(abstractServer().listen(name)).isTrue();
		LocalServer server = abstractServer();
		assertThat(server.listen(name + "x")).isFalse();
		assertThat(server.serverError()).isEqualTo(SocketError.INVALID_NAME);
	}

	@ParameterizedTest
	@ValueSource(strings = { "high \ud800", "\udc00 low", "\udc00\ud800" })
	void abstractNameWithHalfASurrogatePairIsInvalid(String name) {
		LocalServer server = abstractServer();
		assertThat(server.listen(name)).isFalse();
		assertThat(server.serverError()).isEqualTo(SocketError.INVALID_NAME);
		assertThat(server.errorString()).contains("surrogate");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> LocalServer.checkName(name, SocketOption.ABSTRACT_NAMESPACE));
		assertThatExceptionOfType(LocalSocketException.class)
			.isThrownBy(() -> LocalSocket.connectToServer(name, Duration.ofSeconds(5), SocketOption.ABSTRACT_NAMESPACE))
			.satisfies((ex) -> assertThat(ex.error()).isEqualTo(SocketError.INVALID_NAME));
	}

	@Test
	void abstractNameMayHaveSurrogatePairs() {
		assertThat(abstractServer().listen("ls-\ud83d\ude00" + UUID.randomUUID())).isTrue();
	}

	private LocalServer abstractServer() {
		LocalServer server = this.sandbox.server();
		server.setSocketOptions(SocketOption.ABSTRACT_NAMESPACE);
		return server;
	}

	@Test
	void serverIsNotReachableWhenItsFileIsGone() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		assertThat(server.isReachable()).isTrue();
		server.setRepublish(false);
		Files.delete(this.sandbox.path("s"));
		assertThat(server.isReachable()).isFalse();
		assertThat(server.isListening()).isTrue();
	}

	@Test
	void serverIsNotReachableWhenItsFileIsReplaced() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		server.setRepublish(false);
		Files.delete(this.sandbox.path("s"));
		this.sandbox.foreignServer("s");
		assertThat(server.isReachable()).isFalse();
	}

	@Test
	void connectionsAreThosePendingAndThoseTaken() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		LocalSocket first = this.sandbox.connect(server);
		LocalSocket taken = this.sandbox.take(server);
		this.sandbox.connect(server);
		eventually().until(() -> server.activeConnections() == 2);
		assertThat(server.connections()).hasSize(2).contains(taken);
		first.abort();
		eventually().until(() -> server.activeConnections() == 1);
		assertThat(server.connections()).doesNotContain(taken);
	}

}
