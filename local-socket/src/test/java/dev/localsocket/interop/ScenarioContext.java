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

package dev.localsocket.interop;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;

import dev.localsocket.SocketOption;
import dev.localsocket.testing.ForeignServer;

/**
 * What a scenario needs: servers of one kind, and files, clients and other servers of the
 * JDK. Closes it all and deletes the files.
 */
final class ScenarioContext implements Closeable {

	private final ServerKind kind;

	private final Path directory;

	private final Deque<Closeable> closeables = new ArrayDeque<>();

	ScenarioContext(ServerKind kind, Path directory) throws IOException {
		this.kind = kind;
		this.directory = Files.createDirectory(directory);
	}

	/**
	 * Runs a scenario. That a setting is refused by an exception is an outcome too.
	 * @param scenario the scenario
	 * @return the outcome; the directory of the files is called {@code DIR} in it
	 * @throws Exception if the scenario failed
	 */
	String run(Scenario scenario) throws Exception {
		try {
			return scenario.steps().run(this).replace(this.directory.toString(), "DIR");
		}
		catch (IllegalArgumentException | IllegalStateException ex) {
			return refusal(ex);
		}
	}

	/** A subclass, such as that for numbers, is the fault of the test. */
	private static String refusal(RuntimeException ex) {
		if (ex.getClass() != IllegalArgumentException.class && ex.getClass() != IllegalStateException.class) {
			throw ex;
		}
		return ex.getClass().getSimpleName();
	}

	ScenarioServer server(SocketOption... options) {
		ScenarioServer server = closeLater(this.kind.newServer());
		if (options.length > 0) {
			server.setSocketOptions(options);
		}
		return server;
	}

	/**
	 * Returns a server that listens at the address {@code s}.
	 * @param options its options
	 * @return the server
	 */
	ScenarioServer listeningServer(SocketOption... options) {
		ScenarioServer server = server(options);
		if (!server.listen(address("s"))) {
			throw new AssertionError("Could not listen: " + server.errorString());
		}
		return server;
	}

	ScenarioClient newClient() {
		ScenarioClient client = this.kind.newClient();
		closeLater(() -> client.call("abort"));
		return client;
	}

	boolean removeServer(String name) {
		return this.kind.removeServer(name);
	}

	/**
	 * Opens a server of the JDK.
	 * @param name the name of its file
	 * @return the server, not blocking
	 * @throws IOException if it cannot listen
	 */
	ServerSocketChannel foreignServer(String name) throws IOException {
		ServerSocketChannel server = closeLater(ForeignServer.open(path(name)));
		server.configureBlocking(false);
		return server;
	}

	void staleSocket(String name) throws IOException {
		ForeignServer.open(path(name)).close();
	}

	void file(String name) throws IOException {
		Files.writeString(path(name), "precious");
	}

	Path path(String name) {
		return this.directory.resolve(name);
	}

	String address(String name) {
		return path(name).toString();
	}

	/**
	 * Returns a path of a certain length.
	 * @param length the number of bytes
	 * @return the path
	 */
	String addressOfLength(int length) {
		return address("x".repeat(length - address("").length() - 1));
	}

	/**
	 * Returns a plain name that nobody else uses.
	 * @return the name
	 */
	String uniqueName() {
		return "local-socket-" + UUID.randomUUID();
	}

	/**
	 * Connects to the server at {@code s}.
	 * @return the client
	 * @throws IOException if it cannot connect
	 */
	SocketChannel client() throws IOException {
		SocketChannel client = closeLater(SocketChannel.open(StandardProtocolFamily.UNIX));
		client.connect(UnixDomainSocketAddress.of(path("s")));
		return client;
	}

	List<SocketChannel> clients(int count) throws IOException {
		List<SocketChannel> clients = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			clients.add(client());
		}
		return clients;
	}

	/**
	 * Connects as long as there is room for it.
	 * @param attempts the limit
	 * @return how many clients are connected
	 * @throws IOException if sockets cannot be opened
	 */
	int clientsWithoutWaiting(int attempts) throws IOException {
		int count = 0;
		while (count < attempts && connectsAtOnce()) {
			count++;
		}
		return count;
	}

	private boolean connectsAtOnce() throws IOException {
		SocketChannel client = closeLater(SocketChannel.open(StandardProtocolFamily.UNIX));
		client.configureBlocking(false);
		try {
			return client.connect(UnixDomainSocketAddress.of(path("s")));
		}
		catch (SocketException ex) {
			// The kernel's EAGAIN
			return false;
		}
	}

	/**
	 * Tells whom a new client of {@code s} reaches.
	 * @param foreign a server that may be there
	 * @return {@code the other}, {@code this one} or {@code nobody}
	 * @throws IOException if that cannot be found out
	 */
	String reached(ServerSocketChannel foreign) throws IOException {
		try {
			client();
		}
		catch (SocketException ex) {
			return "nobody";
		}
		try (SocketChannel accepted = foreign.accept()) {
			return (accepted != null) ? "the other" : "this one";
		}
	}

	/**
	 * Tells what is at a path.
	 * @param name the name of the file
	 * @return the type of the file, and its text if it is a plain one
	 * @throws IOException if it cannot be read
	 */
	String occupant(String name) throws IOException {
		Path path = path(name);
		if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
			return "file '" + Files.readString(path) + "'";
		}
		if (Files.isSymbolicLink(path)) {
			return "link";
		}
		if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
			return "directory";
		}
		return Files.exists(path, LinkOption.NOFOLLOW_LINKS) ? "socket" : "nothing";
	}

	String mode(String name) throws IOException {
		Map<String, Object> attributes = Files.readAttributes(path(name), "unix:mode", LinkOption.NOFOLLOW_LINKS);
		return Integer.toOctalString((Integer) attributes.getOrDefault("mode", 0) & 0777);
	}

	/**
	 * Runs something on a new thread.
	 * @param task the task
	 */
	void start(FutureTask<?> task) {
		Thread thread = new Thread(task, "test-background");
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * Sends a text.
	 * @param client the sender
	 * @param text the text
	 * @throws IOException if it cannot be sent
	 */
	static void send(SocketChannel client, String text) throws IOException {
		client.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
	}

	/**
	 * Waits for what a client receives.
	 * @param client the client
	 * @return the text, or {@code end} if the server has closed the connection
	 * @throws IOException if it cannot be read
	 */
	static String receive(SocketChannel client) throws IOException {
		ByteBuffer buffer = ByteBuffer.allocate(100);
		try {
			int count = client.read(buffer);
			return (count < 0) ? "end" : new String(buffer.array(), 0, count, StandardCharsets.UTF_8);
		}
		catch (SocketException ex) {
			// A reset: the connection was not even accepted
			return "end";
		}
	}

	<T extends Closeable> T closeLater(T closeable) {
		this.closeables.push(closeable);
		return closeable;
	}

	@Override
	public void close() throws IOException {
		while (!this.closeables.isEmpty()) {
			this.closeables.pop().close();
		}
		delete(this.directory);
	}

	private static void delete(Path directory) throws IOException {
		try (Stream<Path> files = Files.walk(directory)) {
			for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
				Files.delete(file);
			}
		}
	}

}
