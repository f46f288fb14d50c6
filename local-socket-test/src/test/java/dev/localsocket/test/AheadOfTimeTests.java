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
package dev.localsocket.test;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

import dev.localsocket.testing.JavaProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.aot.generate.FileSystemGeneratedFiles;
import org.springframework.test.context.aot.TestContextAotGenerator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AutoConfigureLocalSocket} in a context that was generated ahead of
 * time, compiled, and is used by another JVM, as {@code process-test-aot} and the native
 * tests do.
 */
@Timeout(120)
class AheadOfTimeTests {

	@TempDir
	Path directory;

	@Test
	void testsUseTheGeneratedContextWithADirectoryOfItsOwn() throws Exception {
		generate();
		compile();
		try (JavaProcess process = JavaProcess.startAheadOfTime(this.directory, AheadOfTimeTestMain.class)) {
			assertThat(process.readLine()).isEqualTo("generated: true");
			assertThat(process.readLine()).isEqualTo("answer: first");
			assertThat(process.readLine()).isEqualTo("connections: 1");
			String address = String.valueOf(process.readLine());
			assertThat(address).startsWith(System.getProperty("java.io.tmpdir")).endsWith("/control");
			assertThat(process.readLine()).isEqualTo("answer: second");
			String other = String.valueOf(process.readLine());
			assertThat(other).isNotEqualTo(address).endsWith("/control");
			assertThat(process.readLine()).isEqualTo("closed");
			assertThat(Path.of(address).getParent()).doesNotExist();
			assertThat(Path.of(other).getParent()).doesNotExist();
		}
	}

	private void generate() {
		new TestContextAotGenerator(new FileSystemGeneratedFiles(this.directory))
			.processAheadOfTime(Stream.of(AheadOfTimeTestMain.First.class, AheadOfTimeTestMain.Second.class));
	}

	private void compile() throws IOException {
		List<String> arguments = new ArrayList<>(List.of("-proc:none", "-d", this.directory.toString(), "-cp",
				this.directory + File.pathSeparator + System.getProperty("java.class.path")));
		try (Stream<Path> files = Files.walk(this.directory)) {
			files.map(Path::toString).filter((file) -> file.endsWith(".java")).forEach(arguments::add);
		}
		assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)))
			.isZero();
	}

}
