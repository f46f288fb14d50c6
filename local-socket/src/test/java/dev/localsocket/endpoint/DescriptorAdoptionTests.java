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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

import dev.localsocket.LocalSocket;
import dev.localsocket.SocketOption;
import dev.localsocket.testing.BackgroundCall;
import dev.localsocket.testing.LineClient;
import dev.localsocket.testing.SocketSandbox;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.localsocket.testing.SocketSandbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of servers on descriptors that a parent process has opened.
 */
@Tag("transport")
@Timeout(60)
class DescriptorAdoptionTests {

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	@BeforeEach
	void requirePython() {
		Programs.require("python3");
	}

	@Test
	void pathSocketIsServedAndLeftToItsOtherHolders() throws Exception {
		Path path = this.sandbox.expectLeft(this.sandbox.path("s"));
		LineClient client;
		try (ServerProcess process = child("path:" + path)) {
			assertThat(process.ask("adopt s 3")).isEqualTo("LISTENING s " + path);
			Object inode = Files.getAttribute(path, "unix:ino");
			EchoClient.assertAnswers(path);
			assertThat(process.ask("close s")).isEqualTo("NO_ERROR ");
			assertThat(process.ask("descriptor 3")).isEqualTo("closed");
			assertThat(Files.getAttribute(path, "unix:ino")).isEqualTo(inode);
			client = this.sandbox.closeLater(new LineClient(path));
		}
		assertThat(client.readLine()).as("the answer of the parent").isEqualTo("PARENT");
	}

	@Test
	void abstractSocketIsServedAndLeftToItsOtherHolders() throws Exception {
		String name = this.sandbox.directory().getFileName() + "/abstract";
		LocalSocket client;
		try (ServerProcess process = child("abstract:" + name)) {
			assertThat(process.ask("adopt a 3")).isEqualTo("LISTENING %s %s".formatted(name, name));
			assertAnswersAtAbstract(name);
			assertThat(process.ask("close a")).isEqualTo("NO_ERROR ");
			client = connectToAbstract(name);
		}
		assertThat(client.inputStream().readAllBytes()).asString().isEqualTo("PARENT\n");
	}

	@Test
	void autoboundSocketIsServedUnderTheNameThatTheKernelGave() throws Exception {
		try (ServerProcess process = child("autobound")) {
			String[] answer = process.ask("adopt u 3").split(" ");
			assertThat(answer[0]).isEqualTo("LISTENING");
			assertThat(answer[1]).matches("[0-9a-f]{5}").isEqualTo(answer[2]);
			assertAnswersAtAbstract(answer[1]);
		}
	}

	private void assertAnswersAtAbstract(String name) throws IOException {
		LocalSocket socket = connectToAbstract(name);
		socket.outputStream().write("hello".getBytes(StandardCharsets.UTF_8));
		assertThat(socket.inputStream().readNBytes(5)).asString().isEqualTo("hello");
		socket.close();
	}

	private LocalSocket connectToAbstract(String name) throws IOException {
		LocalSocket socket = LocalSocket.connectToServer(name, Duration.ofSeconds(10), SocketOption.ABSTRACT_NAMESPACE);
		this.sandbox.closeLater(socket::abort);
		return socket;
	}

	@Test
	void severalDescriptorsAreFoundByTheNamesOfSocketActivation() throws Exception {
		Path path = this.sandbox.expectLeft(this.sandbox.path("s"));
		try (ServerProcess process = child("path:" + path, "autobound")) {
			assertThat(process.ask("activation")).isEqualTo("3=path 4=autobound");
			assertThat(process.ask("adopt s 3")).startsWith("LISTENING s ");
			assertThat(process.ask("adopt u 4")).startsWith("LISTENING ");
			assertThat(process.ask("close u")).isEqualTo("NO_ERROR ");
			EchoClient.assertAnswers(path);
		}
	}

	@Test
	void linesThatAnyUserCanForgeInTheKernelsTablesAreNotBelieved() throws Exception {
		Path path = this.sandbox.expectLeft(this.sandbox.path("s"));
		try (ServerProcess process = child("denied:" + path)) {
			assertThat(process.ask("adopt s 3")).isEqualTo("LISTENING s " + path);
			EchoClient.assertAnswers(path);
		}
	}

	@Test
	void serverIsNotReachableWhenTheFileOfItsDescriptorIsGoneOrAnothers() throws Exception {
		Path path = this.sandbox.path("s");
		try (ServerProcess process = child("path:" + path)) {
			assertThat(process.ask("adopt s 3")).startsWith("LISTENING s ");
			assertThat(process.ask("reachable s")).isEqualTo("true");
			Files.delete(path);
			assertThat(process.ask("reachable s")).isEqualTo("false");
			this.sandbox.foreignServer("s");
			assertThat(process.ask("reachable s")).isEqualTo("false");
			SocketSandbox.eventually()
				.until(() -> process.ask("errors s"),
						Predicate.isEqual("ENDPOINT_LOST listening=true ENDPOINT_LOST@0"));
		}
	}

