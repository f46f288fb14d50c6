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
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

import dev.localsocket.benchmarks.client.NioClient;

/**
 * Measures local socket servers beside their peers, and prints a table. The script
 * {@code run} starts it; the module's README says what it does.
 */
public final class LoadBenchmark {

	private static final double UNDISTURBED = 0.95;

	private final Options options;

	private final Path module;

	private final List<String> missing = new ArrayList<>();

	private LoadBenchmark(Options options, Path module) {
		this.options = options;
		this.module = module;
	}

	/**
	 * Runs the benchmark.
	 * @param args the options
	 * @throws IOException if something is missing without which nothing can be measured
	 */
	public static void main(String[] args) throws IOException {
		Locale.setDefault(Locale.ROOT);
		try {
			Options options = Options.parse(args);
			if (options.help) {
				System.out.print(Options.USAGE);
				return;
			}
			endInOrder();
			new LoadBenchmark(options, Path.of(System.getProperty("benchmarks.module", ""))).run();
		}
		catch (IllegalArgumentException ex) {
			System.err.println(ex.getMessage());
			System.exit(2);
		}
		catch (InterruptedIOException ex) {
			System.err.println("Stopped; what was measured is kept if --results names a file");
		}
	}

	/**
	 * At a signal, unwinds the main thread, which ends all servers and deletes their
	 * files.
	 */
	private static void endInOrder() {
		Thread main = Thread.currentThread();
		Runtime.getRuntime().addShutdownHook(new Thread(() -> {
			main.interrupt();
			try {
				main.join(10_000);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}));
	}

	private void run() throws IOException {
		Machine machine = Machine.with(this.options.cores);
		Programs programs = new Programs(this.module.resolve("src/main/native"), this.module.resolve("target/native"));
		List<ServerType> available = Catalog.create(this.options, programs, this.missing::add);
		List<ServerType> servers = this.options.selectedServers(available,
				(pattern) -> this.missing.add("There is no server '" + pattern + "' here"));
		if (this.options.list) {
			list(available);
			return;
		}
		Page page = (this.options.page != null) ? new Page(this.options.page) : null;
		if (page != null) {
			page.check();
		}
		this.missing.forEach(System.err::println);
		Samples samples = new Samples(results());
		Path directory = Files.createTempDirectory(Path.of("/tmp"), "bench");
		try {
			Client client = new Client(clientProgram(programs), machine, this.options.timeout, directory);
			measure(servers, machine, client, samples, directory);
		}
		finally {
			delete(directory);
		}
		List<String> report = report(samples, available, machine);
		report.forEach(System.out::println);
		if (page != null) {
			page.update(report);
		}
	}

	private void list(List<ServerType> available) {
		System.out.println("Servers:");
		available.forEach((type) -> System.out.printf("  %-26s %s%n", type.id(), type.title()));
		this.missing.forEach((what) -> System.out.println("  left out: " + what));
		System.out.println("Cells:");
		Cell.ALL.forEach((cell) -> System.out.printf("  %-26s %s%n", cell.id(), cell.title()));
	}

	private Path results() throws IOException {
		Path chosen = this.options.results;
		if (chosen != null) {
			return chosen;
		}
		Path usual = this.module.resolve("target/load.txt");
		Files.deleteIfExists(usual);
		return usual;
	}

	/** The client in C, which needs less of its core than any server does of its own. */
	private List<String> clientProgram(Programs programs) throws IOException {
		Optional<Path> program = this.options.javaClient ? Optional.empty() : programs.buildC("client");
		return program.map((path) -> List.of(path.toString())).orElseGet(LoadBenchmark::javaClient);
	}

	static List<String> javaClient() {
		return List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-cp",
				System.getProperty("java.class.path"), NioClient.class.getName());
	}

	private void measure(List<ServerType> types, Machine machine, Client client, Samples samples, Path directory)
			throws IOException {
		List<RunningServer> servers = new ArrayList<>();
		try {
			for (ServerType type : types) {
				if (!isComplete(type, samples)) {
					start(type, machine, directory, servers);
				}
			}
			new Driver(this.options, servers, client, samples, System.err::println).run();
		}
		finally {
			servers.forEach(RunningServer::endInput);
			servers.forEach(RunningServer::close);
		}
	}

	private boolean isComplete(ServerType type, Samples samples) {
		return this.options.selectedCells()
			.stream()
			.filter(type::takes)
			.allMatch((cell) -> samples.isComplete(type.id(), cell, this.options.rounds));
	}

	/** A server that cannot run here, for example for lack of a library, is left out. */
	private void start(ServerType type, Machine machine, Path directory, List<RunningServer> servers)
			throws IOException {
		try {
			servers.add(RunningServer.start(type, machine, directory));
		}
		catch (InterruptedIOException ex) {
			throw ex;
		}
		catch (IOException ex) {
			String why = type.title() + ": " + ex.getMessage();
			System.err.println(why);
			this.missing.add(why);
		}
	}

	private List<String> report(Samples samples, List<ServerType> available, Machine machine) {
		List<Cell> cells = Cell.ALL.stream().filter((cell) -> samples.rounds(cell) > 0).toList();
		List<ServerType> measured = available.stream()
			.filter((type) -> cells.stream().anyMatch((cell) -> samples.contains(type.id(), cell)))
			.toList();
		int rounds = cells.stream().mapToInt(samples::rounds).max().orElse(0);
		List<String> lines = new ArrayList<>();
		lines.add("%s. Event loops: %d. Medians of %d rounds of %s s.".formatted(machine.description(),
				this.options.loops, rounds, this.options.measured.toMillis() / 1000.0));
		samples.clientShare().ifPresent((share) -> lines.add(describe(share)));
		lines.add("");
		lines.addAll(report(samples, measured, cells));
		if (!this.missing.isEmpty()) {
			lines.add("");
			this.missing.forEach((what) -> lines.add("- left out: " + what));
		}
		return lines;
	}

	private static List<String> report(Samples samples, List<ServerType> measured, List<Cell> cells) {
		List<ServerType> called = measured.stream().filter(ServerType::isCalled).toList();
		List<ServerType> others = measured.stream().filter((type) -> !type.isCalled()).toList();
		List<Cell> calls = cells.stream().filter((cell) -> cell.kind() == Cell.Kind.CALL).toList();
		List<Cell> rest = cells.stream().filter((cell) -> cell.kind() != Cell.Kind.CALL).toList();
		List<String> lines = new ArrayList<>();
		if (!others.isEmpty() || called.isEmpty()) {
			lines.addAll(new Report(samples, others, rest).lines());
			lines.add("");
		}
		lines.addAll(new CallReport(samples, called, calls).lines());
		return lines;
	}

	private static String describe(double clientShare) {
		return "The client had %.0f %% of its core%s.".formatted(clientShare * 100,
				(clientShare < UNDISTURBED) ? ": other programs were running, **the figures are of no use**" : "");
	}

	private static void delete(Path directory) throws IOException {
		try (Stream<Path> paths = Files.walk(directory)) {
			for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
				Files.deleteIfExists(path);
			}
		}
	}

}
