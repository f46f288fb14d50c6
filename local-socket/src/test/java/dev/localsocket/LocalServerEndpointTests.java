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
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import dev.localsocket.error.SocketError;
import dev.localsocket.testing.SocketSandbox;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests of whom a {@link LocalServer} gives way to at its path, what it replaces and what
 * it deletes, and of the permissions of its file.
 */
@Tag("transport")
@Timeout(60)
class LocalServerEndpointTests {

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void listenFailsWhenALiveServerHoldsTheName(boolean reclaimStale) throws Exception {
		LocalServer first = this.sandbox.listeningServer();
		FileState before = FileState.of(this.sandbox.path("s"));
		assertInUse(listenInVain(reclaimStale, SocketOption.WORLD_ACCESS), "'" + first.fullServerName() + "'");
		assertThat(FileState.of(this.sandbox.path("s"))).isEqualTo(before);
		this.sandbox.connect(first);
		this.sandbox.take(first);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void listenFailsWhenALiveServerOfAnotherKindHoldsTheName(boolean reclaimStale) throws Exception {
		this.sandbox.foreignServer("s");
		FileState before = FileState.of(this.sandbox.path("s"));
		assertInUse(listenInVain(reclaimStale, SocketOption.WORLD_ACCESS), "Another server listens");
		assertThat(FileState.of(this.sandbox.path("s"))).isEqualTo(before);
		SocketChannel.open(UnixDomainSocketAddress.of(this.sandbox.path("s"))).close();
	}

	@ParameterizedTest
	@MethodSource("occupants")
	void listenNeverTouchesAFileThatIsNoSocket(Occupant occupant, boolean reclaimStale) throws Exception {
		Path path = this.sandbox.expectLeft(this.sandbox.path("s"));
		occupant.create(path, this.sandbox);
		FileState before = FileState.of(path);
		assertInUse(listenInVain(reclaimStale, SocketOption.USER_ACCESS), occupant.text);
		assertThat(FileState.of(path)).isEqualTo(before);
	}

	static Stream<Arguments> occupants() {
		return Stream.of(Occupant.values())
			.flatMap((occupant) -> Stream.of(arguments(occupant, false), arguments(occupant, true)));
	}

	@Test
	void listenFailsWhenAStaleSocketIsThere() throws Exception {
		Path path = this.sandbox.expectLeft(this.sandbox.staleSocket("s"));
		FileState before = FileState.of(path);
		assertInUse(listenInVain(false), "left by a server that did not end properly");
		assertThat(FileState.of(path)).isEqualTo(before);
	}

	@Test
	void listenReplacesAStaleSocketWhenThatIsWanted() throws Exception {
		this.sandbox.staleSocket("s");
		LocalServer server = this.sandbox.server();
		server.setReclaimStale(true);
		this.sandbox.listen(server);
		assertThat(server.isReachable()).isTrue();
		this.sandbox.connect(server);
		this.sandbox.take(server);
	}

	@Test
	void listenTakesOverALockFileThatWasLeft() throws Exception {
		Files.createFile(this.sandbox.path(".s.lock"));
		this.sandbox.listeningServer();
	}

	@Test
	void removeServerSucceedsWhenThereIsNone() {
		assertThat(LocalServer.removeServer(this.sandbox.address("s"))).isTrue();
		assertThat(LocalServer.removeServer(this.sandbox.address("missing/s"))).isTrue();
	}

	@Test
	void removeServerRemovesAStaleSocket() throws Exception {
		Path path = this.sandbox.staleSocket("s");
		assertThat(LocalServer.removeServer(path.toString())).isTrue();
		assertThat(path).doesNotExist();
		this.sandbox.listeningServer();
	}

	@Test
	void removeServerRefusesALiveServer() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		assertThat(LocalServer.removeServer(server.fullServerName())).isFalse();
		assertThat(server.isReachable()).isTrue();
		this.sandbox.foreignServer("foreign");
		assertThat(LocalServer.removeServer(this.sandbox.address("foreign"))).isFalse();
		SocketChannel.open(UnixDomainSocketAddress.of(this.sandbox.path("foreign"))).close();
	}

