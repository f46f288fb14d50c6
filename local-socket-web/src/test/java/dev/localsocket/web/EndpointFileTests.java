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

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.localsocket.testing.JavaProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests of what is at the path when a web application starts.
 */
@Timeout(240)
class EndpointFileTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path directory;

	private Path socket() {
		return this.directory.resolve("http");
	}

	private String[] properties() {
		return new String[] { "--local-socket.directory=" + this.directory, "--local-socket.web.server.name=http",
				"--local-socket.web.tcp=false" };
	}

	private JavaProcess start() throws IOException {
		String[] properties = properties();
		JavaProcess process = JavaProcess.start(EngineProcess.class, "TOMCAT", properties[0], properties[1],
				properties[2]);
		assertThat(process.readLine()).isEqualTo("ready");
		return process;
	}

	private String hello() throws IOException {
		try (RawHttp http = RawHttp.connect(socket())) {
			return http.get("/hello").body();
		}
	}

	@Test
	void aProcessThatIsKilledIsFollowedAtTheSamePath() throws Exception {
		try (JavaProcess process = start();
				SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
			assertThat(client.isConnected()).isTrue();
			process.kill();
			assertThat(socket()).as("nobody could delete it").exists();
		}
		try (ConfigurableApplicationContext context = Engine.REACTOR_NETTY.application().run(properties())) {
			assertThat(context.isActive()).isTrue();
			assertThat(hello()).isEqualTo("hello");
		}
		assertThat(socket()).doesNotExist();
	}

	@Test
	void aProcessThatRunsKeepsThePath() throws Exception {
		try (JavaProcess process = start()) {
			assertThatException().isThrownBy(() -> Engine.TOMCAT.application().run(properties()))
				.withStackTraceContaining("stop it or choose another name");
			assertThat(hello()).isEqualTo("hello");
			assertThat(process.pid()).isPositive();
		}
	}

	@Test
	void aForeignFileStays() throws Exception {
		Files.writeString(socket(), "precious");
		assertThatException().isThrownBy(() -> Engine.JETTY.application().run(properties()))
			.withStackTraceContaining(socket().toString());
		assertThat(socket()).hasContent("precious");
		Files.delete(socket());
	}

}
