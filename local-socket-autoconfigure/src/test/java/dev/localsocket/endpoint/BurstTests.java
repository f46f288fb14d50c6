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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import dev.localsocket.LocalServer;
import dev.localsocket.autoconfigure.LocalSocketAutoConfiguration;
import dev.localsocket.testing.SocketSandbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests what becomes of many clients that connect at once and do not block, as those of
 * Node.js, Go and asyncio do, while the server does not accept: the kernel refuses them
 * when the backlog is full, and lets only clients that block wait.
 */
@Timeout(60)
class BurstTests {

	private static final int CLIENTS = 500;

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	@TempDir
	Path directory;

	@Test
	void serversOfTheStarterHaveRoomForABurst() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(LocalSocketAutoConfiguration.class))
			.withPropertyValues("local-socket.servers.control.directory=" + this.directory,
					"local-socket.servers.control.max-pending-connections=0")
			.run((context) -> assertThat(refused(context.getBean(LocalServer.class))).isZero());
	}

	@Test
	void serversOnTheirOwnHaveRoomForAsManyAsInQt() throws Exception {
		LocalServer server = this.sandbox.server();
		server.setMaxPendingConnections(0);
		// Linux lets one more wait than were asked for
		assertThat(refused(this.sandbox.listen(server))).isEqualTo(CLIENTS - 51);
	}

	private static int refused(LocalServer server) throws IOException {
		Programs.require("python3");
		Process clients = new ProcessBuilder("python3", Programs.resource("burst.py"), server.fullServerName(),
				String.valueOf(CLIENTS))
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		try (var output = clients.getInputStream()) {
			return Integer.parseInt(new String(output.readAllBytes(), StandardCharsets.US_ASCII).strip());
		}
	}

}
