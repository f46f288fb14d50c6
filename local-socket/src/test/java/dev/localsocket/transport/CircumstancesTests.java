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

package dev.localsocket.transport;

import java.net.SocketException;
import java.nio.file.Path;

import dev.localsocket.testing.SocketSandbox;
import dev.localsocket.transport.TransportException.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Circumstances}, and of when {@link TransportException} asks for them.
 */
class CircumstancesTests {

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	@Test
	void pathToConnectToTellsWhatIsMissing() throws Exception {
		this.sandbox.foreignServer("s");
		assertThat(Circumstances.ofConnecting(this.sandbox.path("s"))).isEqualTo(Failure.OTHER);
		assertThat(Circumstances.ofConnecting(this.sandbox.path("missing"))).isEqualTo(Failure.NOT_FOUND);
		assertThat(Circumstances.ofConnecting(this.sandbox.path("missing/s"))).isEqualTo(Failure.NOT_FOUND);
		assertThat(Circumstances.ofConnecting(this.sandbox.path("s/s"))).isEqualTo(Failure.NOT_FOUND);
	}

	@Test
	void directoryTellsWhetherFilesCanBeThere() {
		assertThat(Circumstances.ofCreatingIn(this.sandbox.directory())).isEqualTo(Failure.OTHER);
		assertThat(Circumstances.ofCreatingIn(Path.of("/sys"))).isEqualTo(Failure.ACCESS_DENIED);
		assertThat(Circumstances.ofCreatingIn(this.sandbox.path("missing"))).isEqualTo(Failure.OTHER);
	}

	@Test
	void circumstancesCountWhereTheTextTellsNothing() {
		SocketException translated = new SocketException("Datei oder Verzeichnis nicht gefunden");
		assertThat(TransportException.of(translated, "Test", () -> Failure.NOT_FOUND).failure())
			.isEqualTo(Failure.NOT_FOUND);
		assertThat(TransportException.of(translated, "Test").failure()).isEqualTo(Failure.OTHER);
		SocketException english = new SocketException("Permission denied");
		assertThat(TransportException.of(english, "Test", () -> Failure.NOT_FOUND).failure())
			.isEqualTo(Failure.ACCESS_DENIED);
	}

}
