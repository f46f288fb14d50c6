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
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;
import dev.localsocket.autoconfigure.LocalSocketAutoConfiguration;
import dev.localsocket.event.ConnectionClosedEvent;
import dev.localsocket.event.NewConnectionEvent;
import dev.localsocket.testing.LineClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for what two peers that do the wrong thing again and again can make a server with
 * listeners log.
 */
@Timeout(60)
class ListenerLogTests {

	private static final int CONNECTIONS = 15;

	/** As JSON, and as plain text, the same for a parser and a person. */
	private static final String FORGED = "\"x\\n2026-11-26 ERROR forged \\u001b[2J\\u2028\\u202e\"";

	@TempDir
	Path directory;

	private final Logger logger = (Logger) LoggerFactory.getLogger("dev.localsocket");

	private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

	@BeforeEach
	void listen() {
		this.lines.start();
		this.logger.addAppender(this.lines);
	}

	@AfterEach
	void stopListening() {
		this.logger.detachAppender(this.lines);
	}

	@ParameterizedTest
	@ValueSource(classes = { MessageHandler.class, FailedStage.class, MessageHandlerError.class,
			MessageErrorHandler.class, JsonHandler.class, ConnectionHandler.class, ConnectionErrorHandler.class,
			Observer.class, EventObserver.class, HoldsLoop.class })
	void whateverPeersMakeAListenerDoIsLoggedAFewTimes(Class<?> listener) {
		flood(listener, FORGED + "\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "type=line", "type=length-prefixed" })
	void peersThatDoNotKeepToTheFramingAreLoggedAFewTimes(String framing) {
		flood(MessageHandler.class, "~".repeat(100_000), "local-socket.servers.control.framing." + framing);
	}

	private void flood(Class<?> listener, String sent, String... properties) {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(LocalSocketAutoConfiguration.class))
			.withUserConfiguration(listener)
			.withPropertyValues("local-socket.servers.control.directory=" + this.directory)
			.withPropertyValues(properties)
			.run((context) -> {
				CompletableFuture<Void> other = CompletableFuture.runAsync(() -> provoke(sent));
				provoke(sent);
				other.join();
				LocalServer server = context.getBean(LocalServer.class);
				await().until(() -> server.activeConnections() == 0);
			});
		assertLimitedAndEscaped();
	}

	private void provoke(String sent) {
		for (int i = 0; i < CONNECTIONS; i++) {
			try (LineClient client = new LineClient(this.directory.resolve("control")).send(sent)) {
				client.readLine();
			}
			catch (IOException ex) {
				// The server has ended it, which is what a failure is about
			}
		}
	}

	private void assertLimitedAndEscaped() {
		List<ILoggingEvent> logged = this.lines.list.stream()
			.filter((line) -> line.getLevel().isGreaterOrEqual(Level.WARN))
			.filter((line) -> !line.getLoggerName().endsWith(".UnhandledServers"))
			.toList();
		assertThat(logged).hasSize(10);
		// Of two threads that log the last ones, the second may be the first to do so
		assertThat(logged).extracting(ILoggingEvent::getFormattedMessage)
			.filteredOn((text) -> text.endsWith("Others are counted only, until 60 s are over"))
			.hasSize(1);
		PatternLayout layout = new PatternLayout();
		layout.setContext(this.logger.getLoggerContext());
		layout.setPattern("%message %ex");
		layout.start();
		assertThat(logged).extracting(layout::doLayout)
			.noneMatch((text) -> text.lines().anyMatch((line) -> line.startsWith("2026-11-26 ERROR forged")))
			.noneMatch((text) -> text.contains("\u001b") || text.contains("\u2028") || text.contains("\u202e"));
	}

	static class MessageHandler {

		@LocalSocketListener("control")
		String handle(String text) {
			throw new IllegalStateException("Unknown command " + unescaped(text));
		}

	}

	private static String unescaped(String json) {
		return json.replace("\\n", "\n")
			.replace("\\u001b", "\u001b")
			.replace("\\u2028", "\u2028")
			.replace("\\u202e", "\u202e");
	}

	static class FailedStage {

		@LocalSocketListener("control")
		CompletionStage<String> handle(String text) {
			return CompletableFuture.failedFuture(
					new IllegalStateException("safe", new IllegalArgumentException("Unknown " + unescaped(text))));
		}

	}

	static class MessageHandlerError {

		@LocalSocketListener("control")
		String handle(String text) {
			throw new AssertionError("Unknown command " + unescaped(text));
		}

	}

	static class MessageErrorHandler implements LocalSocketErrorHandler {

		@LocalSocketListener("control")
		String handle(String text) {
			throw new IllegalStateException(unescaped(text));
		}

		@Override
		public Object handleError(ListenerFailure failure) {
			throw new IllegalStateException("The error handler fails too: " + failure.exception().getMessage());
		}

	}

	static class JsonHandler {

		@LocalSocketListener("control")
		String handle(Color color) {
			return color.name();
		}

	}

	enum Color {

		RED

	}

	static class ConnectionHandler {

		@LocalSocketListener("control")
		void handle(LocalSocket socket) throws IOException {
			byte[] text = socket.inputStream().readNBytes(FORGED.length());
			throw new IOException("Unknown command " + unescaped(new String(text)));
		}

	}

	static class ConnectionErrorHandler implements LocalSocketErrorHandler {

		@LocalSocketListener("control")
		void handle(LocalSocket socket) {
			throw new IllegalStateException("The handler fails");
		}

		@Override
		public Object handleError(ListenerFailure failure) {
			throw new IllegalStateException("The error handler fails too: " + unescaped(FORGED));
		}

	}

	static class Observer {

		@LocalSocketListener("control")
		void handle(ConnectionClosedEvent event) {
			throw new IllegalStateException("The observer fails: " + unescaped(FORGED));
		}

		@LocalSocketListener("control")
		void handle(String text, LocalSocket socket) {
			socket.close();
		}

	}

	static class EventObserver {

		@EventListener
		void handle(NewConnectionEvent event) {
			throw new IllegalStateException("The observer fails: " + unescaped(FORGED));
		}

		/** Whom the observer that fails does not harm. */
		@LocalSocketListener("control")
		void handle(String text, LocalSocket socket) {
			socket.close();
		}

	}

	static class HoldsLoop {

		@LocalSocketListener(servers = "control", execution = Execution.EVENT_LOOP)
		void handle(String text, LocalSocket socket) {
			long end = System.nanoTime() + 60_000_000;
			while (System.nanoTime() < end) {
				LockSupport.parkNanos(60_000_000);
			}
			socket.close();
		}

	}

}
