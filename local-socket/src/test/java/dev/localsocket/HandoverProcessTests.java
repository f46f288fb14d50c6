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

package dev.localsocket;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

import dev.localsocket.testing.JavaProcess;
import dev.localsocket.testing.LineClient;
import dev.localsocket.testing.SocketSandbox;
import dev.localsocket.testing.TestedTransport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests of {@link HandoverGroup} with processes that follow one another, and are killed.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class HandoverProcessTests {

	/** More by benchmarks/restart. */
	private static final int RESTARTS = Integer.getInteger("local-socket.restarts", 3);

	private static final int CLIENTS_OF_A_KIND = 16;

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	@BeforeEach
	void assumeNative() {
		assumeTrue(TestedTransport.get().name().equals("native"));
	}

	@AfterEach
	void removeHook() {
		HandoverStep.hook = (step) -> {
		};
	}

	@ParameterizedTest
	@EnumSource(names = { "NEW_CONNECTED", "OLD_ASKED", "OLD_OFFERED", "NEW_RECEIVED" })
	void oldOneGoesOnWhenTheNewOneIsKilledBeforeItHasTakenOver(HandoverStep step) throws Exception {
		LocalServer old = listening();
		killNew(step);
		assertThat(old.isReachable()).isTrue();
		assertAnswered(ProcessHandle.current().pid());
		LocalServer next = listening();
		assertThat(old.isListening()).isFalse();
		assertThat(next.isReachable()).isTrue();
	}

	@ParameterizedTest
	@EnumSource(
			names = { "NEW_CONFIRMED", "OLD_CONFIRMED", "OLD_LEFT", "OLD_COMMITTED", "NEW_COMMITTED", "NEW_ACCEPTING" })
	void nextOneStartsAfreshWhenTheNewOneIsKilledAfterItHasTakenOver(HandoverStep step) throws Exception {
		LocalServer old = listening();
		killNew(step);
		SocketSandbox.eventually().until(() -> !old.isListening());
		LocalServer next = listening();
		assertThat(next.isReachable()).isTrue();
		assertAnswered(ProcessHandle.current().pid());
	}

	/** The new one is another process, and stops at the step, or this process does. */
	private void killNew(HandoverStep step) throws Exception {
		boolean there = step.name().startsWith("NEW");
		try (JavaProcess process = start(there ? step.name() : "NONE", "wait")) {
			assertThat(process.readLine()).isEqualTo("READY");
			HandoverStep.hook = there ? HandoverStep.hook : killAt(step, process);
			process.go();
			if (there) {
				assertThat(process.readLine()).isEqualTo(step.name());
				process.kill();
			}
			assertThat(process.readLine()).isIn(null, "LISTENING");
		}
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE)
	void newOneHasEverythingOrStartsAfreshWhenTheOldOneIsKilled(HandoverStep step) throws Exception {
		boolean there = step.name().startsWith("OLD");
		try (JavaProcess process = start(there ? step.name() : "NONE")) {
			assertThat(process.readLine()).isEqualTo("LISTENING");
			LocalServer next = server();
			if (there) {
				var listening = this.sandbox.async(() -> next.listen(this.sandbox.address("s")));
				assertThat(process.readLine()).isEqualTo(step.name());
				process.kill();
				assertThat(listening.result()).as(next::errorString).isTrue();
			}
			else {
				HandoverStep.hook = killAt(step, process);
				this.sandbox.listen(next);
			}
			assertThat(next.isReachable()).isTrue();
			assertAnswered(ProcessHandle.current().pid());
			assertThat(this.sandbox.files()).containsExactlyInAnyOrder(this.sandbox.path("s"),
					this.sandbox.path(".s.lock"), this.sandbox.path(".s.handover"));
		}
	}

	private static Consumer<HandoverStep> killAt(HandoverStep step, JavaProcess process) {
		return (reached) -> {
			if (reached == step) {
				process.kill();
			}
		};
	}

	@Test
	void ofTwoNewOnesAtTheSameMomentOneWinsAndTheOtherSaysSo() throws Exception {
		try (JavaProcess old = start("NONE");
				JavaProcess first = start("NONE", "wait");
				JavaProcess second = start("NONE", "wait")) {
			assertThat(old.readLine()).isEqualTo("LISTENING");
			assertThat(first.readLine()).isEqualTo("READY");
			assertThat(second.readLine()).isEqualTo("READY");
			first.go();
			second.go();
			String firstSays = first.readLine();
			String secondSays = second.readLine();
			assertThat(old.readLine()).isEqualTo("DRAINED");
			// The second one may also have been early enough to succeed the first one
			assertThat(List.of(firstSays, secondSays)).contains("LISTENING")
				.allMatch((line) -> "LISTENING".equals(line) || line.contains("does not hand over"));
			stop("LISTENING".equals(firstSays) ? first : second);
		}
	}

	@Test
	void nobodyIsRefusedAndNoReplyIsLostInManyRestarts() throws Exception {
		List<HandoverClient> clients = new ArrayList<>();
		JavaProcess current = start("NONE");
		assertThat(current.readLine()).isEqualTo("LISTENING");
		for (int i = 0; i < CLIENTS_OF_A_KIND; i++) {
			clients.add(HandoverClient.start(this.sandbox.path("s"), false));
			clients.add(HandoverClient.start(this.sandbox.path("s"), true));
		}
		List<JavaProcess> left = new ArrayList<>();
		for (int i = 0; i < RESTARTS; i++) {
			JavaProcess next = start("NONE");
			assertThat(next.readLine()).isEqualTo("LISTENING");
			assertThat(current.readLine()).isEqualTo("DRAINED");
			assertThat(current.awaitEnd()).isZero();
			current.close();
			left.add(current);
			current = next;
			assertThat(this.sandbox.files()).containsExactlyInAnyOrder(this.sandbox.path("s"),
					this.sandbox.path(".s.lock"), this.sandbox.path(".s.handover"));
			awaitReplies(clients);
		}
		for (HandoverClient client : clients) {
			client.end();
		}
		assertThat(clients).allSatisfy((client) -> assertThat(client.failures()).isEmpty());
		assertThat(left).hasSize(RESTARTS);
		System.out.println("%d restarts: %d replies, %d reconnected, longest pause %d ms".formatted(RESTARTS,
				clients.stream().mapToLong(HandoverClient::replies).sum(),
				clients.stream().mapToLong(HandoverClient::reconnections).sum(),
				clients.stream().mapToLong(HandoverClient::longestPauseMillis).max().orElse(0)));
		stop(current);
	}

	/** What the documentation compares that with. */
	@Test
	@EnabledIfSystemProperty(named = "local-socket.restarts", matches = ".*")
	void manyAreRefusedAndRepliesAreLostWithoutHandover() throws Exception {
		List<HandoverClient> clients = new ArrayList<>();
		JavaProcess current = start(HandoverMain.STOPPED);
		assertThat(current.readLine()).isEqualTo("LISTENING");
		for (int i = 0; i < CLIENTS_OF_A_KIND; i++) {
			clients.add(HandoverClient.startTolerant(this.sandbox.path("s"), false));
			clients.add(HandoverClient.startTolerant(this.sandbox.path("s"), true));
		}
		for (int i = 0; i < RESTARTS; i++) {
			current.terminate();
			current.close();
			current = start(HandoverMain.STOPPED);
			assertThat(current.readLine()).isEqualTo("LISTENING");
			awaitReplies(clients);
		}
		for (HandoverClient client : clients) {
			client.end();
		}
		current.terminate();
		current.close();
		System.out.println("%d stops and starts: %d replies, %d refused, %d lost, longest pause %d ms".formatted(
				RESTARTS, clients.stream().mapToLong(HandoverClient::replies).sum(),
				clients.stream().mapToLong(HandoverClient::refused).sum(),
				clients.stream().mapToLong(HandoverClient::lost).sum(),
				clients.stream().mapToLong(HandoverClient::longestPauseMillis).max().orElse(0)));
		this.sandbox.expectLeft(this.sandbox.path("s"));
		this.sandbox.expectLeft(this.sandbox.path(".s.lock"));
	}

	/** Each client has had another reply. */
	private static void awaitReplies(List<HandoverClient> clients) {
		for (HandoverClient client : clients) {
			long before = client.replies();
			SocketSandbox.eventually().until(() -> client.replies() > before || !client.failures().isEmpty());
		}
	}

	/** Takes over, so that the process ends by itself, and closes. */
	private void stop(JavaProcess process) throws Exception {
		LocalServer last = listening();
		assertThat(process.readLine()).isEqualTo("DRAINED");
		assertThat(process.awaitEnd()).isZero();
		process.close();
		last.close();
		assertThat(this.sandbox.files()).isEmpty();
	}

	private void assertAnswered(long pid) throws IOException {
		try (LineClient client = new LineClient(this.sandbox.path("s"))) {
			assertThat(client.send("hello\n").readLine()).isEqualTo(pid + " hello");
		}
	}

	private LocalServer server() {
		LocalServer server = HandoverMain.echoServer(this.sandbox.server());
		server.setHandoverGroup(new HandoverGroup());
		return server;
	}

	private LocalServer listening() {
		return this.sandbox.listen(server());
	}

	private JavaProcess start(String step, String... more) throws IOException {
		return JavaProcess.start(HandoverMain.class,
				Stream.concat(Stream.of(this.sandbox.address("s"), step), Arrays.stream(more)).toArray(String[]::new));
	}

}
