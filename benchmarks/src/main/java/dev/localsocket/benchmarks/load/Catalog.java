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

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.localsocket.benchmarks.load.ServerType.Group;
import dev.localsocket.benchmarks.server.BareServer;
import dev.localsocket.benchmarks.server.JsonRpcServer;
import dev.localsocket.benchmarks.server.ListenerServer;
import dev.localsocket.benchmarks.server.Lsp4jServer;
import dev.localsocket.benchmarks.server.NettyListenerServer;
import dev.localsocket.benchmarks.server.NettyServer;
import dev.localsocket.benchmarks.server.NioServer;
import dev.localsocket.benchmarks.server.SpringIntegrationServer;

/**
 * The servers that can be measured here: peers, and ours on the oldest and the newest JDK
 * that are installed, and on 21 if that is.
 */
final class Catalog {

	private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

	/** Still much used, between the oldest and the newest. */
	private static final int IN_BETWEEN = 21;

	private final List<ServerType> types = new ArrayList<>();

	private final Options options;

	private Catalog(Options options) {
		this.options = options;
	}

	/**
	 * Builds what must be built, and finds the JDKs.
	 * @param options what was asked for
	 * @param programs builds programs
	 * @param missing is told what is left out, and why
	 * @return the servers, in the order of the table
	 */
	static List<ServerType> create(Options options, Programs programs, Consumer<String> missing) throws IOException {
		Catalog catalog = new Catalog(options);
		catalog.addNative(programs, missing);
		catalog.addJava(jdks(options));
		return catalog.types;
	}

	/** Finds only those that need nothing but a JDK. */
	static List<ServerType> inJava(Options options) throws IOException {
		Catalog catalog = new Catalog(options);
		catalog.addJava(jdks(options));
		return catalog.types;
	}

	private static TreeMap<Integer, Jdk> jdks(Options options) throws IOException {
		TreeMap<Integer, Jdk> jdks = Jdk.installed();
		options.jdks.forEach((home) -> {
			Jdk jdk = Jdk.at(home).orElseThrow(() -> new IllegalArgumentException("There is no JDK in " + home));
			jdks.put(jdk.version(), jdk);
		});
		return jdks;
	}

	private void addNative(Programs programs, Consumer<String> missing) throws IOException {
		programs.buildC("echo_server")
			.ifPresentOrElse((path) -> add(ServerType.YARDSTICK, "plain C", path.toString()),
					() -> missing.accept("plain C: there is no gcc"));
		programs.buildQt("qt_server", "Network")
			.ifPresentOrElse((path) -> add("qt", "Qt", path.toString()), () -> missing
				.accept("Qt: there is no g++, no pkg-config or none of the packages qt6-base-dev and qtbase5-dev"));
	}

	private void add(String id, String title, String program) {
		this.types.add(new ServerType(id, title, Group.NATIVE, List.of(program, ServerType.SOCKET_ARGUMENT)));
	}

	private void addJava(TreeMap<Integer, Jdk> jdks) {
		Jdk newest = jdks.lastEntry().getValue();
		List<Jdk> ours = Stream.of(jdks.firstEntry().getValue(), jdks.getOrDefault(IN_BETWEEN, newest), newest)
			.distinct()
			.toList();
		add("nio", "JDK NIO", Group.JAVA_PEER, newest, NioServer.class);
		add("netty", "Netty epoll", Group.JAVA_PEER, newest, NettyServer.class);
		ours.forEach((jdk) -> add(ServerType.NETTY_LISTENER, "Netty with codecs", Group.LISTENER_PEER, jdk,
				NettyListenerServer.class));
		add("spring-integration", "Spring Integration, TCP", Group.GATEWAY, newest, SpringIntegrationServer.class);
		ours.forEach((jdk) -> add("bare", "bare", Group.BARE, jdk, BareServer.class));
		add("bare-junixsocket", "bare on junixsocket", Group.PORTABLE, newest, BareServer.class);
		ours.forEach((jdk) -> addListener(jdk, "event-loop"));
		ours.forEach((jdk) -> addListener(jdk, "worker"));
		ours.stream()
			.filter((jdk) -> jdk.version() >= FIRST_WITH_VIRTUAL_THREADS)
			.forEach((jdk) -> addListener(jdk, "virtual"));
		ours.forEach((jdk) -> add(ServerType.LSP4J, "LSP4J", Group.CALLED, jdk, Lsp4jServer.class));
		ours.forEach((jdk) -> addCalled(jdk, "event-loop"));
		ours.forEach((jdk) -> addCalled(jdk, "worker"));
	}

	private void addCalled(Jdk jdk, String execution) {
		add("json-rpc-" + execution, "JSON-RPC " + execution, Group.CALLED, jdk, JsonRpcServer.class, execution);
	}

	private void addListener(Jdk jdk, String execution) {
		add(execution, execution, Group.LISTENER, jdk, ListenerServer.class, execution);
	}

	private void add(String id, String title, Group group, Jdk jdk, Class<?> main, String... more) {
		List<String> command = new ArrayList<>(List.of(jdk.java(), "-cp", classPath(main),
				"--enable-native-access=ALL-UNNAMED", "-Xms512m", "-Xmx512m", "-XX:+AlwaysPreTouch"));
		if (group == Group.PORTABLE) {
			command.add("-Dlocal-socket.transport=junixsocket");
		}
		command.addAll(this.options.javaOptions);
		command.addAll(List.of(main.getName(), ServerType.SOCKET_ARGUMENT, String.valueOf(this.options.loops)));
		command.addAll(List.of(more));
		this.types.add(new ServerType(id + "-" + jdk.version(), title + ", JDK " + jdk.version(), group, command));
	}

	private static String classPath(Class<?> main) {
		return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> main == SpringIntegrationServer.class
					|| !SpringIntegrationServer.aloneNeeds(new File(entry).getName()))
			.collect(Collectors.joining(File.pathSeparator));
	}

}
