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

import java.util.ArrayList;
import java.util.List;

import dev.localsocket.testing.JavaProcess;
import dev.localsocket.testing.SocketSandbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that failures are told apart also where the operating system speaks another
 * language; it does where Debian's {@code libc-l10n} or the like is installed.
 */
@Timeout(60)
class TranslatedMessagesTests {

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	@Test
	void failuresAreToldApartInAnyLanguage() throws Exception {
		this.sandbox.expectLeft(this.sandbox.path("file"));
		this.sandbox.expectLeft(this.sandbox.path("busy"));
		List<String> lines = new ArrayList<>();
		try (JavaProcess process = JavaProcess.startInGerman(FailuresMain.class, this.sandbox.directory().toString())) {
			String line;
			while ((line = process.readLine()) != null) {
				lines.add(line);
			}
		}
		assertThat(lines).containsExactly("directory of the kernel: ACCESS_DENIED", "nothing there: SERVER_NOT_FOUND",
				"no directory: SERVER_NOT_FOUND", "no socket: CONNECTION_REFUSED", "backlog full: TIMEOUT");
	}

}
