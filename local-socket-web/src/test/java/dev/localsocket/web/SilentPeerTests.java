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

package dev.localsocket.web;

import java.nio.file.Path;

import dev.localsocket.LocalServer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.context.ConfigurableApplicationContext;

import static dev.localsocket.testing.SocketSandbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of peers that say nothing, too little or too much.
 */
@Timeout(120)
class SilentPeerTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path directory;

	private ConfigurableApplicationContext start(Engine engine, String... properties) {
		return engine.application()
			.properties("local-socket.directory=" + this.directory, "local-socket.web.server.name=http",
					"local-socket.web.tcp=false")
			.properties(properties)
			.run();
	}

	private RawHttp connect() throws Exception {
		return RawHttp.connect(this.directory.resolve("http"));
	}

	@ParameterizedTest
	@EnumSource
	void thePatienceIsThatOfTheWebServer(Engine engine) throws Exception {
		try (ConfigurableApplicationContext context = start(engine, "server.tomcat.connection-timeout=300ms",
				"server.jetty.connection-idle-timeout=300ms", "server.netty.idle-timeout=300ms");
				RawHttp silent = connect();
				RawHttp kept = connect()) {
			assertThat(kept.get("/hello").body()).isEqualTo("hello");
			assertThat(kept.input().readAllBytes()).isEmpty();
			assertThat(silent.input().readAllBytes()).isEmpty();
			eventually().until(() -> context.getBean(LocalServer.class).connections().isEmpty());
		}
	}

	@ParameterizedTest
	@EnumSource
	void whoIsOneTooManyIsRefusedAndLeavesNothing(Engine engine) throws Exception {
		try (ConfigurableApplicationContext context = start(engine, "local-socket.web.server.max-connections=2");
				RawHttp first = connect();
				RawHttp second = connect()) {
			assertThat(first.get("/hello").body()).isEqualTo("hello");
			assertThat(second.get("/hello").body()).isEqualTo("hello");
			LocalServer server = context.getBean(LocalServer.class);
			long files = openFiles();
			for (int i = 0; i < 20; i++) {
				try (RawHttp third = connect()) {
					assertThat(third.input().readAllBytes()).isEmpty();
				}
			}
			eventually().until(() -> openFiles() <= files);
			assertThat(server.connections()).hasSize(2);
			first.socket().close();
			eventually().until(() -> server.connections().size() == 1);
			try (RawHttp third = connect()) {
				assertThat(third.get("/hello").body()).isEqualTo("hello");
			}
		}
	}

	private static long openFiles() {
		String[] files = Path.of("/proc/self/fd").toFile().list();
		return (files != null) ? files.length : 0;
	}

}
