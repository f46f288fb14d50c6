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
import java.util.ArrayList;
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
 * Tests that a program which depends on the core alone gets no Spring, and sees of the
 * core only what that exports.
 */
class PlainProgramTests {

	/** What the core depends on; the rest is for tests. */
	private static final List<String> DEPENDENCIES = List.of("jffi-", "junixsocket-", "jspecify-");

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	@Test
	void onTheClassPathItServesWithoutSpring() throws Exception {
		assertThat(run(List.of("-cp", path((element) -> isCore(element) || isTest(element))))).containsExactly("hello",
				"false", "null", "true");
	}

	@Test
	void onTheModulePathItSeesWhatIsExported() throws Exception {
		List<String> options = List.of("-p", path(PlainProgramTests::isCore), "--add-modules",
				"dev.localsocket,ALL-MODULE-PATH", "-cp", path(PlainProgramTests::isTest));
		assertThat(run(options)).containsExactly("hello", "false", "dev.localsocket", "false");
	}

	private List<String> run(List<String> options) throws IOException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1"));
		command.addAll(options);
		command.addAll(List.of(PlainMain.class.getName(), this.sandbox.address("plain")));
		try (ChildProcess child = ChildProcess.start(new ProcessBuilder(command))) {
			String first = child.receive();
			return Stream.concat(Stream.of(first), child.receiveRest().lines()).toList();
		}
	}

	private static String path(Predicate<String> elements) {
		return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter(elements)
			.collect(Collectors.joining(File.pathSeparator));
	}

	private static boolean isCore(String element) {
		String name = new File(element).getName();
		return name.equals("classes") || DEPENDENCIES.stream().anyMatch(name::startsWith);
	}

	private static boolean isTest(String element) {
		return new File(element).getName().equals("test-classes");
	}

}
