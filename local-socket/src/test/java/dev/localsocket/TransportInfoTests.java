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
package dev.localsocket;

import java.util.List;
import java.util.regex.Pattern;

import dev.localsocket.testing.JavaProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TransportInfo}.
 */
@Timeout(60)
class TransportInfoTests {

	@Test
	void summaryIsOfWhatIsInUse() {
		TransportInfo info = TransportInfo.get();
		assertThat(info.supported()).isTrue();
		assertThat(TransportInfo.summary())
			.startsWith("transport %s, poller %s".formatted(info.transport(), info.poller()));
	}

	@Test
	@EnabledForJreRange(max = JRE.JAVA_21)
	void nothingIsToBeExplainedBeforeJava22() {
		assertThat(TransportInfo.summary()).isEqualTo("transport junixsocket, poller selector");
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_22)
	@EnabledOnOs(OS.LINUX)
	void summarySaysThatTheSelectorWasAskedFor() throws Exception {
		try (JavaProcess process = JavaProcess.startWith(List.of("-Dlocal-socket.poller=selector"),
				TransportMain.class)) {
			assertThat(process.readLine()).isEqualTo("transport junixsocket, poller selector "
					+ "(not native, because -Dlocal-socket.poller=selector is set)");
		}
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_22)
	@EnabledOnOs(OS.LINUX)
	void summarySaysThatTheClassesForJava22AreMissing() throws Exception {
		try (JavaProcess process = JavaProcess.startWithout(Pattern.compile("22|main22"), TransportMain.class)) {
			assertThat(process.readLine()).startsWith("transport junixsocket, poller selector (not native, because ")
				.contains("built by a JDK before 22", "as a directory");
		}
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_22)
	@EnabledOnOs(OS.LINUX)
	void whatWorksWithoutTheSocketLibraryIsSupported() throws Exception {
		try (JavaProcess process = JavaProcess.startWithout(Pattern.compile("junixsocket-.*"), TransportMain.class)) {
			assertThat(process.readLine()).isEqualTo("transport native, poller epoll");
			assertThat(process.readLine()).contains("supported=true", "version=none", "nativeLibrary=null");
		}
	}

}
