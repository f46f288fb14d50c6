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
import java.nio.file.attribute.PosixFilePermissions;

import dev.localsocket.LocalServer;
import dev.localsocket.SocketOption;
import dev.localsocket.error.SocketError;
import dev.localsocket.testing.SocketSandbox;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that {@code root} is not led elsewhere by a process of another user, which
 * exchanges the directories that servers work in for its own.
 */
@Timeout(60)
class EndpointExchangeTests {

	private static final int ROUNDS = 300;

	private static final int REGULAR_OWNER_ONLY = 0100600;

	private static final int SOCKET_OF_ALL = 0140777;

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	@TempDir
	Path programs;

	private Path victim = Path.of("");

	private Path directory = Path.of("");

	@BeforeEach
	void prepare() throws IOException {
		OtherUser.assumeRoot();
		Programs.require("gcc");
		OtherUser.open(this.sandbox.directory());
		OtherUser.open(this.programs);
		Programs.run("gcc", "-Wall", "-o", this.programs.resolve("exchanger").toString(),
				Programs.resource("exchanger.c"));
		this.directory = this.sandbox.expectLeft(Files.createDirectory(this.sandbox.path("d")));
		this.victim = this.sandbox.expectLeft(Files.createFile(this.sandbox.path("victim"),
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))));
	}

	@ParameterizedTest
	@EnumSource
	void noOtherFileIsReachedWithoutTheCheckOfTheDirectory(Place place) throws Exception {
		place.prepare(this.directory);
		try (ChildProcess exchanger = exchanger()) {
			for (int i = 0; i < ROUNDS; i++) {
				listenAndClose();
				assertThat(Files.getAttribute(this.victim, "unix:mode")).isEqualTo(REGULAR_OWNER_ONLY);
			}
			assertThat(Integer.parseInt(exchanger.send("stop").receive())).as("exchanged directories").isPositive();
		}
	}

	/** That it cannot may be the doing of the other user. */
	private void listenAndClose() throws IOException {
		try (LocalServer server = server(false)) {
			if (server.listen(this.directory.resolve("s").toString())) {
				assertThat(Files.getAttribute(this.directory.resolve("s"), "unix:mode")).isEqualTo(SOCKET_OF_ALL);
			}
			else {
				assertThat(server.serverError()).as(server.errorString()).isEqualTo(SocketError.UNSAFE_DIRECTORY);
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void nothingIsMadeWhereOthersCanExchangeIt(Place place) throws Exception {
		place.prepare(this.directory);
		try (LocalServer server = server(true)) {
			assertThat(server.listen(this.directory.resolve("s").toString())).isFalse();
			assertThat(server.serverError()).isEqualTo(SocketError.UNSAFE_DIRECTORY);
			assertThat(server.errorString()).contains("'" + this.directory + "'").contains(place.text);
		}
		assertThat(this.directory).isEmptyDirectory();
	}

	private static LocalServer server(boolean checkDirectory) {
		LocalServer server = new LocalServer();
		server.setCheckDirectory(checkDirectory);
		server.setSocketOptions(SocketOption.WORLD_ACCESS);
		return server;
	}

	private ChildProcess exchanger() throws IOException {
		ChildProcess exchanger = OtherUser.start(this.programs.resolve("exchanger").toString(),
				this.directory.toString(), this.victim.toString());
		assertThat(exchanger.receive()).isEqualTo("READY");
		return exchanger;
	}

	/** Where another user can exchange directories. */
	enum Place {

		WRITABLE_BY_ALL("of mode 0777 and of root:root") {

			@Override
			void prepare(Path directory) throws IOException {
				Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
			}

		},

		OF_THE_OTHER_USER("of mode 0755 and of nobody:") {

			@Override
			void prepare(Path directory) throws IOException {
				OtherUser.open(directory);
				Files.setAttribute(directory, "unix:uid", OtherUser.UID);
			}

		};

		final String text;

		Place(String text) {
			this.text = text;
		}

		abstract void prepare(Path directory) throws IOException;

	}

}
