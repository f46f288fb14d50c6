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

import java.nio.file.Path;

import dev.localsocket.EventLoops;
import dev.localsocket.LocalServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@code docs/performance.md}.
 */
class PerformanceTests {

	@TempDir
	Path directory;

	@Test
	void whatIsTunedReachesTheServer() {
		Samples.runner(this.directory, "performance.yml").run((context) -> {
			LocalServer server = context.getBean(LocalServer.class);
			assertThat(server.listenBacklogSize()).isEqualTo(1024);
			assertThat(server.limits().maxConnections()).isEqualTo(10_000);
			assertThat(server.limits().readBufferSize()).isEqualTo(256 * 1024);
			assertThat(server.limits().writeBufferSize()).isEqualTo(4 * 1024 * 1024);
			assertThat(context.getBean(EventLoops.class).threads()).isEqualTo(2);
		});
	}

}
