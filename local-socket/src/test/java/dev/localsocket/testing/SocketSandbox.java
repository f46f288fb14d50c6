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

package dev.localsocket.testing;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Gives each test a directory with a short path, closes what the test leaves to it, and
 * sees that nothing is left: no file, no thread, no descriptor, no direct buffer, no
 * connection of a server and no call in the background.
 */
public final class SocketSandbox implements BeforeEachCallback, AfterEachCallback {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static boolean warm;

	private final Deque<AutoCloseable> closeables = new ArrayDeque<>();

	private final Set<Path> expected = new HashSet<>();

	private @Nullable Path directory;

	private final Duration patience;

	private final List<LocalServer> servers = new ArrayList<>();

	private final List<Thread> background = new ArrayList<>();

	private @Nullable ProcessSnapshot before;

	/** Creates a sandbox. */
	public SocketSandbox() {
		this(PATIENCE);
	}

	SocketSandbox(Duration patience) {
		this.patience = patience;
	}

	/**
	 * The first use of sockets opens descriptors that the JDK and junixsocket keep for
	 * ever.
	 */
	private static void warmUp() throws IOException {
		Path directory = Files.createTempDirectory("ls");
		Path path = directory.resolve("warm-up");
		try (ServerSocketChannel server = ForeignServer.open(path);
				SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path));
				SocketChannel accepted = server.accept()) {
			assertThat(client.isConnected() && accepted.isConnected()).isTrue();
		}
		Files.delete(path);
		try (LocalServer server = new LocalServer()) {
			server.listen(path.toString());
			LocalSocket.connectToServer(path.toString()).close();
		}
		Files.delete(directory);
		awaitNoLoopThreads();
		warm = true;
	}

	@Override
	public void beforeEach(ExtensionContext context) throws IOException {
		if (!warm) {
			warmUp();
		}
		// A test without a sandbox may have left a loop that is about to end
		awaitNoLoopThreads();
		this.directory = Files.createTempDirectory("ls");
		this.before = ProcessSnapshot.take();
	}

	@Override
	public void afterEach(ExtensionContext context) throws Exception {
		try {
			closeAll();
			assertNothingIsLeft();
		}
		finally {
			deleteRecursively(directory());
			this.expected.clear();
			this.servers.clear();
			this.background.clear();
		}
	}

	private void closeAll() throws Exception {
		while (!this.closeables.isEmpty()) {
			this.closeables.pop().close();
		}
	}

	private void assertNothingIsLeft() throws IOException {
		eventually().atMost(this.patience).untilAsserted(() -> {
			assertThat(this.background).as("calls in the background").noneMatch(Thread::isAlive);
			assertThat(this.servers).as("servers with connections")
				.allMatch((server) -> server.activeConnections() == 0 && server.pendingConnections() == 0);
		});
		if (this.before != null) {
			this.before.assertNothingWasAdded(this.patience);
		}
		assertThat(files()).as("files").isEqualTo(this.expected);
	}

	private static void awaitNoLoopThreads() {
		eventually().until(() -> ProcessState.threads("local-socket").isEmpty());
	}

	/**
	 * Waits for a condition, which is looked at often.
	 * @return what to wait with
	 */
	public static ConditionFactory eventually() {
		return await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5));
	}

	/**
	 * Returns the directory of the test.
	 * @return the directory
	 */
	public Path directory() {
		if (this.directory == null) {
			throw new IllegalStateException("Only within a test");
		}
		return this.directory;
	}

	/**
	 * Returns a path in the directory.
	 * @param name the name of the file
	 * @return the path
	 */
	public Path path(String name) {
		return directory().resolve(name);
	}

	/**
	 * Returns a path in the directory as a string.
	 * @param name the name of the file
	 * @return the path
	 */
	public String address(String name) {
		return path(name).toString();
	}

	/**
	 * Returns the files in the directory, hidden ones too.
	 * @return the paths
	 * @throws IOException if the directory cannot be read
	 */
	public Set<Path> files() throws IOException {
		try (Stream<Path> files = Files.list(directory())) {
			return new HashSet<>(files.toList());
		}
	}

	/**
	 * Says that a file will be left, because the test made it and nobody may delete it.
	 * @param path the file
	 * @return the file
	 */
	public Path expectLeft(Path path) {
		this.expected.add(path);
		return path;
	}

	/**
	 * Closes something when the test has ended; the last given is the first closed.
	 * @param <T> the type
	 * @param closeable what to close
	 * @return the same
	 */
	public <T extends AutoCloseable> T closeLater(T closeable) {
		this.closeables.push(closeable);
		return closeable;
	}

	/**
	 * Creates a server, which is closed when the test has ended.
	 * @return the server, not listening
	 */
	public LocalServer server() {
		return watch(closeLater(new LocalServer()));
	}

	/**
	 * Creates a server that listens at the path {@code s}.
	 * @return the server
	 */
	public LocalServer listeningServer() {
		return listen(server());
	}

	/**
	 * Lets a server listen at the path {@code s}.
	 * @param <S> the type of the server
	 * @param server the server
	 * @return the server
	 */
	public <S extends LocalServer> S listen(S server) {
		assertThat(server.listen(address("s"))).as(server::errorString).isTrue();
		return watch(server);
	}

	private <S extends LocalServer> S watch(S server) {
		this.servers.add(server);
		return server;
	}

	/**
	 * Opens a server of the JDK, which knows nothing of locks, and closes it when the
	 * test has ended. Its file stays.
	 * @param name the name of the file
	 * @return the server
	 * @throws IOException if it cannot listen
	 */
	public ServerSocketChannel foreignServer(String name) throws IOException {
		return closeLater(ForeignServer.open(expectLeft(path(name))));
	}

	/**
	 * Makes what a crashed server leaves.
	 * @param name the name of the file
	 * @return the path of the socket
	 * @throws IOException if it cannot be made
	 */
	public Path staleSocket(String name) throws IOException {
		ForeignServer.open(path(name)).close();
		return path(name);
	}

	/**
	 * Connects to a server; the socket is aborted when the test has ended.
	 * @param server the server
	 * @return the socket
	 * @throws IOException if it cannot connect
	 */
	public LocalSocket connect(LocalServer server) throws IOException {
		LocalSocket socket = LocalSocket.connectToServer(server.fullServerName());
		closeLater(socket::abort);
		return socket;
	}

	/**
	 * Connects to a server with the JDK's own sockets.
	 * @param server the server
	 * @return the channel, blocking, closed when the test has ended
	 * @throws IOException if it cannot connect
	 */
	public SocketChannel connectForeign(LocalServer server) throws IOException {
		SocketChannel channel = closeLater(SocketChannel.open(StandardProtocolFamily.UNIX));
		channel.connect(UnixDomainSocketAddress.of(server.fullServerName()));
		return channel;
	}

	/**
	 * Waits for the next connection and takes it; it is aborted when the test has ended.
	 * @param server the server
	 * @return the connection
	 * @throws IOException if the wait is interrupted
	 */
	public LocalSocket take(LocalServer server) throws IOException {
		assertThat(server.waitForNewConnection(Duration.ofSeconds(60)).available()).isTrue();
		LocalSocket socket = server.nextPendingConnection();
		assertThat(socket).isNotNull();
		closeLater(socket::abort);
		return socket;
	}

	/**
	 * Runs something on a new thread.
	 * @param <T> the type of the result
	 * @param call what to run
	 * @return what becomes of it
	 */
	public <T extends @Nullable Object> BackgroundCall<T> async(Callable<T> call) {
		FutureTask<T> task = new FutureTask<>(call);
		Thread thread = new Thread(task, "test-background");
		thread.setDaemon(true);
		this.background.add(thread);
		thread.start();
		return new BackgroundCall<>(thread, task);
	}

	private static void deleteRecursively(Path directory) throws IOException {
		Files.walkFileTree(directory, new SimpleFileVisitor<>() {

			@Override
			public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
				Files.delete(file);
				return FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException ex) throws IOException {
				Files.delete(visited);
				return FileVisitResult.CONTINUE;
			}

		});
	}

}
