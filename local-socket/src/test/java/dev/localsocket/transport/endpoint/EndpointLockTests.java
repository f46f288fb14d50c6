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

import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import dev.localsocket.testing.JavaProcess;
import dev.localsocket.testing.ServerMain;
import dev.localsocket.testing.SocketSandbox;
import dev.localsocket.testing.TestedTransport;
import dev.localsocket.transport.spi.Closing;
import dev.localsocket.transport.spi.FileLock;
import dev.localsocket.transport.spi.ProcessFileLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link EndpointLock}.
 */
@Timeout(60)
class EndpointLockTests {

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	@Test
	void lockFileIsThereUntilTheLockIsClosed() throws Exception {
		EndpointLock lock = acquire();
		assertThat(this.sandbox.files()).containsExactly(this.sandbox.path(".s.lock"));
		lock.close();
		assertThat(this.sandbox.files()).isEmpty();
		lock.close();
	}

	@Test
	void secondLockInThisProcessIsRefused() throws Exception {
		try (EndpointLock lock = acquire()) {
			assertInUse();
			assertInUse();
			assertThat(lock).isNotNull();
			assertHeldForOtherProcesses();
		}
		acquire().close();
	}

	/** Closing any descriptor of the file would have released the lock. */
	private void assertHeldForOtherProcesses() throws Exception {
		try (JavaProcess process = JavaProcess.start(ServerMain.class, this.sandbox.address("s"))) {
			process.readLine();
			process.go();
			assertThat(process.readLine()).isEqualTo("ADDRESS_IN_USE");
		}
	}

	@Test
	void lockOfAnotherProcessIsRefusedUntilThatIsKilled() throws Exception {
		try (JavaProcess process = JavaProcess.start(ServerMain.class, this.sandbox.address("s"))) {
			process.readLine();
			process.go();
			assertThat(process.readLine()).isEqualTo("LISTENING");
			assertInUse();
			process.kill();
		}
		acquire().close();
		Files.delete(this.sandbox.path("s"));
	}

	/** Older versions have only the lock of Java, which belongs to the process. */
	@Test
	void lockAndThatOfJavaExcludeOneAnother() throws Exception {
		Path file = this.sandbox.path(".s.lock");
		try (EndpointLock lock = acquire()) {
			assertThat(lock).isNotNull();
			assertThat(ProcessFileLock.tryLock(file, false)).isNull();
		}
		try (FileLock older = ProcessFileLock.tryLock(file, true)) {
			assertThat(older).isNotNull();
			assertInUse();
		}
		acquire().close();
	}

	@Test
	void locksOfDifferentNamesAreIndependent() throws Exception {
		try (EndpointLock first = acquire();
				EndpointPlace place = EndpointPlace.open(TestedTransport.get(), this.sandbox.path("t"));
				PrivateDirectory directory = place.newPrivateDirectory();
				EndpointLock second = EndpointLock.acquire(place, directory)) {
			assertThat(second).isNotSameAs(first);
		}
	}

	@Test
	void lockFileThatWasReplacedIsNotDeleted() throws Exception {
		EndpointLock lock = acquire();
		Files.delete(this.sandbox.path(".s.lock"));
		Path other = this.sandbox.expectLeft(Files.createFile(this.sandbox.path(".s.lock")));
		lock.close();
		assertThat(other).exists();
	}

	@Test
	void symbolicLinkAtThePathOfTheLockIsRefused() throws Exception {
		Path victim = this.sandbox.expectLeft(Files.writeString(this.sandbox.path("victim"), "text"));
		Path link = this.sandbox.expectLeft(this.sandbox.path(".s.lock"));
		Files.createSymbolicLink(link, victim);
		assertThatExceptionOfType(LocalSocketException.class).isThrownBy(this::acquire)
			.withMessageContaining("symbolic link")
			.withMessageContaining(link.toString())
			.satisfies((ex) -> assertThat(ex.error()).isEqualTo(SocketError.ADDRESS_IN_USE));
		assertThat(victim).hasContent("text");
		assertThat(link).isSymbolicLink();
	}

	@Test
	void danglingLinkAtThePathOfTheLockIsRefusedAndNotFollowed() throws Exception {
		Path link = this.sandbox.expectLeft(this.sandbox.path(".s.lock"));
		Files.createSymbolicLink(link, this.sandbox.path("target"));
		assertThatExceptionOfType(LocalSocketException.class).isThrownBy(this::acquire);
		assertThat(this.sandbox.path("target")).doesNotExist();
	}

	@Test
	void directoryAtThePathOfTheLockIsRefused() throws Exception {
		Path directory = this.sandbox.expectLeft(Files.createDirectory(this.sandbox.path(".s.lock")));
		assertThatExceptionOfType(LocalSocketException.class).isThrownBy(this::acquire);
		assertThat(directory).isDirectory();
	}

	private EndpointLock acquire() throws Exception {
		EndpointPlace place = this.sandbox
			.closeLater(EndpointPlace.open(TestedTransport.get(), this.sandbox.path("s")));
		try (PrivateDirectory directory = place.newPrivateDirectory()) {
			return EndpointLock.acquire(place, directory);
		}
	}

	private void assertInUse() {
		assertThatExceptionOfType(LocalSocketException.class).isThrownBy(this::acquire)
			.withMessageContaining(this.sandbox.address("s"))
			.satisfies((ex) -> assertThat(ex.error()).isEqualTo(SocketError.ADDRESS_IN_USE));
	}

}
