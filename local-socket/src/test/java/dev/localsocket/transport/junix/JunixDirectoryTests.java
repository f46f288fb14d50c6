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

package dev.localsocket.transport.junix;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.localsocket.testing.BackgroundCall;
import dev.localsocket.testing.SocketSandbox;
import dev.localsocket.transport.spi.DirectoryDescriptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link JunixDirectory}.
 */
@EnabledOnOs(OS.LINUX)
class JunixDirectoryTests {

	private static final int ROUNDS = 3000;

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	@Test
	void itIsOpenedThoughOthersOpenAndCloseItAtTheSameTime() throws Exception {
		Path directory = this.sandbox.directory();
		AtomicBoolean stop = new AtomicBoolean();
		BackgroundCall<Boolean> other = this.sandbox.async(() -> openAndClose(directory, stop));
		try {
			for (int i = 0; i < ROUNDS; i++) {
				try (DirectoryDescriptor descriptor = JunixDirectory.open(directory)) {
					assertThat(descriptor).isNotNull();
					assertThat(Files.isSameFile(descriptor.way(), directory)).isTrue();
				}
			}
		}
		finally {
			stop.set(true);
		}
		assertThat(other.result()).isTrue();
	}

	private static boolean openAndClose(Path directory, AtomicBoolean stop) throws IOException {
		while (!stop.get()) {
			FileChannel.open(directory, StandardOpenOption.READ).close();
		}
		return true;
	}

}
