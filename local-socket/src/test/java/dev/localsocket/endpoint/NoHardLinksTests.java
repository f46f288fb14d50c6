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
import java.util.Map;

import dev.localsocket.testing.SocketSandbox;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests on a file system without hard links, which a preloaded library makes of any other
 * one. Only the lock file may be left there.
 */
@Timeout(60)
class NoHardLinksTests {

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	@TempDir
	Path libraries;

	private ChildJvm jvm = ChildJvm.small();

	@BeforeEach
	void buildLibrary() throws IOException {
		Programs.require("gcc");
		Path library = this.libraries.resolve("no-hard-links.so");
		Programs.run("gcc", "-shared", "-fPIC", "-Wall", "-Werror", "-o", library.toString(),
				Programs.resource("no-hard-links.c"));
		this.jvm = ChildJvm.small().environment("LD_PRELOAD", library.toString());
		this.sandbox.expectLeft(this.sandbox.path(".s.lock"));
	}

	@Test
	void serverListensAndLeavesOnlyTheLockFile() throws Exception {
		Path path = this.sandbox.path("s");
		try (ServerProcess process = ServerProcess.ready(this.jvm)) {
			for (int i = 0; i < 3; i++) {
				assertThat(process.listen(path, "GROUP_ACCESS")).isEqualTo("LISTENING");
				assertThat(Files.getAttribute(path, "unix:mode")).isEqualTo(0140070);
				EchoClient.assertAnswers(path);
				assertThat(process.closeServer(path)).isEqualTo("NO_ERROR ");
				assertThat(this.sandbox.files()).containsExactly(this.sandbox.path(".s.lock"));
			}
		}
	}

	@Test
	void secondServerFailsInTheSameAndInAnotherProcess() throws Exception {
		Path path = this.sandbox.path("s");
		Path samePath = Path.of(path.getParent() + "/./s");
		try (ServerProcess process = ServerProcess.ready(this.jvm);
				ServerProcess other = ServerProcess.ready(this.jvm)) {
			assertThat(process.listen(path)).isEqualTo("LISTENING");
			Map<String, Object> before = Occupant.state(path);
			for (int i = 0; i < 2; i++) {
				assertThat(process.listen(samePath, "reclaim"))
					.startsWith("ADDRESS_IN_USE Another server of this library");
				assertThat(other.listen(path, "reclaim")).startsWith("ADDRESS_IN_USE Another server of this library");
			}
			assertThat(Occupant.state(path)).isEqualTo(before);
			EchoClient.assertAnswers(path);
		}
	}

	@Test
	void processThatWasKilledIsReplacedOnlyWhenStaleSocketsAreReclaimed() throws Exception {
		Path path = this.sandbox.path("s");
		try (ServerProcess first = ServerProcess.ready(this.jvm);
				ServerProcess second = ServerProcess.ready(this.jvm)) {
			assertThat(first.listen(path)).isEqualTo("LISTENING");
			first.kill();
			assertThat(second.listen(path)).startsWith("ADDRESS_IN_USE ").contains("did not end properly");
			assertThat(second.listen(path, "reclaim")).isEqualTo("LISTENING");
			EchoClient.assertAnswers(path);
		}
	}

	@Test
	void exactlyOneOfManyProcessesReplacesAStaleSocket() throws Exception {
		Path path = this.sandbox.path("s");
		Contenders contenders = this.sandbox.closeLater(Contenders.start(10, this.jvm));
		for (int i = 0; i < 5; i++) {
			this.sandbox.staleSocket("s");
			ServerProcess winner = contenders.raceForOne(path);
			EchoClient.assertAnswers(path);
			assertThat(winner.closeServer(path)).isEqualTo("NO_ERROR ");
		}
	}

	@ParameterizedTest
	@EnumSource
	void listenNeverTouchesAFileThatIsNoSocket(Occupant occupant) throws Exception {
		Path path = this.sandbox.expectLeft(this.sandbox.path("s"));
		occupant.create(path, this.sandbox);
		Map<String, Object> before = Occupant.state(path);
		try (ServerProcess process = ServerProcess.ready(this.jvm)) {
			assertThat(process.listen(path, "reclaim")).startsWith("ADDRESS_IN_USE ");
		}
		assertThat(Occupant.state(path)).isEqualTo(before);
	}

}
