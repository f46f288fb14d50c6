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

package dev.localsocket.account;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OwnUser}.
 */
class OwnUserTests {

	@TempDir
	Path directory;

	@Test
	void newFilesBelongToTheUserOfFiles() throws IOException {
		Path file = Files.createFile(this.directory.resolve("file"));
		OwnUser owner = OwnUser.ofFiles();
		assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo((int) owner.uid());
		assertThat(Files.getAttribute(file, "unix:gid")).isEqualTo((int) owner.gid());
		assertThat(OwnUser.ID).isEqualTo(owner.uid());
	}

	@Test
	void nameIsThatOfTheUser() throws IOException {
		Path file = Files.createFile(this.directory.resolve("file"));
		assertThat(OwnUser.name()).isEqualTo(Files.getOwner(file).getName());
	}

}
