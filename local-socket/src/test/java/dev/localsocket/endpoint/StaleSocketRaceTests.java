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
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import dev.localsocket.testing.SocketSandbox;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that nothing of others is lost when files come to the path of a stale socket in
 * the middle of its removal, which a preloaded library lets happen.
 */
@Timeout(60)
class StaleSocketRaceTests {

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	@TempDir
	Path libraries;

	private Path library = Path.of("");

	@BeforeEach
	void buildLibrary() throws IOException {
		Programs.require("gcc");
		this.library = this.libraries.resolve("rename-race.so");
		Programs.run("gcc", "-shared", "-fPIC", "-Wall", "-Werror", "-o", this.library.toString(),
				Programs.resource("rename-race.c"));
	}

	@Test
	void liveServerThatCameStaysReachableWhenAnotherFileCameBeforeItCouldBePutBack() throws Exception {
		this.sandbox.foreignServer("first");
		Path second = Files.writeString(this.sandbox.expectLeft(this.sandbox.path("second")), "precious");
		Path kept = removeStale("first", "second");
		SocketChannel.open(UnixDomainSocketAddress.of(kept)).close();
		assertThat(this.sandbox.path("s")).hasSameBinaryContentAs(second);
	}

	@Test
	void regularFileThatCameIsKeptWhenALiveServerCameBeforeItCouldBePutBack() throws Exception {
		Files.writeString(this.sandbox.expectLeft(this.sandbox.path("first")), "precious");
		this.sandbox.foreignServer("second");
		Path kept = removeStale("first", "second");
		assertThat(kept).hasContent("precious");
		SocketChannel.open(UnixDomainSocketAddress.of(this.sandbox.path("s"))).close();
	}

	@Test
	void fileThatCameIsPutBackWhenThePathIsFree() throws Exception {
		Files.writeString(this.sandbox.expectLeft(this.sandbox.path("first")), "precious");
		Path path = this.sandbox.expectLeft(this.sandbox.staleSocket("s"));
		assertThat(listen("first", "missing")).startsWith("ADDRESS_IN_USE ").contains("regular file");
		assertThat(path).hasContent("precious");
	}

	/** Returns where the first file is afterwards; the log says so. */
	private Path removeStale(String first, String second) throws Exception {
		Path path = this.sandbox.expectLeft(this.sandbox.staleSocket("s"));
		assertThat(listen(first, second)).startsWith("ADDRESS_IN_USE ").contains(path.toString());
		Path directory = this.sandbox.expectLeft(privateDirectory());
		return directory.resolve("m");
	}

	private String listen(String first, String second) throws IOException {
		ChildJvm jvm = ChildJvm.small()
			.environment("FIRST", this.sandbox.address(first))
			.environment("SECOND", this.sandbox.address(second))
			.environment("LD_PRELOAD", this.library.toString());
		try (ServerProcess process = ServerProcess.ready(jvm)) {
			String answer = process.listen(this.sandbox.path("s"), "reclaim");
			assertThat(process.errors().contains("/m'")).isEqualTo(Files.exists(this.sandbox.path(second)));
			return answer;
		}
	}

	private Path privateDirectory() throws IOException {
		try (Stream<Path> files = this.sandbox.files().stream()) {
			return files.filter((file) -> file.getFileName().toString().startsWith(".ls-")).findFirst().orElseThrow();
		}
	}

}
