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

import dev.localsocket.LocalServer;
import dev.localsocket.account.PeerCredentials;
import dev.localsocket.testing.SocketSandbox;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests of what is known of peers with unusual ids.
 */
@Timeout(60)
class PeerCredentialsProcessTests {

	/** Negative as a signed number of 32 bits. */
	private static final long GREAT_ID = 4_000_000_000L;

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	@TempDir
	Path classes;

	@BeforeEach
	void assumeRoot() throws IOException {
		OtherUser.assumeRoot();
	}

	@Test
	void userWithAGreatIdIsKnownByItAndTrustsItself() throws Exception {
		Files.setAttribute(this.sandbox.directory(), "unix:mode", 01777);
		ChildJvm jvm = OtherUser.of(ChildJvm.small(), this.classes, Long.toString(GREAT_ID));
		try (ChildProcess process = jvm.start(PeerMain.class, this.sandbox.address("own"), "listen")) {
			assertThat(process.receive())
				.isEqualTo("pid %d uid %d gid %d trusted true".formatted(process.pid(), GREAT_ID, GREAT_ID));
		}
	}

	@Test
	void peerOutsideOfThePidNamespaceHasNoPid() throws Exception {
		Programs.require("unshare");
		assumeTrue(new ProcessBuilder("unshare", "--pid", "true").start().onExit().get().exitValue() == 0,
				"No pid namespace can be made here");
		LocalServer server = this.sandbox.listeningServer();
		ChildJvm jvm = ChildJvm.small().behind("unshare", "--pid", "--fork", "--kill-child");
		try (ChildProcess process = jvm.start(PeerMain.class, server.fullServerName())) {
			assertThat(process.receive()).startsWith("pid -1 uid 0 ");
			PeerCredentials child = this.sandbox.take(server).peerCredentials();
			assertThat(child.pid()).as("the pid of the child, seen from outside").isGreaterThan(process.pid());
		}
	}

}