	@ParameterizedTest
	@EnumSource
	void removeServerNeverTouchesAFileThatIsNoSocket(Occupant occupant) throws Exception {
		Path path = this.sandbox.expectLeft(this.sandbox.path("s"));
		occupant.create(path, this.sandbox);
		FileState before = FileState.of(path);
		assertThat(LocalServer.removeServer(path.toString())).isFalse();
		assertThat(FileState.of(path)).isEqualTo(before);
	}

	@Test
	void removeServerRefusesALiveServerWhoseFileIsGone() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		Files.delete(this.sandbox.path("s"));
		assertThat(LocalServer.removeServer(this.sandbox.address("s"))).isFalse();
		server.close();
		assertThat(LocalServer.removeServer(this.sandbox.address("s"))).isTrue();
	}

	@Test
	void removeServerRefusesWhatIsNeededAsALockFileAndIsNone() throws Exception {
		Path lock = this.sandbox.expectLeft(Files.createDirectory(this.sandbox.path(".s.lock")));
		assertThat(LocalServer.removeServer(this.sandbox.address("s"))).isFalse();
		assertThat(this.sandbox.server().listen(this.sandbox.address("s"))).isFalse();
		assertThat(lock).isDirectory();
	}

	@Test
	void removeServerRemovesALockFileThatWasLeft() throws Exception {
		Files.createFile(this.sandbox.path(".s.lock"));
		assertThat(LocalServer.removeServer(this.sandbox.address("s"))).isTrue();
		assertThat(this.sandbox.files()).isEmpty();
	}

	@Test
	void removeServerTouchesNothingWhereOthersCanExchangeFiles() throws Exception {
		Path path = this.sandbox.expectLeft(this.sandbox.staleSocket("s"));
		Files.setPosixFilePermissions(this.sandbox.directory(), PosixFilePermissions.fromString("rwxrwxrwx"));
		assertThat(LocalServer.removeServer(path.toString())).isFalse();
		assertThat(path).exists();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/" })
	void removeServerRefusesANameThatCannotBeAFile(String name) {
		assertThat(LocalServer.removeServer(name)).isFalse();
	}

	@Test
	void closeLeavesTheFileOfAServerThatHasComeSince() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		server.setRepublish(false);
		Files.delete(this.sandbox.path("s"));
		this.sandbox.foreignServer("s");
		FileState foreign = FileState.of(this.sandbox.path("s"));
		server.close();
		assertThat(FileState.of(this.sandbox.path("s"))).isEqualTo(foreign);
		SocketChannel.open(UnixDomainSocketAddress.of(this.sandbox.path("s"))).close();
	}

	@Test
	void listenFailsWhileTheServerWhoseFileWasDeletedIsAlive() throws Exception {
		this.sandbox.listeningServer().setRepublish(false);
		Files.delete(this.sandbox.path("s"));
		assertInUse(listenInVain(true), "Another server of this library");
		assertThat(this.sandbox.path("s")).doesNotExist();
	}

	@Test
	void closeSucceedsWhenTheFileHasBeenDeleted() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		server.setRepublish(false);
		Files.delete(this.sandbox.path("s"));
		server.close();
		this.sandbox.listen(server);
	}

	@ParameterizedTest
	@CsvSource({ "false,false,true,rwx------", "false,true,false,---rwx---", "true,false,false,------rwx",
			"false,true,true,rwxrwx---", "true,false,true,rwx---rwx", "true,true,false,---rwxrwx",
			"true,true,true,rwxrwxrwx" })
	void fileHasExactlyThePermissionsOfTheOptions(boolean other, boolean group, boolean user, String permissions)
			throws Exception {
		LocalServer server = this.sandbox.server();
		server
			.setSocketOptions(Stream
				.of(user ? SocketOption.USER_ACCESS : null, group ? SocketOption.GROUP_ACCESS : null,
						other ? SocketOption.OTHER_ACCESS : null)
				.flatMap(Stream::ofNullable)
				.toArray(SocketOption[]::new));
		this.sandbox.listen(server);
		assertThat(permissions()).isEqualTo(permissions);
	}

	@Test
	void fileHasAllPermissionsWithWorldAccess() throws Exception {
		LocalServer server = this.sandbox.server();
		server.setSocketOptions(SocketOption.WORLD_ACCESS);
		this.sandbox.listen(server);
		assertThat(permissions()).isEqualTo("rwxrwxrwx");
	}

	@Test
	void fileHasThePermissionsThatTheUmaskLeavesWithoutOptions() throws Exception {
		Path reference = Files.createDirectory(this.sandbox.path("reference"));
		Set<PosixFilePermission> expected = Files.getPosixFilePermissions(reference);
		Files.delete(reference);
		this.sandbox.listeningServer();
		assertThat(permissions()).isEqualTo(PosixFilePermissions.toString(expected));
	}

	private String permissions() throws IOException {
		return PosixFilePermissions.toString(Files.getPosixFilePermissions(this.sandbox.path("s")));
	}

	@Test
	void lockFileBelongsToTheOwnerOnly() throws Exception {
		this.sandbox.listeningServer();
		Path lock = this.sandbox.path(".s.lock");
		assertThat(this.sandbox.files()).containsExactlyInAnyOrder(this.sandbox.path("s"), lock);
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(lock))).isEqualTo("rw-------");
	}

	private LocalServer listenInVain(boolean reclaimStale, SocketOption... options) {
		LocalServer server = this.sandbox.server();
		server.setReclaimStale(reclaimStale);
		server.setSocketOptions(options);
		assertThat(server.listen(this.sandbox.address("s"))).isFalse();
		return server;
	}

	private void assertInUse(LocalServer server, String text) {
		assertThat(server.serverError()).isEqualTo(SocketError.ADDRESS_IN_USE);
		assertThat(server.errorString()).contains(text).contains(this.sandbox.address("s"));
		assertThat(server.isListening()).isFalse();
	}

	/** What may be at the path of a server and is not its own. */
	enum Occupant {

		REGULAR_FILE("regular file") {

			@Override
			void create(Path path, SocketSandbox sandbox) throws IOException {
				Files.writeString(path, "text");
			}

		},

		DIRECTORY("directory") {

			@Override
			void create(Path path, SocketSandbox sandbox) throws IOException {
				Files.createDirectory(path);
				Files.createFile(path.resolve("f"));
			}

		},

		DANGLING_LINK("symbolic link") {

			@Override
			void create(Path path, SocketSandbox sandbox) throws IOException {
				Files.createSymbolicLink(path, sandbox.path("missing"));
			}

		},

		LINK_TO_A_LIVE_SERVER("symbolic link") {

			@Override
			void create(Path path, SocketSandbox sandbox) throws IOException {
				sandbox.foreignServer("live");
				Files.createSymbolicLink(path, sandbox.path("live"));
			}

		},

		LINK_TO_A_STALE_SOCKET("symbolic link") {

			@Override
			void create(Path path, SocketSandbox sandbox) throws IOException {
				Files.createSymbolicLink(path, sandbox.expectLeft(sandbox.staleSocket("stale")));
			}

		};

		final String text;

		Occupant(String text) {
			this.text = text;
		}

		abstract void create(Path path, SocketSandbox sandbox) throws IOException;

	}

	/** What changes when a file is touched. */
	private record FileState(Map<String, Object> attributes) {

		static FileState of(Path path) throws IOException {
			return new FileState(
					Files.readAttributes(path, "unix:ino,lastModifiedTime,ctime,mode", LinkOption.NOFOLLOW_LINKS));
		}

	}

}
