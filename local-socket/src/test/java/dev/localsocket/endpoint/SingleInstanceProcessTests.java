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
import java.nio.file.Path;

import dev.localsocket.SingleInstance;
import dev.localsocket.testing.InstanceMain;
import dev.localsocket.testing.Signals;
import dev.localsocket.testing.SocketSandbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link SingleInstance} with other processes, which are stopped and killed, and
 * belong to another user.
 */
@Timeout(60)
class SingleInstanceProcessTests {

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	@Test
	void firstThatHangsIsToldApartFromOneThatIsGone() throws Exception {
		ChildProcess first = start(ChildJvm.small(), "USER");
		assertThat(first.receive()).isEqualTo("FIRST");
		try (ChildProcess second = start(ChildJvm.small(), "USER", "a", "b c")) {
			assertThat(second.receiveRest()).isEqualTo("answer to [a, b c]");
			assertThat(second.status()).isEqualTo(7);
		}
		assertThat(first.receive()).isEqualTo("[a, b c]");
		Signals.send("STOP", first.pid());
		try (ChildProcess second = start(ChildJvm.small(), "USER", "c")) {
			assertThat(second.status()).isEqualTo(SingleInstance.STATUS_HANGING);
			assertThat(second.errors()).contains("hangs: it has said nothing for 2000 ms");
		}
		first.kill();
		ChildProcess next = start(ChildJvm.small(), "USER", "d");
		assertThat(next.receive()).isEqualTo("FIRST");
		ChildProcess waiting = start(ChildJvm.small(), "USER", "wait");
		assertThat(next.receive()).as("nothing that was given up arrives later").isEqualTo("[wait]");
		next.kill();
		assertThat(waiting.status()).isEqualTo(SingleInstance.STATUS_LOST);
		assertThat(waiting.errors()).contains("has ended before it had answered");
		this.sandbox.expectLeft(this.sandbox.path("app.instance"));
		this.sandbox.expectLeft(this.sandbox.path(".app.instance.lock"));
	}

	@Test
	void anotherUserIsRefused() throws Exception {
		OtherUser.assumeRoot();
		OtherUser.open(this.sandbox.directory());
		Path directory = Files.createDirectory(this.sandbox.expectLeft(this.sandbox.path("d")));
		OtherUser.open(directory);
		Path classes = Files.createDirectory(this.sandbox.expectLeft(this.sandbox.path("c")));
		ChildJvm other = OtherUser.of(ChildJvm.small(), classes);
		ChildProcess first = ChildJvm.small().start(InstanceMain.class, "SYSTEM", directory.toString());
		this.sandbox.closeLater(first);
		assertThat(first.receive()).isEqualTo("FIRST");
		try (ChildProcess second = other.start(InstanceMain.class, "SYSTEM", directory.toString())) {
			assertThat(second.status()).isEqualTo(SingleInstance.STATUS_REFUSED);
			assertThat(second.errors()).contains("belongs to the user 'root'");
		}
		try (ChildProcess second = other.start(InstanceMain.class, "USER", directory.toString())) {
			assertThat(second.status()).isEqualTo(1);
			assertThat(second.errors()).contains("belongs to the user 'root', not to");
		}
	}

	private ChildProcess start(ChildJvm jvm, String scope, String... arguments) throws Exception {
		String[] all = new String[arguments.length + 2];
		all[0] = scope;
		all[1] = this.sandbox.directory().toString();
		System.arraycopy(arguments, 0, all, 2, arguments.length);
		return this.sandbox.closeLater(jvm.start(InstanceMain.class, all));
	}

}
