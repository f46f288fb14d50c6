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

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * What the command line asks for.
 */
final class Options {

	static final String USAGE = """
			--help                  shows this
			--list                  shows the servers and cells that there are
			--servers=ID,...        measures only these; an id without a version stands for all its JDKs
			--cells=ID,...          measures only these; a * stands for anything
			--rounds=5              so many times each
			--seconds=0.4           so long each time
			--warm-up=30            puts load on each server for so many seconds first
			--loops=1               event loops of our servers and of Netty's
			--timeout=20            gives up a server that does not answer for so many seconds
			--jdk=DIRECTORY         also uses this JDK, in the place of another one of its version; may be repeated
			--java=OPTION           gives this option to the JVMs of the servers; may be repeated
			--cores=1,0             the cores of the server and of the client; "none" leaves it to the kernel
			--client=java           uses the client in Java, even if the one in C can be had
			--results=FILE          keeps the measurements there, and measures only what is missing in it
			--update=PAGE           puts the table into this page, between the markers that it has for it
			""";

	private static final String ALL = "*";

	boolean help;

	boolean list;

	List<String> servers = List.of(ALL);

	List<String> cells = List.of(ALL);

	int rounds = 5;

	Duration measured = Duration.ofMillis(400);

	Duration warmUp = Duration.ofSeconds(30);

	int loops = 1;

	Duration timeout = Duration.ofSeconds(20);

	final List<Path> jdks = new ArrayList<>();

	final List<String> javaOptions = new ArrayList<>();

	List<String> cores = List.of("1", "0");

	boolean javaClient;

	@Nullable Path results;

	@Nullable Path page;

	private Options() {
	}

	static Options parse(String... args) {
		Options options = new Options();
		for (String arg : args) {
			int equals = arg.indexOf('=');
			String name = (equals < 0) ? arg : arg.substring(0, equals);
			options.set(name, (equals < 0) ? "" : arg.substring(equals + 1));
		}
		return options;
	}

	private void set(String name, String value) {
		switch (name) {
			case "--help" -> this.help = true;
			case "--list" -> this.list = true;
			case "--servers" -> this.servers = List.of(value.split(","));
			case "--cells" -> this.cells = List.of(value.split(","));
			case "--rounds" -> this.rounds = (int) positive(name, value);
			case "--seconds" -> this.measured = Duration.ofMillis((long) (positive(name, value) * 1000));
			case "--warm-up" -> this.warmUp = Duration.ofMillis((long) (positive(name, value) * 1000));
			case "--loops" -> this.loops = (int) positive(name, value);
			case "--timeout" -> this.timeout = Duration.ofMillis((long) (positive(name, value) * 1000));
			case "--jdk" -> this.jdks.add(Path.of(value));
			case "--java" -> this.javaOptions.add(value);
			case "--cores" -> this.cores = value.equals("none") ? List.of() : List.of(value.split(",", 2));
			case "--client" -> this.javaClient = isJava(value);
			case "--results" -> this.results = Path.of(value);
			case "--update" -> this.page = Path.of(value);
			default -> throw new IllegalArgumentException(
					"There is no option %s. Those there are:%n%s".formatted(name, USAGE));
		}
	}

	private static double positive(String name, String value) {
		try {
			double number = Double.parseDouble(value);
			if (number > 0) {
				return number;
			}
		}
		catch (NumberFormatException ex) {
			// Is told below
		}
		throw new IllegalArgumentException("%s must be a positive number, not '%s'".formatted(name, value));
	}

	private static boolean isJava(String value) {
		if (!value.equals("java") && !value.equals("c")) {
			throw new IllegalArgumentException("The client is written in 'java' or 'c', not in '%s'".formatted(value));
		}
		return value.equals("java");
	}

	/** Returns those that were asked for, in their order. */
	List<Cell> selectedCells() {
		this.cells.forEach((pattern) -> check(pattern, "cell", Cell.ALL.stream().map(Cell::id).toList()));
		return Cell.ALL.stream().filter((cell) -> matches(this.cells, cell.id())).toList();
	}

	/**
	 * Returns those that were asked for, in their order.
	 * @param available the servers that there are
	 * @param missing is told what was asked for and is not there
	 */
	List<ServerType> selectedServers(List<ServerType> available, Consumer<String> missing) {
		List<ServerType> selected = available.stream().filter((type) -> matches(this.servers, type.id())).toList();
		this.servers.stream()
			.filter((pattern) -> available.stream().noneMatch((type) -> matches(List.of(pattern), type.id())))
			.forEach(missing);
		return selected;
	}

	private static void check(String pattern, String what, List<String> ids) {
		if (ids.stream().noneMatch((id) -> matches(List.of(pattern), id))) {
			throw new IllegalArgumentException("There is no %s '%s'; there are %s".formatted(what, pattern, ids));
		}
	}

	private static boolean matches(List<String> patterns, String id) {
		return patterns.stream()
			.map((pattern) -> pattern.replace(ALL, ".*"))
			.anyMatch((pattern) -> id.matches(pattern) || id.matches(pattern + "(?<=\\D)-\\d+"));
	}

}
