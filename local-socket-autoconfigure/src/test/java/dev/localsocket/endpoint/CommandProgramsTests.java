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

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.localsocket.annotation.LocalSocketListener;
import dev.localsocket.autoconfigure.LocalSocketAutoConfiguration;
import dev.localsocket.messaging.LastReply;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of commands with the programs that people type them into.
 */
@Timeout(60)
class CommandProgramsTests {

	@TempDir
	Path directory;

	@ParameterizedTest
	@ValueSource(strings = { "socat -t 10 - UNIX-CONNECT:", "nc -U " })
	void programsGetTheirAnswers(String command) {
		Programs.require(command.split(" ")[0]);
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(LocalSocketAutoConfiguration.class))
			.withUserConfiguration(Words.class)
			.withPropertyValues("local-socket.servers.control.directory=" + this.directory,
					"local-socket.servers.control.protocol=command")
			.run((context) -> assertThat(
					talk(command + this.directory.resolve("control"), "words 'a b' \"c\"\nwrods x\nhelp words\nquit\n"))
				.containsExactly("a b", "c", "error: unknown command 'wrods'; did you mean 'words'?",
						"usage: words [WORDS]...", "say the words", "bye"));
	}

	private static List<String> talk(String command, String input) throws Exception {
		Process process = new ProcessBuilder("sh", "-c", "exec " + command).redirectErrorStream(true).start();
		try {
			process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
			process.getOutputStream().flush();
			List<String> lines = process.inputReader(StandardCharsets.UTF_8).lines().toList();
			process.getOutputStream().close();
			assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
			return lines;
		}
		finally {
			process.destroyForcibly();
		}
	}

	static class Words {

		@LocalSocketListener(servers = "control", route = "words", description = "say the words")
		List<String> words(String... words) {
			return List.of(words);
		}

		@LocalSocketListener(servers = "control", route = "quit")
		LastReply quit() {
			return new LastReply("bye");
		}

	}

}
