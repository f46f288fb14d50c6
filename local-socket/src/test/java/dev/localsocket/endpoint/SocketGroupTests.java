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
import dev.localsocket.SocketOption;
import dev.localsocket.error.SocketError;
import dev.localsocket.testing.SocketSandbox;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the group that a socket file belongs to.
 */
@Timeout(60)
class SocketGroupTests {

	private static final String GROUP = Integer.toString(OtherUser.UID);

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	@TempDir
	Path classes;

	@Test
	void membersOfTheGroupConnect() throws Exception {
		OtherUser.assumeRoot();
		OtherUser.open(this.sandbox.directory());
		LocalServer server = listen(GROUP);
		assertThat(Files.getAttribute(this.sandbox.path("s"), "unix:gid")).isEqualTo(OtherUser.UID);
		assertThat(Files.getAttribute(this.sandbox.path("s"), "unix:mode")).isEqualTo(0140770);
		ChildJvm jvm = OtherUser.of(ChildJvm.small(), this.classes);
		try (ChildProcess member = jvm.start(WatcherMain.class, this.sandbox.directory().toString())) {
			assertThat(member.receive()).isEqualTo("READY");
			assertThat(this.sandbox.take(server).peerCredentials().uid()).isEqualTo(OtherUser.UID);
			server.close();
			assertThat(member.send("stop").receive()).startsWith("0 ").isNotEqualTo("0 0");
		}
	}

	@Test
	void groupOfADirectoryWithTheBitIsThatOfTheSocketUnlessAnotherIsSet() throws Exception {
		OtherUser.assumeRoot();
		Files.setAttribute(this.sandbox.directory(), "unix:gid", 7);
		Files.setAttribute(this.sandbox.directory(), "unix:mode", 02755);
		try (LocalServer server = listen(null)) {
			assertThat(Files.getAttribute(this.sandbox.path("s"), "unix:gid")).isEqualTo(7);
			assertThat(server.isReachable()).isTrue();
		}
		listen(GROUP);
		assertThat(Files.getAttribute(this.sandbox.path("s"), "unix:gid")).isEqualTo(OtherUser.UID);
	}

	@Test
	void listenFailsWithAGroupThatTheSystemDoesNotKnow() throws Exception {
		LocalServer server = server("no-such-group");
		assertThat(server.listen(this.sandbox.address("s"))).isFalse();
		assertThat(server.serverError()).isEqualTo(SocketError.INVALID_GROUP);
		assertThat(server.errorString()).isEqualTo("The system knows no group 'no-such-group'");
		assertThat(this.sandbox.files()).isEmpty();
	}

	@Test
	void listenFailsWithAGroupThatTheUserIsNoMemberOf() throws Exception {
		OtherUser.assumeRoot();
		Files.setAttribute(this.sandbox.directory(), "unix:uid", OtherUser.UID);
		try (ServerProcess process = ServerProcess.ready(OtherUser.of(ChildJvm.small(), this.classes))) {
			assertThat(process.listen(this.sandbox.path("s"), "group=0"))
				.startsWith("INVALID_GROUP The user 'nobody' may not give a file to the group '0'");
		}
		assertThat(this.sandbox.files()).isEmpty();
	}

	private LocalServer listen(@Nullable String group) throws IOException {
		return this.sandbox.listen(server(group));
	}

	private LocalServer server(@Nullable String group) {
		LocalServer server = this.sandbox.server();
		server.setSocketOptions(SocketOption.USER_ACCESS, SocketOption.GROUP_ACCESS);
		server.setGroup(group);
		return server;
	}

}
