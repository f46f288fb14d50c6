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
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Starts an application without and with the starter, in turns, and compares the times
 * from the start of the JVM until the application has started.
 */
public final class StartupBenchmark {

	private static final int DEFAULT_ROUNDS = 10;

	private static final double UNDISTURBED = 0.03;

	private final Path directory;

	private final Times times = new Times();

	private StartupBenchmark(Path directory) {
		this.directory = directory;
	}

	/**
	 * Runs the benchmark.
	 * @param args the number of rounds
	 * @throws IOException if the application does not start
	 */
	public static void main(String[] args) throws IOException {
		Locale.setDefault(Locale.ROOT);
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
		// Fills the caches of the disk
		round(new Times(), false);
		ProcessorTime begin = ProcessorTime.now();
		for (int round = 0; round < rounds; round++) {
			round(this.times, round % 2 == 1);
		}
		report(rounds, ProcessorTime.now().shareOfOthersSince(begin));
	}

	/** What comes first in a round may have an advantage: every other one is reversed. */
	private void round(Times times, boolean reversed) throws IOException {
		List<Variant> variants = new ArrayList<>(List.of(Variant.values()));
		if (reversed) {
			Collections.reverse(variants);
		}
		for (Variant variant : variants) {
			times.add(variant, start(variant));
		}
	}

	private double start(Variant variant) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", classPath(variant),
						EmptyApplication.class.getName()));
		command.addAll(variant.arguments(this.directory.toString()));
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

	private static String classPath(Variant variant) {
		return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((path) -> variant.has(Path.of(path).getFileName().toString()))
			.collect(Collectors.joining(File.pathSeparator));
	}

	private void report(int rounds, double shareOfOthers) {
		System.out.printf("Java %d, %d processors, %d rounds. Other programs had %.1f %% of the processors%s.%n%n",
				Runtime.version().feature(), Runtime.getRuntime().availableProcessors(), rounds, shareOfOthers * 100,
				(shareOfOthers > UNDISTURBED) ? ": **the figures are of no use**" : "");
		System.out.println("| application | median in ms | ratio | half of all ratios |");
		System.out.println("| --- | ---: | ---: | ---: |");
		Stream.of(Variant.values()).map(this.times::row).forEach(System.out::println);
	}

}
