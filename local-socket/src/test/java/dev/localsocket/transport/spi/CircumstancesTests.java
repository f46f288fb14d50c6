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

package dev.localsocket.transport.spi;

import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Path;

import dev.localsocket.error.SocketError;
import dev.localsocket.testing.SocketSandbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Circumstances}, and of when {@link Failures} asks for them.
 */
class CircumstancesTests {

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	@Test
	void pathToConnectToTellsWhatIsMissing() throws Exception {
		this.sandbox.foreignServer("s");
		assertThat(Circumstances.ofConnecting(this.sandbox.path("s"))).isEqualTo(SocketError.UNKNOWN);
		assertThat(Circumstances.ofConnecting(this.sandbox.path("missing"))).isEqualTo(SocketError.SERVER_NOT_FOUND);
		assertThat(Circumstances.ofConnecting(this.sandbox.path("missing/s"))).isEqualTo(SocketError.SERVER_NOT_FOUND);
		assertThat(Circumstances.ofConnecting(this.sandbox.path("s/s"))).isEqualTo(SocketError.SERVER_NOT_FOUND);
	}

	@Test
	void directoryTellsWhetherFilesCanBeThere() {
		assertThat(Circumstances.ofCreatingIn(this.sandbox.directory())).isEqualTo(SocketError.UNKNOWN);
		assertThat(Circumstances.ofCreatingIn(Path.of("/sys"))).isEqualTo(SocketError.ACCESS_DENIED);
		assertThat(Circumstances.ofCreatingIn(this.sandbox.path("missing"))).isEqualTo(SocketError.UNKNOWN);
	}

	@Test
	void circumstancesCountWhereTheTypeTellsNothing() {
		SocketException translated = new SocketException("Datei oder Verzeichnis nicht gefunden");
		assertThat(Failures.of(translated, "Test", () -> SocketError.SERVER_NOT_FOUND).error())
			.isEqualTo(SocketError.SERVER_NOT_FOUND);
		assertThat(Failures.of(translated, "Test").error()).isEqualTo(SocketError.UNKNOWN);
		IOException told = new SystemCallException(SocketError.ACCESS_DENIED, "Keine Berechtigung", null);
		assertThat(Failures.of(told, "Test", () -> SocketError.SERVER_NOT_FOUND).error())
			.isEqualTo(SocketError.ACCESS_DENIED);
		SocketException english = new SocketException("Permission denied");
		assertThat(Failures.of(english, "Test", () -> SocketError.SERVER_NOT_FOUND).error())
			.isEqualTo(SocketError.SERVER_NOT_FOUND);
	}

}
