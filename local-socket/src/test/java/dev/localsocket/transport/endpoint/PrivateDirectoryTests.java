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

package dev.localsocket.transport.endpoint;

import java.nio.file.Files;
import java.nio.file.Path;

import dev.localsocket.testing.SocketSandbox;
import dev.localsocket.testing.TestedTransport;
import dev.localsocket.transport.spi.Closing;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link PrivateDirectory}: that it stays the same one, and what it deletes.
 */
@Tag("transport")
@Timeout(60)
class PrivateDirectoryTests {

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	@Test
	void whatIsDoneGoesThereThoughAnotherDirectoryIsAtThePath() throws Exception {
		Path moved = this.sandbox.expectLeft(this.sandbox.path("moved"));
		try (PrivateDirectory directory = PrivateDirectory.in(TestedTransport.get(), this.sandbox.directory())) {
			Path other = this.sandbox.expectLeft(directory.path());
			Files.move(other, moved);
			Files.createDirectory(other);
			Files.createFile(directory.moved());
			assertThat(moved.resolve("m")).exists();
			assertThat(other).isEmptyDirectory();
		}
	}

	@Test
	void closeLeavesADirectoryThatWasPutInItsPlace() throws Exception {
		Path moved = this.sandbox.expectLeft(this.sandbox.path("moved"));
		PrivateDirectory directory = PrivateDirectory.in(TestedTransport.get(), this.sandbox.directory());
		Path other = this.sandbox.expectLeft(directory.path());
		Files.move(other, moved);
		Files.createDirectory(other);
		directory.close();
		assertThat(other).isDirectory();
	}

	@Test
	void closeDeletesWhatIsMadeThere() throws Exception {
		try (PrivateDirectory directory = PrivateDirectory.in(TestedTransport.get(), this.sandbox.directory())) {
			Files.createFile(directory.socket());
			Files.createFile(directory.lock());
			Files.createFile(directory.probed());
			Files.createFile(directory.link());
		}
		assertThat(this.sandbox.files()).isEmpty();
	}

	@Test
	void closeLeavesWhatWasMovedThere() throws Exception {
		PrivateDirectory directory = PrivateDirectory.in(TestedTransport.get(), this.sandbox.directory());
		this.sandbox.expectLeft(directory.path());
		Files.createFile(directory.moved());
		Closing.quietly(directory);
		assertThat(directory.path().resolve("m")).exists();
	}

}
