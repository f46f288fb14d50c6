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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static dev.localsocket.testing.SocketSandbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of a process that cannot start another thread. The limit holds for all processes
 * of a user, so it is one whom nobody else is, and {@code root} has none. The process has
 * listened before: the socket library starts a thread of its own at the first use, and
 * cannot be used ever after if that fails.
 */
@Timeout(60)
class ThreadExhaustionTests {

	private static final String USER = "61234";

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	@TempDir
	Path classes;

	private ChildJvm jvm = ChildJvm.small();

	@BeforeEach
	void limitThreads() throws IOException {
		OtherUser.assumeRoot();
		Programs.require("prlimit");
		// The JVM would warn on its standard output
		this.jvm = ChildJvm.small()
			.option("-Xlog:disable")
			.classPath(OtherUser.copyClassPath(this.classes))
			.behind("prlimit", "--nproc=100")
			.behind("setpriv", "--reuid=" + USER, "--regid=" + USER, "--clear-groups");
		Files.setAttribute(this.sandbox.directory(), "unix:mode", 01777);
	}

	@Test
	void listenFailsWithoutAThreadAndSucceedsWhenThereIsOneAgain() throws Exception {
		Path path = this.sandbox.path("s");
		try (ServerProcess process = ServerProcess.ready(this.jvm)) {
			assertThat(process.listen(path)).isEqualTo("LISTENING");
			assertThat(process.closeServer(path)).isEqualTo("NO_ERROR ");
			eventually().until(() -> !hasLoop(process));
			assertThat(process.ask("threads true")).isEqualTo("EXHAUSTED");
			long descriptors = process.openDescriptors();
			for (int i = 0; i < 5; i++) {
				assertThat(process.listen(path)).startsWith("RESOURCE_EXHAUSTED ").contains("thread");
			}
			assertThat(process.openDescriptors()).isLessThanOrEqualTo(descriptors + 3);
			assertThat(this.sandbox.files()).isEmpty();
			assertThat(process.ask("threads false")).isEqualTo("FREED");
			assertThat(process.listen(path, "WORLD_ACCESS")).isEqualTo("LISTENING");
			EchoClient.assertAnswers(path);
			assertThat(process.closeServer(path)).isEqualTo("NO_ERROR ");
		}
	}

	/** Linux cuts the names of threads to 15 bytes. */
	private static boolean hasLoop(ServerProcess process) throws IOException {
		try (Stream<Path> threads = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
			return threads.anyMatch((thread) -> name(thread).startsWith("local-socket-lo"));
		}
	}

	private static String name(Path thread) {
		try {
			return Files.readString(thread.resolve("comm"));
		}
		catch (IOException ex) {
			return "ended";
		}
	}

}
