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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import dev.localsocket.testing.JavaProcess;
import dev.localsocket.testing.SocketSandbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TransportInfo}.
 */
@Timeout(60)
class TransportInfoTests {

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	private static final String NATIVE = (Runtime.version().feature() >= 22)
			? "transport native by Foreign Function API, poller epoll" : "transport native by jffi, poller epoll";

	@Test
	void summaryIsOfWhatIsInUse() {
		TransportInfo info = TransportInfo.get();
		assertThat(info.supported()).isTrue();
		assertThat(info.summary()).startsWith("transport " + info.transport()).contains("poller " + info.poller());
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void linuxHasTheNativeTransport() throws Exception {
		try (JavaProcess process = JavaProcess.start(TransportMain.class, "auto")) {
			assertThat(process.readLine()).isEqualTo(NATIVE);
		}
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void summarySaysThatJunixsocketWasAskedFor() throws Exception {
		try (JavaProcess process = JavaProcess.start(TransportMain.class, "junixsocket")) {
			assertThat(process.readLine())
				.isEqualTo("transport junixsocket, poller selector (not the best, because it was asked for)");
			assertThat(process.readLine()).contains("library=junixsocket", "supported=true", "nativeLibrary=")
				.doesNotContain("nativeLibrary=null");
		}
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_22)
	@EnabledOnOs(OS.LINUX)
	void summarySaysThatTheClassesForJava22AreMissing() throws Exception {
		try (JavaProcess process = JavaProcess.startWithout(Pattern.compile("22|main22"), TransportMain.class,
				"auto")) {
			assertThat(process.readLine()).startsWith("transport native by jffi, poller epoll (not the best, because ")
				.contains("built by a JDK before 22", "as a directory");
		}
	}

	@Test
	@EnabledForJreRange(max = JRE.JAVA_21)
	@EnabledOnOs(OS.LINUX)
	void summarySaysThatJffiIsMissing() throws Exception {
		try (JavaProcess process = JavaProcess.startWithout(Pattern.compile("jffi-.*"), TransportMain.class, "auto")) {
			assertThat(process.readLine())
				.startsWith("transport junixsocket, poller selector (not the best, because jffi cannot be loaded ");
		}
	}

	@Test
	@EnabledForJreRange(max = JRE.JAVA_21)
	@EnabledOnOs(OS.LINUX)
	void nativeTransportThatIsImpossibleSaysWhy() throws Exception {
		try (JavaProcess process = JavaProcess.startWithout(Pattern.compile("jffi-.*"), TransportMain.class,
				"native")) {
			assertThat(process.readLine())
				.startsWith("The native transport cannot be used here, because jffi cannot be loaded ");
		}
	}

	@Test
	void unknownTransportNamesTheKnownOnes() throws Exception {
		try (JavaProcess process = JavaProcess.start(TransportMain.class, "tcp")) {
			assertThat(process.readLine()).isEqualTo("The system property local-socket.transport is 'tcp': "
					+ "set it to one of [auto, native, junixsocket]");
		}
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void nativeTransportNeedsNoSocketLibrary() throws Exception {
		try (JavaProcess process = JavaProcess.startWithout(Pattern.compile("junixsocket-.*"), TransportMain.class,
				"auto")) {
			assertThat(process.readLine()).isEqualTo(NATIVE);
			assertThat(process.readLine()).contains("supported=true", "nativeLibrary=null");
		}
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void nativeTransportLoadsNoClassOfJunixsocket() throws Exception {
		Path classes = this.sandbox.path("classes");
		try (JavaProcess process = JavaProcess.startWith(List.of("-Xlog:class+load:file=" + classes),
				NativeLifeMain.class, this.sandbox.path("s").toString())) {
			assertThat(process.readLine()).isEqualTo("talked over a file");
			assertThat(process.readLine()).isEqualTo("adopted a listening socket");
			assertThat(process.readLine()).isEqualTo("reclaimed a stale file");
			assertThat(process.readLine()).isEqualTo("listened without a file");
			assertThat(process.readLine()).isNull();
		}
		assertThat(classes).content().contains("dev.localsocket.transport.linux.").doesNotContain("org.newsclub");
		Files.delete(classes);
	}

}
