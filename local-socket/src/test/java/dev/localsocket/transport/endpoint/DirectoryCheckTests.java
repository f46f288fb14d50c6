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
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

import dev.localsocket.account.OwnUser;
import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import dev.localsocket.testing.SocketSandbox;
import dev.localsocket.testing.TestedTransport;
import dev.localsocket.transport.spi.FileIdentity;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests of {@link DirectoryCheck}.
 */
@Timeout(60)
class DirectoryCheckTests {

	private static final int OTHER = 65534;

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	private Path directory = Path.of("");

	@BeforeEach
	void createDirectory() throws IOException {
		this.sandbox.expectLeft(this.sandbox.path("parent"));
		this.directory = Files.createDirectories(this.sandbox.path("parent/d"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "0700", "0755", "0555", "1777", "1733", "1770", "2755" })
	void directoryInWhichOnlyTheOwnerMayRenameIsSafe(String mode) throws Exception {
		mode(this.directory, mode);
		assertSafe(this.directory);
	}

	@ParameterizedTest
	@ValueSource(strings = { "0777", "0702", "0733", "2777" })
	void directoryThatAllMayWriteToIsRefused(String mode) throws Exception {
		mode(this.directory, mode);
		assertRefused(this.directory, this.directory, mode, "chmod o-w");
	}

	@Test
	void eachDirectoryAboveIsChecked() throws Exception {
		Path parent = this.sandbox.path("parent");
		mode(parent, "0777");
		assertRefused(this.directory, parent, "0777", "chmod o-w");
		mode(parent, "1777");
		assertSafe(this.directory);
	}

	@Test
	void groupOfTheOwnNameMayWrite() throws Exception {
		FileIdentity file = FileIdentity.of(this.directory);
		assumeTrue(file.gid() == OwnUser.ofFiles().gid());
		assumeTrue(Files.getAttribute(this.directory, "posix:group")
			.toString()
			.equals(Files.getOwner(this.directory).toString()));
		mode(this.directory, "0775");
		assertSafe(this.directory);
	}

	@Test
	void anotherGroupMayNotWriteUnlessTheStickyBitProtects() throws Exception {
		assumeRoot();
		Files.setAttribute(this.directory, "unix:gid", OTHER);
		mode(this.directory, "0750");
		assertSafe(this.directory);
		mode(this.directory, "0770");
		assertRefused(this.directory, this.directory, "0770", "chmod g-w");
		mode(this.directory, "1770");
		assertSafe(this.directory);
	}

	@ParameterizedTest
	@CsvSource({ "parent", "parent/d" })
	void directoryOfAnotherUserIsRefusedWhateverItsMode(String owned) throws Exception {
		assumeRoot();
		Path path = this.sandbox.path(owned);
		Files.setAttribute(path, "unix:uid", OTHER);
		mode(path, "1755");
		assertRefused(this.directory, path, "1755", "let it belong to root");
	}

	@Test
	void symbolicLinkIsFollowedAndItsTargetIsChecked() throws Exception {
		Path link = this.sandbox.expectLeft(this.sandbox.path("link"));
		Files.createSymbolicLink(link, Path.of("parent/../parent/./d"));
		assertSafe(link);
		mode(this.directory, "0777");
		assertRefused(link, this.directory, "0777", "chmod o-w");
	}

	@Test
	void symbolicLinkOfAnotherUserIsRefused() throws Exception {
		assumeRoot();
		Path link = this.sandbox.expectLeft(this.sandbox.path("link"));
		Files.createSymbolicLink(link, this.directory);
		assertSafe(link);
		Files.setAttribute(link, "unix:uid", OTHER, LinkOption.NOFOLLOW_LINKS);
		assertRefused(link, link, "0777", "let it belong to root");
	}

	@Test
	void directoryThatWasExchangedAfterItWasOpenedIsRefused() throws Exception {
		try (EndpointPlace place = EndpointPlace.open(TestedTransport.get(), this.directory.resolve("s"))) {
			Files.move(this.directory, this.sandbox.path("parent/moved"));
			Files.createDirectory(this.directory);
			assertThatExceptionOfType(LocalSocketException.class).isThrownBy(() -> DirectoryCheck.check(place))
				.satisfies((ex) -> assertThat(ex.error()).isEqualTo(SocketError.UNSAFE_DIRECTORY));
		}
	}

	private void assertSafe(Path path) throws IOException {
		try (EndpointPlace place = EndpointPlace.open(TestedTransport.get(), path.resolve("s"))) {
			assertThatNoException().isThrownBy(() -> DirectoryCheck.check(place));
		}
	}

	private void assertRefused(Path path, Path unsafe, String mode, String action) throws IOException {
		try (EndpointPlace place = EndpointPlace.open(TestedTransport.get(), path.resolve("s"))) {
			assertThatExceptionOfType(LocalSocketException.class).isThrownBy(() -> DirectoryCheck.check(place))
				.withMessageContaining("in '" + unsafe + "', of mode " + mode + " and of "
						+ Files.getOwner(unsafe, LinkOption.NOFOLLOW_LINKS).getName() + ":")
				.withMessageContaining(action)
				.satisfies((ex) -> assertThat(ex.error()).isEqualTo(SocketError.UNSAFE_DIRECTORY));
		}
	}

	private static void mode(Path path, String octal) throws IOException {
		Files.setAttribute(path, "unix:mode", Integer.parseInt(octal, 8));
	}

	private static void assumeRoot() throws IOException {
		assumeTrue(OwnUser.ofFiles().uid() == 0, "Only root can give files away");
	}

}
