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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.localsocket.testing.TestedTransport;

/**
 * How to start another JVM: behind which other program, with which options and
 * environment. Immutable.
 */
final class ChildJvm {

	private final List<String> prefix;

	private final List<String> options;

	private final String classPath;

	private final Map<String, String> environment;

	private ChildJvm(List<String> prefix, List<String> options, String classPath, Map<String, String> environment) {
		this.prefix = List.copyOf(prefix);
		this.options = List.copyOf(options);
		this.classPath = classPath;
		this.environment = Map.copyOf(environment);
	}

	/**
	 * A small JVM with the class path of this one.
	 */
	static ChildJvm small() {
		return new ChildJvm(List.of(),
				concat(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx32m"),
						TestedTransport.options()),
				System.getProperty("java.class.path"), Map.of());
	}

	/**
	 * Lets another program start the JVM.
	 * @param program the program and its arguments, to which the command line of the JVM
	 * is added
	 */
	ChildJvm behind(String... program) {
		return new ChildJvm(concat(List.of(program), this.prefix), this.options, this.classPath, this.environment);
	}

	/**
	 * Lets a shell run a command first, such as {@code umask} or {@code ulimit}.
	 */
	ChildJvm after(String shellCommand) {
		return behind("sh", "-c", shellCommand + " && exec \"$@\"", "sh");
	}

	ChildJvm option(String option) {
		return new ChildJvm(this.prefix, concat(this.options, List.of(option)), this.classPath, this.environment);
	}

	ChildJvm environment(String variable, String value) {
		Map<String, String> changed = new TreeMap<>(this.environment);
		changed.put(variable, value);
		return new ChildJvm(this.prefix, this.options, this.classPath, changed);
	}

	ChildJvm classPath(String changed) {
		return new ChildJvm(this.prefix, this.options, changed, this.environment);
	}

	private static List<String> concat(List<String> first, List<String> second) {
		List<String> all = new ArrayList<>(first);
		all.addAll(second);
		return all;
	}

	/**
	 * Starts it.
	 * @param main the class with the main method
	 * @param arguments its arguments
	 * @return the process
	 * @throws IOException if it cannot be started
	 */
	ChildProcess start(Class<?> main, String... arguments) throws IOException {
		List<String> command = new ArrayList<>(this.prefix);
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(this.options);
		command.addAll(List.of("-cp", this.classPath, main.getName()));
		command.addAll(List.of(arguments));
		ProcessBuilder builder = new ProcessBuilder(command);
		builder.environment().putAll(this.environment);
		return ChildProcess.start(builder);
	}

}
