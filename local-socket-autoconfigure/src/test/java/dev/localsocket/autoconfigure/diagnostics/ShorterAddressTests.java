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
package dev.localsocket.autoconfigure.diagnostics;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

import dev.localsocket.LocalServer;
import dev.localsocket.SocketOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ShorterAddress}.
 */
class ShorterAddressTests {

	private static final String LONG = "x".repeat(120);

	@TempDir
	Path directory;

	private String find(String address, String... directories) {
		return ShorterAddress.of(address, Set.of(), List.of(directories)).orElse("none");
	}

	@Test
	void nameIsKeptInTheFirstDirectoryThatCanBeUsed() {
		assertThat(find("/" + LONG + "/control", "/no/such/directory", "relative", "\0", this.directory.toString(),
				"/tmp"))
			.isEqualTo(this.directory.resolve("control").toString());
	}

	@Test
	void directoryThatIsTooLongItselfIsLeftOut() throws Exception {
		Path deep = Files.createDirectories(this.directory.resolve(LONG));
		assertThat(find("/" + LONG + "/control", deep.toString(), this.directory.toString()))
			.isEqualTo(this.directory.resolve("control").toString());
	}

	@ParameterizedTest
	@ValueSource(strings = { "x", "ä", "😀" })
	void nameThatIsTooLongItselfIsCut(String character) throws Exception {
		String found = find("/run/" + character.repeat(200), this.directory.toString());
		String name = found.substring(this.directory.toString().length() + 1);
		assertThat(name).isNotEmpty().matches("(" + character + ")+");
		assertThat(found.getBytes(StandardCharsets.UTF_8).length).isBetween(104, 107);
		try (LocalServer server = new LocalServer()) {
			assertThat(server.listen(found)).as(server.errorString()).isTrue();
		}
	}

	@Test
	void abstractNameIsCut() {
		Set<SocketOption> options = Set.of(SocketOption.ABSTRACT_NAMESPACE);
		assertThat(ShorterAddress.of(LONG, options, List.of())).hasValue("x".repeat(107));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/run/control", "", "/run/", "/run/\0" })
	void addressThatIsNotTooLongHasNone(String address) {
		assertThat(find(address, this.directory.toString())).isEqualTo("none");
	}

	@Test
	void thereMayBeNone() {
		assertThat(find("/" + LONG + "/control", "/no/such/directory")).isEqualTo("none");
	}

}
