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

package dev.localsocket.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class CatalogTests {

	@Test
	void jdk21IsUsedWhereThereIsOneBesideTheNewest(@TempDir Path home) throws IOException {
		Files.createDirectories(home.resolve("bin"));
		assertThat(Files.createFile(home.resolve("bin/java")).toFile().setExecutable(true)).isTrue();
		Files.writeString(home.resolve("release"), "JAVA_VERSION=\"21.0.5\"\n");
		int newest = Jdk.installed().lastKey();
		assertThat(servers("--jdk=" + home)).extracting(ServerType::id)
			.contains("bare-" + newest, "bare-21", "event-loop-21", "worker-21", "virtual-21", "netty-codecs-21")
			.doesNotHaveDuplicates();
	}

	@Test
	void onlySpringIntegrationHasItsJars() throws IOException {
		assertThat(servers()).allSatisfy((server) -> assertThat(String.join(" ", server.command())).matches(
				(command) -> command.contains("spring-integration-ip") == server.name().equals("spring-integration")));
	}

	@Test
	void onlyTheServerOnJunixsocketIsToldItsTransport() throws IOException {
		assertThat(servers()).filteredOn((server) -> server.command().contains("-Dlocal-socket.transport=junixsocket"))
			.extracting(ServerType::name)
			.containsExactly("bare-junixsocket");
	}

	private static List<ServerType> servers(String... options) throws IOException {
		return Catalog.inJava(Options.parse(options));
	}

}
