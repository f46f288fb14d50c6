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

package dev.localsocket.benchmarks.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import dev.localsocket.benchmarks.http.Rounds.Measurement;

/**
 * Asks each web server the same over TCP and over a local socket, in turns, and compares
 * the rates, and the processor time that the server needs.
 */
public final class HttpBenchmark {

	private static final int DEFAULT_ROUNDS = 20;

	private static final long ROUND = 500_000_000;

	private static final long WARM_UP = 4_000_000_000L;

	private static final List<Integer> CONNECTIONS = List.of(1, 16);

	private final Path directory;

	private final int rounds;

	private HttpBenchmark(Path directory, int rounds) {
		this.directory = directory;
		this.rounds = rounds;
	}

	/**
	 * Runs the benchmark.
	 * @param args the number of rounds, and the web servers
	 * @throws IOException if a server does not start or does not answer
	 */
	public static void main(String[] args) throws IOException {
		Locale.setDefault(Locale.ROOT);
		Path directory = Files.createTempDirectory(Path.of("/tmp"), "http");
		try {
			int rounds = (args.length > 0) ? Integer.parseInt(args[0]) : DEFAULT_ROUNDS;
			List<WebServer> servers = (args.length > 1) ? Stream.of(args).skip(1).map(WebServer::valueOf).toList()
					: List.of(WebServer.values());
			System.out.println(Rounds.HEADER);
			for (WebServer server : servers) {
				new HttpBenchmark(directory, rounds).measure(server);
			}
		}
		finally {
			try (Stream<Path> files = Files.list(directory)) {
				files.forEach((file) -> file.toFile().delete());
			}
			Files.delete(directory);
		}
	}

	private void measure(WebServer server) throws IOException {
		Path path = this.directory.resolve("socket");
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), "--enable-native-access=ALL-UNNAMED", "-Xms512m", "-Xmx512m",
				GreetingApplication.class.getName(), server.name(), path.toString())
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		try {
			Addresses addresses = new Addresses(new InetSocketAddress("127.0.0.1", port(process)),
					UnixDomainSocketAddress.of(path));
			for (int connections : CONNECTIONS) {
				System.out.println(measure(server, process.pid(), addresses, connections).row());
			}
		}
		finally {
			process.getOutputStream().close();
			process.onExit().join();
		}
	}

	private static int port(Process process) throws IOException {
		BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
		for (String line = reader.readLine(); line != null; line = reader.readLine()) {
			if (line.startsWith(GreetingApplication.PORT)) {
				return Integer.parseInt(line.substring(GreetingApplication.PORT.length()));
			}
		}
		throw new IOException("The application did not start");
	}

	private Rounds measure(WebServer server, long pid, Addresses addresses, int connections) throws IOException {
		Rounds measured = new Rounds(server, connections);
		try (RequestLoop tcp = new RequestLoop(addresses.tcp(), connections);
				RequestLoop socket = new RequestLoop(addresses.socket(), connections)) {
			for (long spent = 0; spent < WARM_UP; spent += 2 * ROUND) {
				tcp.run(ROUND);
				socket.run(ROUND);
			}
			for (int round = 0; round < this.rounds; round++) {
				// What comes first may have an advantage
				if (round % 2 == 0) {
					measured.add(Transport.TCP, measure(tcp, pid));
					measured.add(Transport.SOCKET, measure(socket, pid));
				}
				else {
					measured.add(Transport.SOCKET, measure(socket, pid));
					measured.add(Transport.TCP, measure(tcp, pid));
				}
			}
		}
		return measured;
	}

	private static Measurement measure(RequestLoop loop, long pid) throws IOException {
		double processor = processorSeconds(pid);
		long begin = System.nanoTime();
		long requests = loop.run(ROUND);
		double seconds = (System.nanoTime() - begin) / 1e9;
		return new Measurement(requests, seconds, processorSeconds(pid) - processor);
	}

	/** The kernel counts hundredths of a second. */
	private static double processorSeconds(long pid) {
		return ProcessHandle.of(pid).flatMap((process) -> process.info().totalCpuDuration()).orElseThrow().toNanos()
				/ 1e9;
	}

	/**
	 * Where a web server listens.
	 *
	 * @param tcp at the loopback interface
	 * @param socket at the local socket
	 */
	private record Addresses(SocketAddress tcp, SocketAddress socket) {

	}

}
