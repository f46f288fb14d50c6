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
package dev.localsocket.autoconfigure;

import java.nio.file.Path;

import dev.localsocket.TransportInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what is logged when servers start and stop.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class StartAndStopLogTests {

	@TempDir
	Path directory;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(LocalSocketAutoConfiguration.class, LifecycleAutoConfiguration.class));

	@Test
	void startSaysWhatIsUsedAndStopSaysSo(CapturedOutput output) {
		this.runner
			.withPropertyValues("local-socket.directory=" + this.directory, "local-socket.servers.control.enabled=true",
					"local-socket.servers.feed.auto-startup=false")
			.run((context) -> {
				assertThat(output).containsOnlyOnce("Local sockets use: " + TransportInfo.get().summary())
					.contains("Local server 'control' listens at '%s'".formatted(this.directory.resolve("control")))
					.doesNotContain("has stopped");
			});
		assertThat(output).containsOnlyOnce("Local server 'control' has stopped listening")
			.doesNotContain("'feed' has stopped");
	}

	@Test
	void applicationWithoutServersSaysNothing(CapturedOutput output) {
		this.runner.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain("Local sockets use");
	}

}
