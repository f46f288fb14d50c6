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

package dev.localsocket.sample;

import java.nio.file.Path;

import dev.localsocket.LocalServer;
import dev.localsocket.sample.testing.LineClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the end of the application.
 */
@Timeout(60)
class ShutdownTests {

	@Test
	void clientsSeeAnOrderlyEndAndFilesAreGone(@TempDir Path directory) throws Exception {
		try (ConfigurableApplicationContext application = run(directory);
				LineClient control = connect(application, "control");
				LineClient feed = connect(application, "feed")) {
			control.send("help\n");
			assertThat(control.readLine()).startsWith("health");
			assertThat(SpringApplication.exit(application)).isZero();
			assertThat(control.readAll()).isNotEmpty();
			assertThat(feed.readAll()).allSatisfy((line) -> assertThat(line).isNotEmpty());
			assertThat(directory).isEmptyDirectory();
		}
	}

	private static ConfigurableApplicationContext run(Path directory) {
		return new SpringApplicationBuilder(SampleApplication.class).run("--server.port=0",
				"--local-socket.directory=" + directory);
	}

	private static LineClient connect(ConfigurableApplicationContext application, String server) throws Exception {
		return LineClient.connect(application.getBean(server, LocalServer.class));
	}

}
