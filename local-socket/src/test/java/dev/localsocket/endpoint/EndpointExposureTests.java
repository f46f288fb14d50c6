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
import java.nio.file.Path;

import dev.localsocket.LocalServer;
import dev.localsocket.SocketOption;
import dev.localsocket.testing.SocketSandbox;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that no socket can be reached by another user for a moment, while a process of
 * that user tries to.
 */
@Timeout(60)
class EndpointExposureTests {

	private static final int ROUNDS = 400;

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	@TempDir
	Path classes;

	@BeforeEach
	void letOthersIn() throws IOException {
		OtherUser.assumeRoot();
		OtherUser.open(this.sandbox.directory());
	}

	@Test
	void anotherUserSeesTheSocketButNeverConnectsWithUserAccess() throws Exception {
		Findings findings = watch(SocketOption.USER_ACCESS);
		assertThat(findings.refused()).as("attempts on the published socket").isPositive();
		assertThat(findings.connected()).as("connections of the other user").isZero();
	}

	@Test
	void anotherUserSeesTheSocketButNeverConnectsWithGroupAccess() throws Exception {
		Findings findings = watch(SocketOption.USER_ACCESS, SocketOption.GROUP_ACCESS);
		assertThat(findings.refused()).as("attempts on the published socket").isPositive();
		assertThat(findings.connected()).as("connections of the other user").isZero();
	}

	@Test
	void anotherUserConnectsWithWorldAccess() throws Exception {
		assertThat(watch(SocketOption.WORLD_ACCESS).connected()).isPositive();
	}

	private Findings watch(SocketOption... options) throws IOException {
		ChildJvm jvm = OtherUser.of(ChildJvm.small(), this.classes);
		try (ChildProcess watcher = jvm.start(WatcherMain.class, this.sandbox.directory().toString())) {
			assertThat(watcher.receive()).isEqualTo("READY");
			for (int i = 0; i < ROUNDS; i++) {
				listenAndClose(options);
			}
			return Findings.parse(watcher.send("stop").receive());
		}
	}

	private void listenAndClose(SocketOption... options) {
		try (LocalServer server = new LocalServer()) {
			server.setSocketOptions(options);
			this.sandbox.listen(server);
		}
	}

	/** What a watcher has found. */
	private record Findings(int refused, int connected) {

		static Findings parse(String line) {
			String[] numbers = line.split(" ");
			return new Findings(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
		}

	}

}
