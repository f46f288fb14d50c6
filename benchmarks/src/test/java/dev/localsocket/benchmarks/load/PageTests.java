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

package dev.localsocket.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PageTests {

	private Path file;

	@BeforeEach
	void setUp(@TempDir Path directory) {
		this.file = directory.resolve("page.md");
	}

	@Test
	void updateReplacesOnlyWhatIsBetweenTheMarkers() throws IOException {
		Files.writeString(this.file, "before\n\n" + Page.BEGIN + "\nold\n\n" + Page.END + "\nafter\n");
		new Page(this.file).update(List.of("one", "two"));
		assertThat(this.file).hasContent("before\n\n" + Page.BEGIN + "\none\ntwo\n\n" + Page.END + "\nafter\n");
	}

	@Test
	void aPageWithoutThePlaceIsRefused() throws IOException {
		Files.writeString(this.file, Page.END + Page.BEGIN);
		assertThatIllegalArgumentException().isThrownBy(() -> new Page(this.file).check())
			.withMessageContaining("page.md");
	}

	@Test
	void theDocumentationHasThePlace() {
		assertThatCode(() -> new Page(Path.of("../docs/performance.md")).check()).doesNotThrowAnyException();
	}

}
