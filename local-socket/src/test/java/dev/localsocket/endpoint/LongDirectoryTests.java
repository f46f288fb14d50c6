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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import dev.localsocket.testing.SocketSandbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests in a directory so long that the path of a socket in it just fits, but not that of
 * one in a private directory below it.
 */
@Timeout(60)
class LongDirectoryTests {

	/** One byte less than fits, because the JDK's clients allow no more. */
	private static final int LENGTH = 106;

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	@TempDir
	Path temporary;

	@TempDir
	Path library;

	@Test
	void serverListensAndClosesAndLeavesNothing() throws Exception {
		Path path = longPath();
		try (ServerProcess process = ServerProcess.ready(jvm())) {
			assertThat(process.listen(path, "USER_ACCESS")).isEqualTo("LISTENING");
			EchoClient.assertAnswers(path);
			assertThat(this.temporary).isEmptyDirectory();
			assertThat(process.listen(path, "reclaim")).startsWith("ADDRESS_IN_USE ");
			assertThat(process.closeServer(path)).isEqualTo("NO_ERROR ");
			assertNothingIsLeft(path);
		}
	}

	@Test
	void processThatWasKilledIsReplacedOnlyWhenStaleSocketsAreReclaimed() throws Exception {
		Path path = longPath();
		try (ServerProcess first = ServerProcess.ready(jvm()); ServerProcess second = ServerProcess.ready(jvm())) {
			assertThat(first.listen(path)).isEqualTo("LISTENING");
			first.kill();
			assertThat(second.listen(path)).startsWith("ADDRESS_IN_USE ").contains("did not end properly");
			assertThat(second.listen(path, "reclaim")).isEqualTo("LISTENING");
			EchoClient.assertAnswers(path);
			assertThat(second.closeServer(path)).isEqualTo("NO_ERROR ");
			assertNothingIsLeft(path);
		}
	}

	@Test
	void liveServerOfAnotherKindIsRespected() throws Exception {
		Path path = longPath();
		try (ChildProcess foreign = ChildJvm.small().start(ForeignServerMain.class, path.toString());
				ServerProcess process = ServerProcess.ready(jvm())) {
			assertThat(foreign.receive()).isEqualTo("READY");
			assertThat(process.listen(path, "reclaim")).startsWith("ADDRESS_IN_USE Another server listens");
			EchoClient.assertAnswers(path);
		}
		Files.delete(path);
		assertNothingIsLeft(path);
	}

	private ChildJvm jvm() {
		return ChildJvm.small()
			.option("-Djava.io.tmpdir=" + this.temporary)
			.option("-Dorg.newsclub.net.unix.library.tmpdir=" + this.library);
	}

	private Path longPath() throws IOException {
		Path parent = this.sandbox.expectLeft(this.sandbox.path("parent"));
		int length = LENGTH - parent.toString().length() - "/".length() - "/s".length();
		Path directory = Files.createDirectories(parent.resolve("d".repeat(length)));
		return directory.resolve("s");
	}

	private void assertNothingIsLeft(Path path) throws IOException {
		try (Stream<Path> files = Files.list(path.getParent()); Stream<Path> temporaries = Files.list(this.temporary)) {
			assertThat(files).isEmpty();
			assertThat(temporaries).isEmpty();
		}
	}

}