	@Test
	void serverWhoseFileIsNotToBeSeenFromTheBeginningIsTakenForReachable() throws Exception {
		Path path = this.sandbox.path("s");
		try (ServerProcess process = child("unlinked:" + path, "autobound")) {
			assertThat(process.ask("adopt s 3")).startsWith("LISTENING s ");
			assertThat(process.ask("reachable s")).isEqualTo("true");
			assertThat(process.ask("adopt u 4")).startsWith("LISTENING ");
			assertThat(process.ask("reachable u")).isEqualTo("true");
		}
	}

	@Test
	void namesOfOurOwnServersAreInUseWhileAnAdoptedSocketHasThem() throws Exception {
		Path path = this.sandbox.expectLeft(this.sandbox.path("s"));
		try (ServerProcess process = child("path:" + path)) {
			assertThat(process.ask("adopt s 3")).startsWith("LISTENING s ");
			assertThat(process.listen(path, "reclaim")).startsWith("ADDRESS_IN_USE ");
			EchoClient.assertAnswers(path);
		}
	}

	@ParameterizedTest
	@CsvSource({ "connected,does not listen", "bound:PATH,does not listen", "nonblocking:PATH,does not listen",
			"praised:PATH,does not listen", "tcp,not a local one", "datagram:PATH,no stream socket",
			"seqpacket:PATH,no stream socket", "file:/etc/passwd,is no socket" })
	void descriptorOfAnotherKindIsRefusedAndStaysOpen(String kind, String text) throws Exception {
		Path path = this.sandbox.path("other");
		if (kind.contains("PATH")) {
			this.sandbox.expectLeft(path);
		}
		try (ServerProcess process = child(kind.replace("PATH", path.toString()))) {
			String before = process.ask("descriptor 3");
			assertThat(process.ask("adopt x 3")).startsWith("INVALID_DESCRIPTOR The descriptor 3 ").contains(text);
			assertThat(process.ask("descriptor 3")).isEqualTo(before).isNotEqualTo("closed");
		}
	}

	@ParameterizedTest
	@CsvSource({ "-1,is negative", "-2147483648,is negative", "999,is not open", "2147483647,is not open",
			"0,is no socket" })
	void numberThatIsNoSocketIsRefused(String number, String text) throws Exception {
		try (ServerProcess process = ServerProcess.ready(ChildJvm.small())) {
			assertThat(process.ask("adopt x " + number)).startsWith("INVALID_DESCRIPTOR The descriptor " + number)
				.contains(text);
		}
	}

	@Test
	void connectionThatAnotherProgramHasAcceptedIsServed() throws Exception {
		Path path = this.sandbox.expectLeft(this.sandbox.path("s"));
		BackgroundCall<String> reply = this.sandbox.async(() -> greetWhenThereIsAServer(path));
		try (ServerProcess process = child("accepted:" + path)) {
			assertThat(process.ask("connection 3")).isEqualTo("CONNECTED %s hello".formatted(path));
			eventually().until(() -> process.ask("descriptor 3").equals("closed"));
		}
		assertThat(reply.result()).isEqualTo("hello");
	}

	@Test
	void endOfASocketPairIsServed() throws Exception {
		try (ServerProcess process = child("pair")) {
			assertThat(process.ask("connection 3")).isEqualTo("CONNECTED  hello");
		}
	}

	private static String greetWhenThereIsAServer(Path path) throws IOException {
		try (LineClient client = eventually().ignoreExceptionsInstanceOf(IOException.class)
			.until(() -> new LineClient(path), Objects::nonNull)) {
			return String.valueOf(client.send("hello").readLine());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "path:PATH", "bound:PATH", "tcp", "datagram:PATH", "seqpacket:PATH", "file:/etc/passwd" })
	void whatIsNoConnectionIsRefusedAndStaysOpen(String kind) throws Exception {
		Path path = this.sandbox.path("other");
		if (kind.contains("PATH")) {
			this.sandbox.expectLeft(path);
		}
		try (ServerProcess process = child(kind.replace("PATH", path.toString()))) {
			String before = process.ask("descriptor 3");
			assertThat(process.ask("connection 3")).startsWith("INVALID_DESCRIPTOR The descriptor 3 is ")
				.contains("local stream socket");
			assertThat(process.ask("descriptor 3")).isEqualTo(before).isNotEqualTo("closed");
		}
	}

	private static ServerProcess child(String... specifications) throws IOException {
		List<String> parent = new ArrayList<>(List.of("python3", Programs.resource("parent.py")));
		parent.addAll(List.of(specifications));
		parent.add("--");
		return ServerProcess.ready(ChildJvm.small().behind(parent.toArray(String[]::new)));
	}

}
