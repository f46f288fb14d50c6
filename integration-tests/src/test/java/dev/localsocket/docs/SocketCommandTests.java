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

package dev.localsocket.docs;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import dev.localsocket.LocalServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs the command with which {@code sockets.md} finds the process of a socket.
 */
@Timeout(60)
class SocketCommandTests {

	private static final String COMMAND = "ss -lxpe | grep \"ino:$(stat -c %i /run/app/control) \"";

	@TempDir
	Path directory;

	@Test
	@EnabledIf("hasProgram")
	void inodeLeadsToTheProcess() throws Exception {
		try (LocalServer server = new LocalServer()) {
			assertThat(server.listen(this.directory.resolve("control").toString())).as(server::errorString).isTrue();
			assertThat(output(COMMAND.replace("/run/app/control", server.fullServerName())))
				.contains("pid=" + ProcessHandle.current().pid() + ",");
		}
	}

	static boolean hasProgram() throws Exception {
		return System.getenv("CI") != null || !output("command -v ss").isEmpty();
	}

	private static String output(String command) throws Exception {
		Process process = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true).start();
		assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("end of '%s'", command).isTrue();
		return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
	}

}
