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
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

import dev.localsocket.LocalServer;
import dev.localsocket.testing.BackgroundCall;
import dev.localsocket.testing.SocketSandbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of servers that cannot delete what they have made.
 */
@Timeout(60)
class UndeletableEndpointTests {

	private static final int MAX_ROUNDS = 2000;

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	@TempDir
	Path classes;

	@Test
	void serverIsClosedThoughItsFileCannotBeDeleted() throws Exception {
		Path directory = this.sandbox.expectLeft(Files.createDirectory(this.sandbox.path("d")));
		OtherUser.open(this.sandbox.directory());
		Path path = directory.resolve("s");
		permit(directory, "rwxrwxrwx");
		try (ServerProcess process = ServerProcess.ready(OtherUser.unprivileged(ChildJvm.small(), this.classes))) {
			assertThat(process.listen(path, "WORLD_ACCESS", "unchecked")).isEqualTo("LISTENING");
			long descriptors = process.openDescriptors();
			EchoClient.assertAnswers(path);
			permit(directory, "r-xr-xr-x");
			process.closeServer(path);
			assertThat(path).exists();
			SocketSandbox.eventually().until(() -> process.openDescriptors() < descriptors);
			permit(directory, "rwxrwxrwx");
			assertThat(process.listen(path, "WORLD_ACCESS", "unchecked")).startsWith("ADDRESS_IN_USE ");
			assertThat(process.listen(path, "WORLD_ACCESS", "reclaim", "unchecked")).isEqualTo("LISTENING");
			EchoClient.assertAnswers(path);
		}
		assertThat(path).doesNotExist();
	}

	private static void permit(Path directory, String permissions) throws IOException {
		Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(permissions));
	}

	/** Somebody puts a file into the private directory, so that it cannot be deleted. */
	@Test
	void serverListensThoughItsPrivateDirectoryCannotBeDeleted() throws Exception {
		AtomicBoolean stop = new AtomicBoolean();
		BackgroundCall<Boolean> vandal = this.sandbox.async(() -> spoilPrivateDirectories(stop));
		for (int i = 0; i < MAX_ROUNDS && privateDirectories().isEmpty(); i++) {
			try (LocalServer server = new LocalServer()) {
				this.sandbox.listen(server);
				assertThat(server.isReachable()).isTrue();
			}
		}
		stop.set(true);
		assertThat(vandal.result()).isTrue();
		assertThat(privateDirectories()).as("directories that could not be deleted").isNotEmpty();
		privateDirectories().forEach(this.sandbox::expectLeft);
	}

	private boolean spoilPrivateDirectories(AtomicBoolean stop) throws IOException {
		while (!stop.get()) {
			for (Path directory : privateDirectories()) {
				try {
					Files.createFile(directory.resolve("spoilt"));
				}
				catch (IOException ex) {
					// It is gone, or has been spoilt before
				}
			}
		}
		return true;
	}

	private Set<Path> privateDirectories() throws IOException {
		return this.sandbox.files()
			.stream()
			.filter((path) -> path.getFileName().toString().startsWith(".ls-"))
			.collect(Collectors.toSet());
	}

}
