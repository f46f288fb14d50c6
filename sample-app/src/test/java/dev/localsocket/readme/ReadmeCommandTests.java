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

package dev.localsocket.readme;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalServerListener;
import dev.localsocket.LocalSocket;
import dev.localsocket.LocalSocketCallbacks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Runs the commands of README.md, with a pipe instead of a terminal, so that they must
 * tell the server of the end of their input, and wait for what it says then.
 */
@Timeout(60)
class ReadmeCommandTests {

	/** Longer than the half second for which socat waits by default. */
	private static final long MILLIS_TO_REPLY = 900;

	private static final Pattern COMMAND = Pattern.compile("(?:socat|nc) [^`\n]*/tmp/[a-z]+-control\\b");

	@TempDir
	Path directory;

	static List<String> commands() throws IOException {
		return COMMAND.matcher(Files.readString(Path.of("../README.md")))
			.results()
			.map(MatchResult::group)
			.distinct()
			.toList();
	}

	@Test
	void bothProgramsAreShown() throws IOException {
		assertThat(commands()).anyMatch((command) -> command.startsWith("socat "))
			.anyMatch((command) -> command.startsWith("nc "));
	}

	@ParameterizedTest
	@MethodSource("commands")
	void commandGetsALateReplyToAPipeAndEnds(String command) throws Exception {
		requireProgram(command.split(" ")[0]);
		try (LocalServer server = new LocalServer()) {
			server.addListener(new SlowListener());
			assertThat(server.listen(this.directory.resolve("s").toString())).as(server::errorString).isTrue();
			assertThat(output(command.replaceAll("/tmp/\\S+", server.fullServerName()))).isEqualTo("late\n");
		}
	}

	private static String output(String command) throws Exception {
		Process process = new ProcessBuilder("sh", "-c", "printf 'world\\n' | " + command).redirectErrorStream(true)
			.start();
		try {
			assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("end of '%s'", command).isTrue();
			return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
		finally {
			process.descendants().forEach(ProcessHandle::destroyForcibly);
			process.destroyForcibly();
		}
	}

	private static void requireProgram(String program) {
		boolean available = Pattern.compile(File.pathSeparator)
			.splitAsStream(System.getenv().getOrDefault("PATH", ""))
			.anyMatch((directory) -> Files.isExecutable(Path.of(directory, program)));
		if (System.getenv("CI") != null) {
			assertThat(available).as("'%s' must be installed on a build server", program).isTrue();
		}
		assumeTrue(available, () -> "The test needs the program '" + program + "'");
	}

	/** Takes connections that answer late. */
	private static final class SlowListener implements LocalServerListener {

		@Override
		public void newConnection(LocalServer server, LocalSocket socket) {
			server.takePendingConnection(socket);
			socket.addListener(new LateReply());
		}

	}

	/** Answers a while after the end of the input. */
	private static final class LateReply implements LocalSocketCallbacks {

		@Override
		public void readChannelFinished(LocalSocket socket) {
			CompletableFuture.delayedExecutor(MILLIS_TO_REPLY, TimeUnit.MILLISECONDS).execute(() -> {
				socket.write(ByteBuffer.wrap("late\n".getBytes(StandardCharsets.UTF_8)));
				socket.close();
			});
		}

	}

}
