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

package dev.localsocket.test;

import java.nio.file.Path;

import dev.localsocket.LocalServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests for the advice that is given where there is support for tests.
 */
@ExtendWith(OutputCaptureExtension.class)
class TestAdviceTests {

	@TempDir
	Path directory;

	@Test
	void testOfAnApplicationThatRunsIsToHaveItsOwnDirectory(CapturedOutput output) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		try (LocalServer running = new LocalServer()) {
			assertThat(running.listen(this.directory.resolve("control").toString())).isTrue();
			assertThatThrownBy(() -> application
				.run("--local-socket.directory=" + this.directory, "--local-socket.servers.control.enabled=true")
				.close());
		}
		assertThat(output).contains("Stop the other server")
			.contains("Annotate a test with @AutoConfigureLocalSocket: it gets a directory of its own");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
