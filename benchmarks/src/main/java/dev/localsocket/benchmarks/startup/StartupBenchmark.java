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
package dev.localsocket.benchmarks.startup;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Starts an application without and with the starter, one after the other, and compares
 * the times from the start of the JVM until the application has started.
 */
public final class StartupBenchmark {

	private static final int DEFAULT_ROUNDS = 15;

	/** The jars that only the starter brings. */
	private static final Predicate<String> OF_THE_STARTER = (
			path) -> Path.of(path).getFileName().toString().matches("(local-socket|junixsocket|spring-messaging).*");

	private final Path directory;

	private final List<Double> without = new ArrayList<>();

	private final List<Double> with = new ArrayList<>();

	private StartupBenchmark(Path directory) {
		this.directory = directory;
	}

	/**
	 * Runs the benchmark.
	 * @param args the number of rounds
	 * @throws IOException if the application does not start
	 */
	public static void main(String[] args) throws IOException {
		Path directory = Files.createTempDirectory(Path.of("/tmp"), "start");
		try {
			int rounds = (args.length > 0) ? Integer.parseInt(args[0]) : DEFAULT_ROUNDS;
			new StartupBenchmark(directory).run(rounds);
		}
		finally {
			Files.delete(directory);
		}
	}

	private void run(int rounds) throws IOException {
		for (int round = 0; round <= rounds; round++) {
			double timeWithout = startWithout();
			double timeWith = startWith();
			// The first round fills the caches of the disk
			if (round > 0) {
				this.without.add(timeWithout);
				this.with.add(timeWith);
			}
		}
		System.out.printf(
				"Java %d, %d processors, medians of %d rounds: %.0f ms without, %.0f ms with the starter, "
						+ "a server and a listener; ratio %.2f%n",
				Runtime.version().feature(), Runtime.getRuntime().availableProcessors(), rounds, median(this.without),
				median(this.with), median(ratios()));
	}

	private double startWithout() throws IOException {
		return start(OF_THE_STARTER.negate(), List.of());
	}

	private double startWith() throws IOException {
		return start((path) -> true, List.of(Greeter.class.getName(), "--local-socket.directory=" + this.directory,
				"--local-socket.servers.%s.name=%s".formatted(Greeter.SERVER, Greeter.SERVER)));
	}

	private static double start(Predicate<String> jars, List<String> arguments) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", classPath(jars),
						EmptyApplication.class.getName()));
		command.addAll(arguments);
		command.add("--spring.main.banner-mode=off");
		long begin = System.nanoTime();
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		List<String> said = new ArrayList<>();
		try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				if (line.equals(EmptyApplication.STARTED)) {
					return (System.nanoTime() - begin) / 1e6;
				}
				said.add(line);
			}
		}
		finally {
			process.onExit().join();
		}
		throw new IOException("The application did not start:\n" + String.join("\n", said));
	}

	private static String classPath(Predicate<String> jars) {
		return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter(jars)
			.collect(Collectors.joining(File.pathSeparator));
	}

	private List<Double> ratios() {
		List<Double> ratios = new ArrayList<>();
		for (int i = 0; i < this.without.size(); i++) {
			ratios.add(this.with.get(i) / this.without.get(i));
		}
		return ratios;
	}

	private static double median(List<Double> values) {
		List<Double> sorted = values.stream().sorted().toList();
		return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
	}

}
