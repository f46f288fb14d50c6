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

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.localsocket.testing.SocketSandbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that applications run with our modules and Spring's on the module path, and see
 * of ours only what these export.
 */
class ModulePathTests {

	private static final List<String> REQUIRED = List.of("commons-logging-", "jffi-", "jspecify-", "junixsocket-",
			"logback-", "micrometer-commons-", "micrometer-observation-1", "slf4j-api-", "spring-aop-", "spring-beans-",
			"spring-boot-4", "spring-boot-autoconfigure-", "spring-context-", "spring-core-", "spring-expression-",
			"spring-messaging-");

	private static final List<String> OPTIONAL = List.of("HdrHistogram-", "LatencyUtils-", "jackson-", "kotlin-",
			"kotlinx-", "micrometer-core-", "micrometer-jakarta", "reactive-streams-", "reactor-core-",
			"spring-boot-actuator-", "spring-boot-health-", "spring-boot-jackson-", "spring-boot-micrometer-",
			"spring-security-core-", "spring-security-crypto-");

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	@Test
	void applicationWithoutOptionalLibrariesSeesWhatIsExported() throws IOException {
		assertThat(run(ModulePathTests::isRequired)).containsExactlyElementsOf(expected());
	}

	@Test
	void applicationWithOptionalLibrariesSeesWhatIsExported() throws IOException {
		assertThat(run((element) -> isRequired(element) || isOneOf(OPTIONAL, element)))
			.containsExactlyElementsOf(expected());
	}

	private static List<String> expected() {
		return Stream
			.of(Stream.of("echo hello"), exported("dev.localsocket", "", ".account", ".error", ".framing", ".log"),
					exported("dev.localsocket.spring", ".annotation", ".client", ".context", ".event", ".messaging",
							".rpc", ".security"),
					exported("dev.localsocket.autoconfigure", ".actuate", ".autoconfigure", ".autoconfigure.actuate",
							".autoconfigure.health", ".autoconfigure.metrics", ".autoconfigure.security", ".metrics"),
					exported("dev.localsocket.web", ".web", ".web.autoconfigure", ".web.client"))
			.flatMap((lines) -> lines)
			.toList();
	}

	private static Stream<String> exported(String module, String... packages) {
		return Arrays.stream(packages).map((name) -> module + " dev.localsocket" + name);
	}

	private List<String> run(Predicate<String> modules) throws IOException {
		ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xshare:auto", "-XX:TieredStopAtLevel=1", "-p", path(modules), "--add-modules", "ALL-MODULE-PATH",
				"-cp", path(ModulePathTests::isTest), ModularMain.class.getName(), this.sandbox.address("modular"));
		try (ChildProcess child = ChildProcess.start(builder)) {
			return Stream.concat(Stream.of(child.receive()), child.receiveRest().lines()).toList();
		}
	}

	private static String path(Predicate<String> elements) {
		return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter(elements)
			.collect(Collectors.joining(File.pathSeparator));
	}

	private static boolean isRequired(String element) {
		return isOurs(element) || isOneOf(REQUIRED, element);
	}

	/** Test support is no part of an application. */
	private static boolean isOurs(String element) {
		String name = new File(element).getName();
		return (name.equals("classes") || (name.startsWith("local-socket") && !isTest(element)))
				&& !element.contains("local-socket-test");
	}

	private static boolean isTest(String element) {
		String name = new File(element).getName();
		return name.equals("test-classes") || name.endsWith("-tests.jar");
	}

	private static boolean isOneOf(List<String> names, String element) {
		String file = new File(element).getName();
		return file.endsWith(".jar") && names.stream().anyMatch(file::startsWith);
	}

}
