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
import java.util.Map;
import java.util.TreeMap;

import dev.localsocket.testing.SocketSandbox;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the file has the permissions of the options, in processes of different
 * umasks.
 */
@Timeout(60)
class EndpointPermissionsTests {

	private static final Map<String, String> MODES = Map.of("USER_ACCESS", "700", "GROUP_ACCESS", "70", "OTHER_ACCESS",
			"7", "USER_ACCESS GROUP_ACCESS", "770", "USER_ACCESS OTHER_ACCESS", "707", "GROUP_ACCESS OTHER_ACCESS",
			"77", "USER_ACCESS GROUP_ACCESS OTHER_ACCESS", "777", "WORLD_ACCESS", "777");

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	@ParameterizedTest
	@CsvSource({ "022,755", "000,777", "077,700", "027,750" })
	void fileHasExactlyTheModeOfTheOptionsAndTheUmaskDecidesOnlyWithoutAny(String umask, String withoutOptions)
			throws Exception {
		Map<String, String> expected = new TreeMap<>(MODES);
		expected.put("", withoutOptions);
		Map<String, String> modes = new TreeMap<>();
		try (ServerProcess process = ServerProcess.ready(ChildJvm.small().after("umask " + umask))) {
			for (String options : expected.keySet()) {
				modes.put(options, modeOfServer(process, options));
			}
		}
		assertThat(modes).isEqualTo(expected);
	}

	private String modeOfServer(ServerProcess process, String options) throws IOException {
		Path path = this.sandbox.path("s");
		assertThat(process.listen(path, options)).isEqualTo("LISTENING");
		String mode = mode(path);
		assertThat(mode(this.sandbox.path(".s.lock"))).isEqualTo("600");
		assertThat(process.closeServer(path)).isEqualTo("NO_ERROR ");
		assertThat(this.sandbox.files()).isEmpty();
		return mode;
	}

	private static String mode(Path path) throws IOException {
		return Integer.toOctalString((int) Files.getAttribute(path, "unix:mode") & 07777);
	}

}
