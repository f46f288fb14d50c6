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

package dev.localsocket.endpoint;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;

import dev.localsocket.LocalServer;
import dev.localsocket.error.SocketError;
import dev.localsocket.testing.SocketSandbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what may be where the lock file belongs.
 */
@Timeout(60)
class EndpointLockFileTests {

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "REGULAR_FILE")
	void listenFailsWhenTheLockFileIsNoRegularFileAndDoesNotTouchIt(Occupant occupant) throws Exception {
		Path lock = this.sandbox.expectLeft(this.sandbox.path(".s.lock"));
		occupant.create(lock, this.sandbox);
		Object before = Files.getAttribute(lock, "unix:ino", LinkOption.NOFOLLOW_LINKS);
		LocalServer server = this.sandbox.server();
		server.setReclaimStale(true);
		assertThat(server.listen(this.sandbox.address("s"))).isFalse();
		assertThat(server.serverError()).isEqualTo(SocketError.ADDRESS_IN_USE);
		assertThat(server.errorString()).contains(lock.toString()).contains("lock file");
		assertThat(Files.getAttribute(lock, "unix:ino", LinkOption.NOFOLLOW_LINKS)).isEqualTo(before);
		assertThat(this.sandbox.path("missing")).doesNotExist();
	}

	@Test
	void listenTakesOverTheLockFileOfAProcessThatWasKilled() throws Exception {
		Path path = this.sandbox.path("s");
		try (ServerProcess process = ServerProcess.ready(ChildJvm.small())) {
			assertThat(process.listen(path)).isEqualTo("LISTENING");
			Files.delete(path);
			process.kill();
		}
		assertThat(this.sandbox.files()).containsExactly(this.sandbox.path(".s.lock"));
		this.sandbox.listeningServer();
	}

	@Test
	void listenFailsWhenTheLockFileBelongsToAnotherUser(@TempDir Path classes) throws Exception {
		OtherUser.assumeRoot();
		Path lock = this.sandbox.expectLeft(this.sandbox.path(".s.lock"));
		Files.createFile(lock);
		Files.setAttribute(lock, "unix:mode", 0600);
		Files.setAttribute(this.sandbox.directory(), "unix:mode", 01777);
		Map<String, Object> before = Occupant.state(lock);
		try (ServerProcess process = ServerProcess.ready(OtherUser.of(ChildJvm.small(), classes))) {
			assertThat(process.listen(this.sandbox.path("s"), "reclaim")).startsWith("ACCESS_DENIED ")
				.contains(lock.toString())
				.contains("'root'");
		}
		assertThat(Occupant.state(lock)).isEqualTo(before);
	}

	@Test
	void staleSocketOfAnotherUserIsNotSaidToListen(@TempDir Path classes) throws Exception {
		OtherUser.assumeRoot();
		Path path = this.sandbox.expectLeft(this.sandbox.staleSocket("s"));
		Files.setAttribute(path, "unix:mode", 0700);
		Files.setAttribute(this.sandbox.directory(), "unix:mode", 01777);
		try (ServerProcess process = ServerProcess.ready(OtherUser.of(ChildJvm.small(), classes))) {
			assertThat(process.listen(path, "reclaim")).startsWith("ADDRESS_IN_USE ")
				.contains("'%s' is a socket of the user 'root', and 'nobody' may not connect".formatted(path))
				.doesNotContain("Another server listens");
		}
	}

	@Test
	void lockFileCannotBeOpenedByAnotherUser(@TempDir Path classes) throws Exception {
		OtherUser.assumeRoot();
		Files.setAttribute(this.sandbox.directory(), "unix:mode", 01777);
		LocalServer server = this.sandbox.listeningServer();
		try (ServerProcess process = ServerProcess.ready(OtherUser.of(ChildJvm.small(), classes))) {
			assertThat(process.listen(this.sandbox.path("s"), "reclaim")).startsWith("ACCESS_DENIED ");
		}
		assertThat(server.isReachable()).isTrue();
	}

}
