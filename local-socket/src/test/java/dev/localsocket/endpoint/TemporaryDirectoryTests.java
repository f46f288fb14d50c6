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

import java.nio.file.Files;
import java.nio.file.Path;

import dev.localsocket.testing.SocketSandbox;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of names in processes with different working directories and {@code $TMPDIR}.
 */
@Timeout(60)
class TemporaryDirectoryTests {

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	@BeforeEach
	void createDirectories() throws Exception {
		Files.createDirectories(this.sandbox.expectLeft(this.sandbox.path("work")).resolve("sub"));
	}

	private ChildProcess start(ChildJvm jvm, String name) throws Exception {
		return jvm.after("cd '" + this.sandbox.path("work") + "'").start(NameMain.class, name);
	}

	@ParameterizedTest
	@CsvSource({ ".,work/foo", "..,foo", "sub,work/sub/foo", "./sub/,work/sub/foo", "sub/../../work,work/foo",
			"HERE/work/sub,work/sub/foo", "HERE/work//sub/,work/sub/foo" })
	void relativeDirectoryIsSeenFromTheWorkingDirectory(String variable, String expected) throws Exception {
		String directory = variable.replace("HERE", this.sandbox.directory().toString());
		Path path = this.sandbox.path(expected);
		try (ChildProcess process = start(ChildJvm.small().environment("TMPDIR", directory), "foo")) {
			assertThat(process.receive()).isEqualTo("true " + path + " NO_ERROR ");
			assertThat(process.receive()).isEqualTo(path + " true true");
		}
	}

	@Test
	void missingDirectoryIsNamed() throws Exception {
		try (ChildProcess process = start(ChildJvm.small().environment("TMPDIR", "missing"), "foo")) {
			assertThat(process.receive()).startsWith(
					"false  INVALID_NAME The directory '" + this.sandbox.path("work/missing") + "' does not exist");
			assertThat(process.receive()).isEqualTo("SERVER_NOT_FOUND false false");
		}
	}

	@ParameterizedTest
	@CsvSource({ "/tmp/fürth,foo", "für,foo", "/tmp,fUMLAUTr" })
	void nameThatTheEncodingOfTheFileSystemCannotHoldIsInvalid(String variable, String name) throws Exception {
		ChildJvm ascii = ChildJvm.small().environment("LC_ALL", "C").after("export TMPDIR='" + variable + "'");
		try (ChildProcess process = start(ascii, name)) {
			assertThat(process.receive()).startsWith("false  INVALID_NAME ").contains("is no path on this system");
			assertThat(process.receive()).isEqualTo("INVALID_NAME true false");
		}
	}

}
