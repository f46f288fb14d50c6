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

package dev.localsocket.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks that each link leads to a page, and each anchor to a heading, of this
 * repository.
 */
class PageLinksTests {

	static List<Path> pages() throws IOException {
		return Page.all();
	}

	@ParameterizedTest
	@MethodSource("pages")
	void linksLeadSomewhere(Path file) throws IOException {
		assertThat(broken(Page.read(file))).as("Links in %s that lead nowhere", file).isEmpty();
	}

	@Test
	void brokenLinksAreFound() throws IOException {
		Page page = new Page(Page.CONTENTS, """
				# Own

				[a](#own) [b](#other) [c](listeners.md#framing) [d](listeners.md#farming) [e](nothing.md)
				[f](../consumers) [g](https://example.org/#any)

				```
				[h](code.md)
				```
				""");
		assertThat(broken(page)).containsExactly("#other", "listeners.md#farming", "nothing.md");
	}

	private static List<String> broken(Page page) throws IOException {
		List<String> broken = new ArrayList<>();
		for (String link : page.links()) {
			if (!link.matches("https?://.*") && !leadsSomewhere(page, link)) {
				broken.add(link);
			}
		}
		return broken;
	}

	private static boolean leadsSomewhere(Page page, String link) throws IOException {
		String[] parts = link.split("#", 2);
		Path target = parts[0].isEmpty() ? page.file() : page.file().resolveSibling(parts[0]);
		if (!Files.exists(target)) {
			return false;
		}
		return parts.length == 1
				|| (target.equals(page.file()) ? page : Page.read(target)).anchors().contains(parts[1]);
	}

}
