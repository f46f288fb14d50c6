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

package dev.localsocket.annotation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;
import dev.localsocket.account.PeerCredentials;
import dev.localsocket.autoconfigure.LocalSocketAutoConfiguration;
import dev.localsocket.error.CloseReason;
import dev.localsocket.event.ConnectionClosedEvent;
import dev.localsocket.event.NewConnectionEvent;
import dev.localsocket.messaging.LastReply;
import dev.localsocket.messaging.LocalSocketHeaders;
import dev.localsocket.testing.LineClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.event.EventListener;
import org.springframework.messaging.handler.annotation.Header;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link LocalSocketListener} with real sockets.
 */
@Timeout(30)
class LocalSocketListenerTests {

	@TempDir
	Path directory;

	private ApplicationContextRunner runner(Class<?>... listeners) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(LocalSocketAutoConfiguration.class))
			.withUserConfiguration(listeners)
			.withPropertyValues("local-socket.servers.control.directory=" + this.directory);
	}

	private LineClient connect() throws IOException {
		return new LineClient(this.directory.resolve("control"));
	}

	@Test
	void messageHandlerAnswersEachLineInOrder() {
		runner(Echo.class).run((context) -> {
			try (LineClient client = connect()) {
				client.send("one\ntwo\r\n\nthree");
				assertThat(client.readLine()).isEqualTo("echo one");
				assertThat(client.readLine()).isEqualTo("echo two");
				assertThat(client.readLine()).isEqualTo("echo ");
				client.send("!\n");
				assertThat(client.readLine()).isEqualTo("echo three!");
			}
		});
	}

	@Test
	void messageHandlerTakesBytes() {
		runner(Bytes.class).run((context) -> {
			try (LineClient client = connect().send("abc\n")) {
				assertThat(client.readLine()).isEqualTo("cba");
			}
		});
	}

	@Test
	void messageHandlerTakesTheConnectionAndItsPeer() {
		runner(Arguments.class).run((context) -> {
			try (LineClient client = connect().send("x\n")) {
				assertThat(client.readLine()).isEqualTo("true true true x");
			}
		});
	}

	@Test
	void elementsOfAnIterableAreSentInFramesOfTheirOwn() {
		runner(Several.class).run((context) -> {
			try (LineClient client = connect().send("a b\n")) {
				assertThat(client.readLine()).isEqualTo("a");
				assertThat(client.readLine()).isEqualTo("b");
			}
		});
	}

	@Test
	void replyThatIsCompletedLaterHoldsBackTheNextMessage() {
		runner(Later.class).run((context) -> {
			Later listener = context.getBean(Later.class);
			try (LineClient client = connect().send("a\nb\n")) {
				CompletableFuture<String> first = listener.replies.take();
				assertThat(listener.replies).isEmpty();
				first.complete("first");
				assertThat(client.readLine()).isEqualTo("first");
				listener.replies.take().complete("second");
				assertThat(client.readLine()).isEqualTo("second");
			}
		});
	}

	@Test
	void requestsSentBeforeTheClientEndsItsOutputAreAnswered() {
		runner(Echo.class).run((context) -> {
			try (LineClient client = connect()) {
				client.send("a\nb\n").shutdownOutput();
				assertThat(client.readLine()).isEqualTo("echo a");
				assertThat(client.readLine()).isEqualTo("echo b");
				assertThat(client.readLine()).isNull();
			}
		});
	}

	@Test
	void lineThatIsTooLongClosesOnlyItsConnection() {
		runner(Echo.class).withPropertyValues("local-socket.servers.control.framing.max-frame-length=10B")
			.run((context) -> {
				try (LineClient good = connect(); LineClient bad = connect()) {
					bad.send("0123456789\n0123456789X");
					assertThat(bad.readLine()).isEqualTo("echo 0123456789");
					assertThat(bad.readLine()).isNull();
					assertThat(good.send("fine\n").readLine()).isEqualTo("echo fine");
				}
				awaitErrors(context.getBean(LocalServer.class), 1);
			});
	}

	@Test
	void clientThatVanishesInMidLineIsNotAnswered() {
		runner(Echo.class).run((context) -> {
			LineClient client = connect().send("half a li");
			LocalServer server = context.getBean(LocalServer.class);
			await().until(() -> server.activeConnections() == 1);
			client.close();
			awaitErrors(server, 1);
			assertThat(context.getBean(Echo.class).received).isEmpty();
		});
	}

	@Test
	void invalidTextClosesOnlyItsConnection() {
		runner(Echo.class).run((context) -> {
			try (LineClient good = connect(); LineClient bad = connect()) {
				bad.send(new byte[] { 'a', (byte) 0xff, '\n' });
				assertThat(bad.readLine()).isNull();
				assertThat(good.send("fine\n").readLine()).isEqualTo("echo fine");
			}
			awaitErrors(context.getBean(LocalServer.class), 1);
		});
	}

	@Test
	void handlerThatThrowsClosesOnlyItsConnection() {
		runner(Throwing.class).run((context) -> {
			try (LineClient good = connect(); LineClient bad = connect()) {
				bad.send("bad\ngood\n");
				assertThat(bad.readLine()).isNull();
				assertThat(good.send("good\n").readLine()).isEqualTo("good");
			}
			awaitErrors(context.getBean(LocalServer.class), 1);
		});
	}

	@Test
	void errorHandlerOfTheUserAnswers() {
		runner(Throwing.class)
			.withBean(LocalSocketErrorHandler.class, () -> (failure) -> "error: " + failure.exception().getMessage())
			.run((context) -> {
				try (LineClient client = connect()) {
					client.send("bad\ngood\n");
					assertThat(client.readLine()).isEqualTo("error: bad line");
					assertThat(client.readLine()).isEqualTo("good");
				}
			});
	}

	@Test
	void replyThatIsNoLineGoesToTheErrorHandler() {
		runner(TwoLines.class)
			.withBean(LocalSocketErrorHandler.class, () -> (failure) -> "error: " + failure.exception().getMessage())
			.run((context) -> {
				try (LineClient client = connect().send("x\n")) {
					assertThat(client.readLine()).contains("line feed");
				}
			});
	}

	@Test
	void linesAfterTheHandlerClosedAreNotHandled() {
		runner(Quit.class).run((context) -> {
			try (LineClient client = connect()) {
				client.send("quit\ndanger\n");
				assertThat(client.readLine()).isEqualTo("bye");
				assertThat(client.readLine()).isNull();
			}
			assertThat(context.getBean(Quit.class).received).containsExactly("quit");
		});
	}

	@Test
	void linesAfterTheLastReplyAreNotHandled() {
		runner(Goodbye.class).run((context) -> {
			try (LineClient client = connect()) {
				client.send("quit\ndanger\n");
				assertThat(client.readLine()).isEqualTo("good");
				assertThat(client.readLine()).isEqualTo("bye");
				assertThat(client.readLine()).isNull();
			}
			assertThat(context.getBean(Goodbye.class).received).containsExactly("quit");
			assertThat(context.getBean(LocalServer.class).errorCount()).isZero();
		});
	}

	@Test
	void connectionHandlerOwnsItsConnection() {
		runner(Greeter.class).run((context) -> {
			try (LineClient client = connect().send("World\n")) {
				assertThat(client.readLine()).isEqualTo("Hello World");
				assertThat(client.readLine()).isNull();
			}
			assertThat(context.getBean(LocalServer.class).errorCount()).isZero();
		});
	}

	@Test
	void connectionHandlersRunInParallel() {
		runner(Greeter.class).run((context) -> {
			try (LineClient first = connect(); LineClient second = connect()) {
				assertThat(second.send("2\n").readLine()).isEqualTo("Hello 2");
				assertThat(first.send("1\n").readLine()).isEqualTo("Hello 1");
			}
		});
	}

	@Test
	void connectionStaysPendingWhileNoThreadIsFree() {
		runner(Greeter.class).withPropertyValues("local-socket.listener.max-threads=1").run((context) -> {
			LocalServer server = context.getBean(LocalServer.class);
			try (LineClient first = connect(); LineClient second = connect()) {
				await().until(() -> server.activeConnections() == 2 && server.pendingConnections() == 1);
				assertThat(first.send("1\n").readLine()).isEqualTo("Hello 1");
				assertThat(second.send("2\n").readLine()).isEqualTo("Hello 2");
			}
			await().until(() -> server.pendingConnections() == 0);
		});
	}

	@Test
	void connectionIsLeftOpenIfAsked() {
		runner(Keeper.class).run((context) -> {
			try (LineClient client = connect()) {
				LocalSocket kept = context.getBean(Keeper.class).kept.take();
				assertThat(kept.state()).isEqualTo(LocalSocket.State.CONNECTED);
				kept.outputStream().write("later\n".getBytes(StandardCharsets.UTF_8));
				assertThat(client.readLine()).isEqualTo("later");
				context.close();
				assertThat(client.readLine()).isNull();
			}
		});
	}

	@Test
	void connectionIsClosedWhenTheReturnedStageIsCompleted() {
		runner(Staged.class).run((context) -> {
			try (LineClient client = connect()) {
				CompletableFuture<Void> stage = context.getBean(Staged.class).stages.take();
				LocalServer server = context.getBean(LocalServer.class);
				assertThat(server.activeConnections()).isEqualTo(1);
				stage.complete(null);
				assertThat(client.readLine()).isNull();
			}
		});
	}

	@Test
	void withoutOwnerConnectionsStayPending() {
		runner(Observer.class).run((context) -> {
			LocalServer server = context.getBean(LocalServer.class);
			try (LineClient client = connect()) {
				assertThat(context.getBean(Observer.class).log.take()).isEqualTo("new control");
				LocalSocket socket = server.nextPendingConnection();
				assertThat(socket).isNotNull();
				socket.outputStream().write("mine\n".getBytes(StandardCharsets.UTF_8));
				assertThat(client.readLine()).isEqualTo("mine");
			}
		});
	}

	@Test
	void observersSeeTheBeginBeforeTheHandlerAndTheEndAfterIt() {
		runner(Observer.class, LoggedEcho.class).run((context) -> {
			BlockingQueue<String> log = context.getBean(Observer.class).log;
			try (LineClient client = connect().send("a\n")) {
				assertThat(client.readLine()).isEqualTo("a");
			}
			assertThat(poll(log)).isEqualTo("new control");
			assertThat(poll(log)).isEqualTo("message a");
			assertThat(poll(log)).isEqualTo("closed PEER_CLOSED 2 2");
		});
	}

	@Test
	void plainEventListenersSeeTheEventsAndMayFail() {
		runner(PlainListener.class, Echo.class).run((context) -> {
			try (LineClient client = connect().send("a\n")) {
				assertThat(client.readLine()).isEqualTo("echo a");
			}
			assertThat(poll(context.getBean(PlainListener.class).events)).isEqualTo("NewConnectionEvent");
			assertThat(poll(context.getBean(PlainListener.class).events)).isEqualTo("ConnectionClosedEvent");
		});
	}

	@Test
	void slowConnectionDoesNotHoldBackOthers() {
		runner(Blocking.class).run((context) -> {
			Blocking blocking = context.getBean(Blocking.class);
			try (LineClient slow = connect(); LineClient fast = connect()) {
				slow.send("block\n");
				blocking.entered.await();
				assertThat(fast.send("go\n").readLine()).isEqualTo("go");
				blocking.release.countDown();
				assertThat(slow.readLine()).isEqualTo("block");
			}
		});
	}

	@Test
	void stopLetsTheHandlerFinishAndSendsItsReply() {
		runner(Blocking.class).run((context) -> {
			Blocking blocking = context.getBean(Blocking.class);
			try (LineClient client = connect().send("block\n")) {
				blocking.entered.await();
				Thread closer = new Thread(context::close);
				closer.start();
				await().until(() -> !Files.exists(this.directory.resolve("control")));
				blocking.release.countDown();
				assertThat(client.readLine()).isEqualTo("block");
				assertThat(client.readLine()).isNull();
				closer.join();
			}
			assertThat(this.directory).isEmptyDirectory();
		});
	}

	@Test
	void stopDoesNotBlameAPeerInMidLine() {
		runner(Echo.class, Observer.class).run((context) -> {
			LocalServer server = context.getBean(LocalServer.class);
			BlockingQueue<String> log = context.getBean(Observer.class).log;
			try (LineClient client = connect().send("one\nhalf a li")) {
				assertThat(client.readLine()).isEqualTo("echo one");
				context.stop();
				assertThat(client.readLine()).isNull();
				assertThat(poll(log)).isEqualTo("new control");
				assertThat(server.errorCount()).isZero();
			}
		});
	}

	@Test
	void peerThatDoesNotReadRepliesIsDisconnectedWhenTheWriteTimeoutIsOver() {
		runner(Flood.class).withPropertyValues("local-socket.servers.control.write-timeout=500ms").run((context) -> {
			LocalServer server = context.getBean(LocalServer.class);
			try (LineClient greedy = connect(); LineClient other = connect()) {
				greedy.send("1000\n");
				await().until(() -> server.activeConnections() == 1);
				assertThat(other.send("1\n").readLine()).hasSize(1000);
			}
			awaitErrors(server, 1);
		});
	}

	@Test
	void virtualThreadsAreUsedWhenEnabled() {
		runner(ThreadName.class).withPropertyValues("spring.threads.virtual.enabled=true").run((context) -> {
			try (LineClient client = connect().send("x\n")) {
				assertThat(client.readLine())
					.startsWith((Runtime.version().feature() >= 21) ? "VirtualThread" : "Thread");
			}
		});
	}

	private static void awaitErrors(LocalServer server, long count) {
		await().untilAsserted(() -> {
			assertThat(server.errorCount()).isEqualTo(count);
			assertThat(server.activeConnections()).isZero();
		});
	}

	private static @Nullable String poll(BlockingQueue<String> queue) throws InterruptedException {
		return queue.poll(10, TimeUnit.SECONDS);
	}

	static class Echo {

		final ConcurrentLinkedQueue<String> received = new ConcurrentLinkedQueue<>();

		@LocalSocketListener("control")
		String echo(String line) {
			this.received.add(line);
			return "echo " + line;
		}

	}

	static class Bytes {

		@LocalSocketListener("control")
		byte[] reverse(byte[] line) {
			return new StringBuilder(new String(line, StandardCharsets.UTF_8)).reverse()
				.toString()
				.getBytes(StandardCharsets.UTF_8);
		}

	}

	static class Arguments {

		@LocalSocketListener(servers = "${no.such.property:control}")
		String handle(LocalSocket socket, LocalServer server, PeerCredentials peer, String payload,
				@Header(LocalSocketHeaders.PEER_PID) long pid) {
			return "%s %s %s %s".formatted(server.connections().contains(socket), peer.equals(socket.peerCredentials()),
					pid == ProcessHandle.current().pid(), payload);
		}

	}

	static class Several {

		@LocalSocketListener
		List<String> split(String line) {
			return List.of(line.split(" "));
		}

	}

	static class Later {

		final BlockingQueue<CompletableFuture<String>> replies = new LinkedBlockingQueue<>();

		@LocalSocketListener
		CompletableFuture<String> handle(String line) {
			CompletableFuture<String> reply = new CompletableFuture<>();
			this.replies.add(reply);
			return reply;
		}

	}

	static class Throwing {

		@LocalSocketListener
		String handle(String line) {
			if (line.equals("bad")) {
				throw new IllegalArgumentException("bad line");
			}
			return line;
		}

	}

	static class TwoLines {

		@LocalSocketListener
		String handle(String line) {
			return "one\ntwo";
		}

	}

	static class Quit {

		final ConcurrentLinkedQueue<String> received = new ConcurrentLinkedQueue<>();

		@LocalSocketListener
		void handle(String line, LocalSocket socket) throws IOException {
			this.received.add(line);
			socket.outputStream().write("bye\n".getBytes(StandardCharsets.UTF_8));
			socket.close();
		}

	}

	static class Goodbye {

		final ConcurrentLinkedQueue<String> received = new ConcurrentLinkedQueue<>();

		@LocalSocketListener
		LastReply handle(String line) {
			this.received.add(line);
			return new LastReply(List.of("good", "bye"));
		}

	}

	static class Greeter {

		@LocalSocketListener
		void greet(LocalSocket socket) throws IOException {
			byte[] buffer = new byte[100];
			int length = socket.inputStream().read(buffer);
			String name = new String(buffer, 0, length, StandardCharsets.UTF_8);
			socket.outputStream().write(("Hello " + name).getBytes(StandardCharsets.UTF_8));
		}

	}

	static class Keeper {

		final BlockingQueue<LocalSocket> kept = new LinkedBlockingQueue<>();

		@LocalSocketListener(closeOnReturn = false)
		void keep(LocalSocket socket) {
			this.kept.add(socket);
		}

	}

	static class Staged {

		final BlockingQueue<CompletableFuture<Void>> stages = new LinkedBlockingQueue<>();

		@LocalSocketListener
		CompletableFuture<Void> handle(LocalSocket socket) {
			CompletableFuture<Void> stage = new CompletableFuture<>();
			this.stages.add(stage);
			return stage;
		}

	}

	static class Observer {

		final BlockingQueue<String> log = new LinkedBlockingQueue<>();

		@LocalSocketListener
		void opened(NewConnectionEvent event) {
			this.log.add("new " + event.getBeanName());
		}

		@LocalSocketListener
		void closed(ConnectionClosedEvent event) {
			assertThat(event.getSocket().closeReason()).isNotEqualTo(CloseReason.ERROR);
			this.log
				.add("closed %s %d %d".formatted(event.getReason(), event.getBytesReceived(), event.getBytesSent()));
		}

	}

	static class LoggedEcho {

		private final Observer observer;

		LoggedEcho(Observer observer) {
			this.observer = observer;
		}

		@LocalSocketListener
		String echo(String line) {
			this.observer.log.add("message " + line);
			return line;
		}

	}

	static class PlainListener {

		final BlockingQueue<String> events = new LinkedBlockingQueue<>();

		@EventListener({ NewConnectionEvent.class, ConnectionClosedEvent.class })
		void handle(Object event) {
			this.events.add(event.getClass().getSimpleName());
			throw new IllegalStateException("A listener that fails");
		}

	}

	static class Blocking {

		final CountDownLatch entered = new CountDownLatch(1);

		final CountDownLatch release = new CountDownLatch(1);

		@LocalSocketListener
		String handle(String line) throws InterruptedException {
			if (line.equals("block")) {
				this.entered.countDown();
				this.release.await();
			}
			return line;
		}

	}

	static class Flood {

		@LocalSocketListener
		List<String> handle(String count) {
			return Collections.nCopies(Integer.parseInt(count), "x".repeat(1000));
		}

	}

	static class ThreadName {

		@LocalSocketListener
		String handle(String line) {
			return Thread.currentThread().getClass().getSimpleName() + " " + Thread.currentThread();
		}

	}

}
