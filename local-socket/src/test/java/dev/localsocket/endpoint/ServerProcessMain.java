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

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;
import dev.localsocket.SocketActivation;
import dev.localsocket.SocketOption;
import dev.localsocket.endpoint.EchoServer.Report;

/**
 * A process with servers, which does what each line of its input says, and answers with a
 * line; see {@link ServerProcess} for the commands.
 */
public final class ServerProcessMain {

	private final Map<String, EchoServer> servers = new HashMap<>();

	private final DescriptorHog hog = new DescriptorHog();

	private final ThreadHog threadHog = new ThreadHog();

	private ServerProcessMain() {
	}

	/**
	 * Prints {@code READY} and obeys until the input ends.
	 * @param args not used
	 * @throws IOException if the input cannot be read
	 */
	public static void main(String[] args) throws IOException {
		new ServerProcessMain().run();
	}

	private void run() throws IOException {
		BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		System.out.println("READY");
		for (String line; (line = input.readLine()) != null;) {
			System.out.println(answer(List.of(line.split(" "))).replace('\n', ' '));
		}
		this.hog.release();
		this.threadHog.release();
		this.servers.values().forEach(LocalServer::close);
	}

	private String answer(List<String> words) throws IOException {
		return switch (words.get(0)) {
			case "listen" -> listen(words.get(1), words.get(2), words.subList(3, words.size()));
			case "adopt" -> adopt(words.get(1), Integer.parseInt(words.get(2)));
			case "connection" -> connection(Integer.parseInt(words.get(1)));
			case "close" -> close(words.get(1));
			case "reachable" -> Boolean.toString(server(words.get(1)).isReachable());
			case "errors" -> errors(words.get(1));
			case "exhaust" -> exhaust(Integer.parseInt(words.get(1)));
			case "free" -> exhaust(-1);
			case "threads" -> threads(Boolean.parseBoolean(words.get(1)));
			case "descriptor" -> descriptor(words.get(1));
			case "activation" -> activation();
			default -> throw new IllegalArgumentException("No such command: " + words);
		};
	}

	private String listen(String key, String path, List<String> words) {
		EchoServer server = new EchoServer();
		server.setReclaimStale(words.contains("reclaim"));
		words.stream()
			.filter((word) -> word.startsWith("group="))
			.forEach((word) -> server.setGroup(word.substring("group=".length())));
		server.setCheckDirectory(!words.contains("unchecked"));
		server.setRepublish(words.contains("republish"));
		server.setMaxReceivedDescriptors(words.contains("descriptors") ? 60 : 0);
		server.setSocketOptions(options(words).toArray(SocketOption[]::new));
		words.stream().filter((word) -> word.startsWith("at=")).forEach(ServerProcessMain::awaitTime);
		boolean listening = server.listen(path);
		if (listening) {
			this.servers.put(key, server);
		}
		return result(server, listening);
	}

	private static Set<SocketOption> options(List<String> words) {
		return words.stream()
			.filter((word) -> word.endsWith("_ACCESS"))
			.map(SocketOption::valueOf)
			.collect(Collectors.toCollection(() -> EnumSet.noneOf(SocketOption.class)));
	}

	private static void awaitTime(String word) {
		long time = Long.parseLong(word.substring("at=".length()));
		while (System.currentTimeMillis() < time) {
			LockSupport.parkUntil(time);
		}
	}

	private String adopt(String key, int descriptor) {
		EchoServer server = new EchoServer();
		this.servers.put(key, server);
		String result = result(server, server.listen(descriptor));
		return server.isListening() ? "%s %s %s".formatted(result, server.serverName(), server.fullServerName())
				: result;
	}

	/** Sends back the first five bytes. */
	private static String connection(int descriptor) throws IOException {
		LocalSocket socket = new LocalSocket();
		if (!socket.setSocketDescriptor(descriptor)) {
			return socket.error() + " " + socket.errorString();
		}
		try (socket) {
			byte[] bytes = socket.inputStream().readNBytes(5);
			socket.outputStream().write(bytes);
			return "CONNECTED %s %s".formatted(socket.fullServerName(), new String(bytes, StandardCharsets.UTF_8));
		}
	}

	private static String result(EchoServer server, boolean listening) {
		return listening ? "LISTENING" : state(server);
	}

	private static String state(EchoServer server) {
		return server.serverError() + " " + server.errorString();
	}

	private String close(String key) {
		EchoServer server = server(key);
		server.close();
		return state(server);
	}

	private EchoServer server(String key) {
		return Objects.requireNonNull(this.servers.get(key), key);
	}

	/** The state, and when each error came, in milliseconds after the first one. */
	private String errors(String key) {
		EchoServer server = server(key);
		List<Report> reports = List.copyOf(server.reports());
		return reports.stream()
			.map((report) -> " %s@%d".formatted(report.error(), (report.nanos() - reports.get(0).nanos()) / 1_000_000))
			.collect(Collectors.joining("", server.serverError() + " listening=" + server.isListening(), ""));
	}

	private static String descriptor(String number) {
		try {
			return Files.readSymbolicLink(Path.of("/proc/self/fd", number)) + " "
					+ Files.readAllLines(Path.of("/proc/self/fdinfo", number)).get(1);
		}
		catch (IOException ex) {
			return "closed";
		}
	}

	private static String activation() {
		try {
			return SocketActivation.fromEnvironment()
				.descriptors()
				.stream()
				.map((descriptor) -> descriptor.number() + "=" + descriptor.name())
				.collect(Collectors.joining(" "));
		}
		catch (IllegalStateException ex) {
			return String.valueOf(ex.getMessage());
		}
	}

	private String threads(boolean take) {
		if (take) {
			this.threadHog.takeAll();
			return "EXHAUSTED";
		}
		this.threadHog.release();
		return "FREED";
	}

	private String exhaust(int left) throws IOException {
		if (left < 0) {
			this.hog.release();
			return "FREED";
		}
		this.hog.takeAllBut(left);
		return "EXHAUSTED";
	}

}
