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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.localsocket.testing.LineClient;
import dev.localsocket.testing.SocketSandbox;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of applications with servers on sockets that a parent process has opened, as
 * systemd does.
 */
@Timeout(60)
class SocketActivationApplicationTests {

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	@BeforeEach
	void requirePython() {
		Programs.require("python3");
	}

	@ParameterizedTest
	@ValueSource(strings = { "systemd", "systemd:path", "3" })
	void inheritedSocketIsServedUntilTheContextClosesAndThenLeftToItsOtherHolders(String descriptor) throws Exception {
		Path path = this.sandbox.expectLeft(this.sandbox.path("s"));
		LineClient late;
		try (ChildProcess application = child("path:" + path)) {
			assertThat(ask(application, "start " + descriptor)).isEqualTo("LISTENING " + path);
			Object inode = Files.getAttribute(path, "unix:ino");
			EchoClient.assertAnswers(path);
			assertThat(ask(application, "restart")).isEqualTo("LISTENING " + path);
			EchoClient.assertAnswers(path);
			assertThat(ask(application, "close")).isEqualTo("CLOSED");
			assertThat(ask(application, "start " + descriptor)).isEqualTo("LISTENING " + path);
			EchoClient.assertAnswers(path);
			assertThat(ask(application, "close")).isEqualTo("CLOSED");
			assertThat(Files.getAttribute(path, "unix:ino")).isEqualTo(inode);
			late = this.sandbox.closeLater(new LineClient(path));
		}
		assertThat(late.readLine()).as("the answer of the parent").isEqualTo("PARENT");
	}

	@Test
	void clientsOfAStoppedServerWaitUntilItIsStarted() throws Exception {
		Path path = this.sandbox.expectLeft(this.sandbox.path("s"));
		try (ChildProcess application = child("path:" + path)) {
			assertThat(ask(application, "start systemd")).startsWith("LISTENING ");
			assertThat(ask(application, "stop")).isEqualTo("STOPPED");
			LineClient client = this.sandbox.closeLater(new LineClient(path).send("waiting\n"));
			assertThat(ask(application, "restart")).as("it was stopped on purpose").isEqualTo("STOPPED");
			assertThat(ask(application, "listen")).isEqualTo("LISTENING " + path);
			assertThat(client.readLine()).isEqualTo("waiting");
		}
	}

	@Test
	void oneOfSeveralSocketsIsFoundByItsName() throws Exception {
		Path path = this.sandbox.expectLeft(this.sandbox.path("s"));
		String key = "local-socket.servers.control.socket-descriptor: ";
		try (ChildProcess application = child("autobound", "path:" + path)) {
			assertThat(ask(application, "start systemd")).startsWith(key + "2 of the sockets")
				.contains("[autobound, path]")
				.contains("Name one: 'systemd:NAME'");
			assertThat(ask(application, "start systemd:other")).startsWith(key + "No socket of that name")
				.contains("[autobound, path]")
				.contains("FileDescriptorName=other");
			assertThat(ask(application, "start systemd:path")).isEqualTo("LISTENING " + path);
			EchoClient.assertAnswers(path);
		}
	}

	@Test
	void socketsOfTheSameNameAreToldApartByTheirNumbersOnly() throws Exception {
		Path first = this.sandbox.expectLeft(this.sandbox.path("1"));
		Path second = this.sandbox.expectLeft(this.sandbox.path("2"));
		try (ChildProcess application = child("path:" + first, "path:" + second)) {
			assertThat(ask(application, "start systemd:path")).contains(": 2 of the sockets");
			assertThat(ask(application, "start 4")).isEqualTo("LISTENING " + second);
		}
	}

	@Test
	void descriptorThatDoesNotListenStopsTheStart() throws Exception {
		try (ChildProcess application = child("connected")) {
			assertThat(ask(application, "start systemd")).startsWith("INVALID_DESCRIPTOR: The descriptor 3 ")
				.contains("does not listen");
		}
	}

	@ParameterizedTest
	@CsvSource({ "LISTEN_FDS=1, systemd, No socket was handed over to this process",
			"LISTEN_PID=1 LISTEN_FDS=1, systemd:control, No socket was handed over to this process",
			"LISTEN_PID=$$ LISTEN_FDS=one, systemd, 'LISTEN_FDS must be a number, but is ''one'''",
			"LISTEN_FDS=0, -1, It must be the number of a descriptor",
			"LISTEN_FDS=0, systemd-control, It must be the number of a descriptor",
			"LISTEN_FDS=0, 9999999999, It must be the number of a descriptor" })
	void valueThatNamesNoSocketStopsTheStart(String variables, String value, String text) throws Exception {
		ChildJvm jvm = ChildJvm.small().after("export " + variables);
		try (ChildProcess application = jvm.start(ActivatedApplication.class)) {
			assertThat(ask(application, "start " + value))
				.startsWith("local-socket.servers.control.socket-descriptor: ")
				.contains(text);
		}
	}

	private static String ask(ChildProcess application, String command) throws IOException {
		return application.send(command).receive();
	}

	private static ChildProcess child(String... specifications) throws IOException {
		List<String> parent = new ArrayList<>(List.of("python3", Programs.resource("parent.py")));
		parent.addAll(List.of(specifications));
		parent.add("--");
		return ChildJvm.small().behind(parent.toArray(String[]::new)).start(ActivatedApplication.class);
	}

}
