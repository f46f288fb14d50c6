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

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Scenarios of a client, and a peer on the JDK's own sockets. Each is a list of what they
 * do; its outcome is what the client says to that.
 */
final class ClientScenarios {

	private static final String CONNECT = "connect s; wait_connected; peer accepts; ";

	private static final String LARGE = "8000000";

	private ClientScenarios() {
	}

	static Stream<Scenario> all() {
		return Stream.of(beginnings(), waits(), ends(), signals(), descriptors()).flatMap((scenarios) -> scenarios);
	}

	private static Stream<Scenario> beginnings() {
		return Stream.of(scenario("new socket", "state; names; available; error"),
				scenario("connect without a name", "connect; wait_connected; error"),
				scenario("connect to a name that is too long",
						"connect " + "x".repeat(200) + "; wait_connected; error"),
				scenario("connect below a file", "connect /etc/passwd/s; wait_connected; error"),
				scenario("connect to nothing", "connect nothing; wait_connected; error"),
				scenario("connect while connected", CONNECT + "connect s; state"));
	}

	private static Stream<Scenario> waits() {
		return Stream.of(
				scenario("waits of a socket that never connected",
						"wait_connected; wait_readable; wait_written; wait_disconnected; flush"),
				scenario("wait for bytes written when nothing was", CONNECT + "wait_written"),
				scenario("wait twice for bytes written", CONNECT + "write 3; wait_written; wait_written"),
				scenario("flush when everything is written", CONNECT + "write 3; wait_written; flush; wait_written"),
				scenario("wait twice for the end", CONNECT + "peer closes; wait_disconnected; wait_disconnected"),
				scenario("wait for an end that was seen before",
						CONNECT + "peer closes; see_end; wait_disconnected; wait_disconnected"),
				scenario("peek, then read",
						CONNECT + "peer sends 10; wait_readable; peek 4; available; read 4; available"));
	}

	private static Stream<Scenario> ends() {
		return Stream.of(
				scenario("input after close", CONNECT + "peer sends 10; wait_readable; close; available; state"),
				scenario("input after close, when the peer has closed",
						CONNECT + "peer sends 10; wait_readable; peer closes; see_end; available; close; available"),
				scenario("input after disconnect",
						CONNECT + "peer sends 10; wait_readable; disconnect; available; state"),
				scenario("state after close with something queued",
						CONNECT + "write " + LARGE + "; flush; close; state; peer drains; wait_disconnected; peer got"),
				scenario("connect right after disconnect",
						CONNECT + "disconnect; connect s; wait_connected; state; peer accepts"),
				scenario("connect while something queued is being sent",
						CONNECT + "write " + LARGE
								+ "; flush; disconnect; peer drains; connect s; wait_connected; peer got"),
				scenario("name after the end", CONNECT + "abort; names"));
	}

	private static Stream<Scenario> signals() {
		return Stream.of(scenario("signals when this side disconnects", CONNECT + "disconnect; events"),
				scenario("signals when this side aborts", CONNECT + "abort; events"),
				scenario("signals when the peer closes", CONNECT + "peer closes; see_end; events"),
				scenario("signals when nobody is there", "connect nothing; wait_connected; events"));
	}

	private static Stream<Scenario> descriptors() {
		return Stream.of(
				scenario("descriptor of a connection",
						"adopt_connection s; peer accepts; state; names; peer sends 3; wait_readable; read 3; events"),
				scenario("descriptor of a file", "adopt_file /etc/passwd; state"),
				scenario("descriptor while connected", CONNECT + "adopt_connection s; state"));
	}

	private static Scenario scenario(String title, String steps) {
		return new Scenario(title, (context) -> new Play(context).play(steps));
	}

	/** Does the steps of one scenario. */
	private static final class Play {

		private final ScenarioContext context;

		private final ServerSocketChannel server;

		private final ScenarioClient client;

		private @Nullable SocketChannel peer;

		private @Nullable FutureTask<Long> drained;

		Play(ScenarioContext context) throws IOException {
			this.context = context;
			this.server = context.foreignServer("s");
			this.client = context.newClient();
		}

		String play(String steps) throws Exception {
			List<String> outcome = new ArrayList<>();
			for (String step : steps.split("; ")) {
				outcome.add(step(step.split(" ")));
			}
			outcome.removeIf(String::isEmpty);
			return String.join(", ", outcome);
		}

		private String step(String... words) throws Exception {
			if (words[0].equals("peer")) {
				return peer(words[1], words[words.length - 1]);
			}
			if (words[0].equals("connect") || words[0].equals("adopt_connection")) {
				return this.client.call(words[0], (words.length > 1) ? address(words[1]) : "");
			}
			return (words.length > 1) ? this.client.call(words[0], words[1]) : this.client.call(words[0]);
		}

		private String address(String name) {
			return name.startsWith("/") ? name : this.context.address(name);
		}

		private String peer(String command, String argument) throws Exception {
			switch (command) {
				case "accepts" -> this.peer = this.context.closeLater(Objects.requireNonNull(this.server.accept()));
				case "sends" -> accepted().write(ByteBuffer.allocate(Integer.parseInt(argument)));
				case "closes" -> accepted().close();
				case "drains" -> drain(accepted());
				case "got" -> {
					return "peer got all: " + got().equals(Long.valueOf(LARGE));
				}
				default -> throw new AssertionError(command);
			}
			return "";
		}

		private SocketChannel accepted() {
			return Objects.requireNonNull(this.peer);
		}

		private void drain(SocketChannel channel) {
			FutureTask<Long> task = new FutureTask<>(() -> countUntilTheEnd(channel));
			this.drained = task;
			this.context.start(task);
		}

		private static long countUntilTheEnd(SocketChannel channel) throws IOException {
			ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
			long total = 0;
			for (int count; (count = channel.read(buffer.clear())) >= 0;) {
				total += count;
			}
			return total;
		}

		private Long got() throws Exception {
			return Objects.requireNonNull(this.drained).get(20, TimeUnit.SECONDS);
		}

	}

}
