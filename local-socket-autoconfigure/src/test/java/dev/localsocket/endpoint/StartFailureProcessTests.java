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
import java.util.concurrent.TimeUnit;

import dev.localsocket.TransportInfo;
import dev.localsocket.testing.SocketSandbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests that an application prints what to change when its user, or the system, keeps its
 * server from listening.
 */
@Timeout(60)
class StartFailureProcessTests {

	private static final String LIBRARY_DIRECTORY = "org.newsclub.net.unix.library.tmpdir";

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	@TempDir
	Path directory;

	@Test
	void userWhoMayNotWriteIsNamedWithTheModeOfTheDirectory() throws Exception {
		OtherUser.assumeRoot();
		OtherUser.open(this.sandbox.directory());
		String output = start(OtherUser.withAllLibraries(ChildJvm.small(), this.directory));
		assertThat(output)
			.contains("The local server 'control' cannot listen at '%s/control' (ACCESS_DENIED)"
				.formatted(this.sandbox.directory()))
			.contains("The directory '%s' belongs to root:root and has the mode rwxr-xr-x"
				.formatted(this.sandbox.directory()))
			.contains("This process runs as the user nobody")
			.contains("or let the user 'nobody' write there");
		assertThat(this.sandbox.files()).isEmpty();
	}

	@Test
	void userWithoutAnAccountIsNamedByItsNumber() throws Exception {
		OtherUser.assumeRoot();
		OtherUser.open(this.sandbox.directory());
		String output = start(OtherUser.withAllLibraries(ChildJvm.small(), this.directory, "61234"));
		assertThat(output).contains("(ACCESS_DENIED)")
			.contains("This process runs as the user 61234")
			.contains("or let the user '61234' write there");
	}

	@Test
	void userWhoMayNotLookIntoTheDirectoryIsToldOfIt() throws Exception {
		OtherUser.assumeRoot();
		String output = start(OtherUser.withAllLibraries(ChildJvm.small(), this.directory));
		assertThat(output).contains("(ACCESS_DENIED)")
			.contains("has the mode rwx------")
			.contains("let the user 'nobody' write there");
	}

	@Test
	void nativeLibraryThatMayNotBeExecutedCanBeMoved() throws Exception {
		OtherUser.assumeRoot();
		assumeTrue(canMount(), "No file system can be mounted here");
		ChildJvm jvm = withSelector(withLibraryIn(this.directory))
			.after("mount -t tmpfs -o noexec none %s && cd %s".formatted(this.directory, this.directory))
			.behind("unshare", "-m");
		assertLibraryCanBeMoved(jvm);
		Path elsewhere = Files.createTempDirectory(Path.of(System.getProperty("java.io.tmpdir")), "library");
		try {
			assertThat(start(jvm.option("-D" + LIBRARY_DIRECTORY + "=" + elsewhere))).endsWith("STARTED");
		}
		finally {
			deleteLibraries(elsewhere);
		}
	}

	@Test
	void nativeLibraryThatCannotBeExtractedCanBeMoved() throws Exception {
		OtherUser.assumeRoot();
		ChildJvm jvm = OtherUser.withAllLibraries(withSelector(withLibraryIn(Path.of("/sys"))), this.directory);
		assertLibraryCanBeMoved(jvm);
	}

	@Test
	void nativeLibraryIsNotNeededWhereTheKernelIsCalledDirectly() throws Exception {
		assumeTrue(TransportInfo.get().library().equals("Foreign Function API"), "This JVM cannot do that");
		ChildJvm jvm = withLibraryIn(Path.of("/sys")).option("-D" + LIBRARY_DIRECTORY + "=/sys");
		assertThat(start(jvm)).endsWith("STARTED");
	}

	@ParameterizedTest
	@ValueSource(strings = { "servers", "clients" })
	void nativeTransportThatIsImpossibleStopsTheStart(String users) throws Exception {
		String output = start(ChildJvm.small().option("-Dos.name=Plan 9").option("-Dlocal-socket.transport=native"),
				users);
		assertThat(output).contains("Invalid value 'native' for configuration property 'local-socket.transport'")
			.contains("The native transport cannot be used here, because this system is not Linux but Plan 9");
	}

	private static boolean canMount() throws Exception {
		Process process = new ProcessBuilder("unshare", "-m", "mount", "-t", "tmpfs", "none", "/mnt").start();
		return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
	}

	/** It would also be put into the home and the working directory. */
	private static ChildJvm withLibraryIn(Path directory) {
		return ChildJvm.small().option("-Djava.io.tmpdir=" + directory).option("-Duser.home=" + directory);
	}

	/** On Linux, servers do without the library otherwise. */
	private static ChildJvm withSelector(ChildJvm jvm) {
		return jvm.option("-Dlocal-socket.transport=junixsocket");
	}

	private void assertLibraryCanBeMoved(ChildJvm jvm) throws IOException {
		String output = start(jvm);
		assertThat(output).contains("The local server 'control' cannot listen")
			.contains("The native library of junixsocket could not be loaded");
		assertThat(output.substring(output.indexOf("Action:"))).contains("-D" + LIBRARY_DIRECTORY + "=DIRECTORY")
			.contains("noexec");
	}

	private static void deleteLibraries(Path directory) throws IOException {
		try (var files = Files.list(directory)) {
			for (Path file : files.toList()) {
				Files.delete(file);
			}
		}
		Files.delete(directory);
	}

	private String start(ChildJvm jvm) throws IOException {
		return start(jvm, "servers");
	}

	private String start(ChildJvm jvm, String users) throws IOException {
		try (ChildProcess process = jvm.start(StartingApplication.class, "--spring.main.banner-mode=off",
				"--local-socket.%s.control.directory=%s".formatted(users, this.sandbox.directory()))) {
			return process.receiveRest();
		}
	}

}
