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
package dev.localsocket.transport.endpoint;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;

import dev.localsocket.LocalServer;
import dev.localsocket.testing.SocketSandbox;
import dev.localsocket.testing.TestedTransport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests of {@link AbandonedDirectories}: what {@code listen} deletes of what killed
 * processes have left, and what it leaves alone.
 */
@Tag("transport")
@Timeout(60)
class AbandonedDirectoriesTests {

	private static final String NAME = ".ls-0abc9z";

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	@Test
	void emptyDirectoryIsDeleted() throws Exception {
		assertIsDeleted(age(directory(NAME)));
	}

	@Test
	void directoryWithWhatIsMadeThereIsDeleted() throws Exception {
		Path directory = directory(NAME);
		socket(directory.resolve("s"));
		Files.createFile(directory.resolve("l"));
		Files.createLink(directory.resolve("p"), directory.resolve("s"));
		Files.createSymbolicLink(directory.resolve("d"), this.sandbox.directory());
		assertIsDeleted(age(directory));
	}

	@Test
	void directoryOfALiveProcessIsLeftAlone() throws Exception {
		assertIsLeftAlone(directory(NAME));
	}

	@Test
	void whatTheLibraryItselfMakesIsRecognized() throws Exception {
		try (PrivateDirectory directory = PrivateDirectory.in(TestedTransport.get(), this.sandbox.directory())) {
			assertThat(PrivateDirectory.isName(directory.path().getFileName().toString())).isTrue();
			socket(directory.socket());
			assertIsDeleted(age(directory.path()));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { ".ssh", ".abc123", "ls-0abc9z", ".ls-0abc9", ".ls-0abc9zz", ".ls-0ABC9Z" })
	void directoryOfAnotherNameIsLeftAlone(String name) throws Exception {
		assertIsLeftAlone(age(directory(name)));
	}

	@Test
	void directoryThatIsOpenToOthersIsLeftAlone() throws Exception {
		Path directory = directory(NAME);
		Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-x---"));
		assertIsLeftAlone(age(directory));
	}

	@Test
	void socketThatWasMovedToBeExaminedIsLeftAlone() throws Exception {
		Path directory = directory(NAME);
		socket(directory.resolve("m"));
		assertIsLeftAlone(age(directory));
	}

	@ParameterizedTest
	@ValueSource(strings = { "s", "l", "p", "d", "x" })
	void filesOfOthersAreLeftAlone(String name) throws Exception {
		Path directory = directory(NAME);
		Files.writeString(directory.resolve(name), "precious");
		Files.createFile(directory.resolve(name.equals("l") ? "y" : "l"));
		assertIsLeftAlone(age(directory));
		assertThat(directory.resolve(name)).hasContent("precious");
	}

	@Test
	void symbolicLinkToADirectoryIsLeftAlone() throws Exception {
		Path target = this.sandbox.expectLeft(directory("target"));
		Files.createFile(target.resolve("l"));
		age(target);
		assertIsLeftAlone(Files.createSymbolicLink(this.sandbox.path(NAME), target));
		assertThat(target.resolve("l")).exists();
	}

	@Test
	void pipeDoesNotHoldUpAnything() throws Exception {
		Path pipe = this.sandbox.path(NAME);
		Process process = new ProcessBuilder("sh", "-c", "mkfifo -m 700 \"$0\" && touch -t 202001010000 \"$0\"",
				pipe.toString())
			.start();
		assertThat(process.waitFor()).isZero();
		assertIsLeftAlone(pipe);
	}

	/** Somebody else could exchange it in the middle. */
	@Test
	void nothingIsDeletedWhereOthersCanWrite() throws Exception {
		Files.setPosixFilePermissions(this.sandbox.directory(), PosixFilePermissions.fromString("rwxrwxrwx"));
		Path directory = this.sandbox.expectLeft(age(directory(NAME)));
		LocalServer server = this.sandbox.server();
		server.setCheckDirectory(false);
		assertThat(this.sandbox.listen(server).isReachable()).isTrue();
		assertThat(directory).isDirectory();
	}

	@Test
	void stickyBitProtectsWhereOthersCanWrite() throws Exception {
		Files.setAttribute(this.sandbox.directory(), "unix:mode", 01777);
		assertIsDeleted(age(directory(NAME)));
	}

	@Test
	void directoryOfAnotherUserIsLeftAlone() throws Exception {
		assumeTrue(Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0));
		Path directory = age(directory(NAME));
		Files.setAttribute(directory, "unix:uid", 65534);
		assertIsLeftAlone(directory);
	}

	private void assertIsDeleted(Path path) {
		listen();
		assertThat(path).doesNotExist();
	}

	private void assertIsLeftAlone(Path path) {
		this.sandbox.expectLeft(path);
		listen();
		assertThat(Files.exists(path, LinkOption.NOFOLLOW_LINKS)).isTrue();
	}

	private void listen() {
		LocalServer server = this.sandbox.listeningServer();
		assertThat(server.isReachable()).isTrue();
	}

	private Path directory(String name) throws IOException {
		return Files.createDirectory(this.sandbox.path(name),
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
	}

	/** Makes a file older than any {@code listen} takes. */
	private static Path age(Path path) throws IOException {
		return Files.setLastModifiedTime(path, FileTime.from(Instant.now().minus(Duration.ofMinutes(11))));
	}

	private static void socket(Path path) throws IOException {
		try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
			server.bind(UnixDomainSocketAddress.of(path));
		}
	}

}
