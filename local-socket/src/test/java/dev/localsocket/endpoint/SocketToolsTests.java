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

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.localsocket.LocalServer;
import dev.localsocket.testing.SocketSandbox;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests of the command by which {@code docs/sockets.md} finds whose server a socket file
 * belongs to.
 */
@Timeout(60)
class SocketToolsTests {

	private static final Path PAGE = Path.of("../docs/sockets.md");

	private static final String PATH = "/run/app/control";

	private static final String COMMAND = "ss -lxpe | grep \"ino:$(stat -c %i " + PATH + ") \"";

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void commandFindsTheServerOfAFile(boolean checkDirectory) throws Exception {
		assumeTrue(Files.isExecutable(Path.of("/usr/bin/ss")), "The test needs the program 'ss'");
		assertThat(Files.readString(PAGE)).contains("\n$ " + COMMAND + "\n");
		LocalServer server = this.sandbox.server();
		server.setCheckDirectory(checkDirectory);
		this.sandbox.listen(server);
		Process process = new ProcessBuilder("sh", "-c", COMMAND.replace(PATH, this.sandbox.address("s")))
			.redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		process.waitFor();
		process.getOutputStream().close();
		assertThat(output.lines()).singleElement()
			.asString()
			.contains("pid=" + ProcessHandle.current().pid() + ",fd=" + server.socketDescriptor() + ")")
			.contains(checkDirectory ? this.sandbox.directory() + "/.ls-" : "/proc/self/fd/");
	}

}
