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
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks that the pages can be read one after the other, in the order of the contents:
 * each ends with links to those before and after it.
 */
class PageOrderTests {

	private static final String RULE = "\n\n---\n\n";

	static List<String> pages() throws IOException {
		return Page.read(Page.CONTENTS).links().stream().filter((link) -> link.matches("[a-z-]+\\.md")).toList();
	}

	@Test
	void contentsHaveEveryPage() throws IOException {
		try (Stream<Path> files = Files.list(Page.ROOT.resolve("docs"))) {
			assertThat(pages()).doesNotHaveDuplicates()
				.containsExactlyInAnyOrderElementsOf(files.map((file) -> file.getFileName().toString())
					.filter((name) -> name.endsWith(".md") && !name.equals("README.md"))
					.toList());
		}
	}

	@Test
	void readmeLeadsToTheContents() throws IOException {
		assertThat(Page.read(Page.ROOT.resolve("README.md")).links()).contains("docs/README.md");
	}

	/**
	 * Compares the end of a page, or writes it if the system property {@code docs.update}
	 * is set.
	 * @param name the name of the page
	 * @throws IOException if a page cannot be read or written
	 */
	@ParameterizedTest
	@MethodSource("pages")
	void pageLeadsOnAndBack(String name) throws IOException {
		Path file = Page.CONTENTS.resolveSibling(name);
		String text = Files.readString(file);
		if (Boolean.getBoolean("docs.update")) {
			int end = text.lastIndexOf(RULE);
			text = ((end < 0) ? text.stripTrailing() : text.substring(0, end)) + RULE + navigation(name) + "\n";
			Files.writeString(file, text);
		}
		assertThat(text).as("See CONTRIBUTING.md for how to generate it").endsWith(RULE + navigation(name) + "\n");
	}

	private static String navigation(String name) throws IOException {
		List<String> pages = pages();
		int index = pages.indexOf(name);
		List<String> links = new ArrayList<>();
		if (index > 0) {
			links.add("[← %s](%s)".formatted(title(pages.get(index - 1)), pages.get(index - 1)));
		}
		links.add("[Contents](README.md)");
		if (index < pages.size() - 1) {
			links.add("[%s →](%s)".formatted(title(pages.get(index + 1)), pages.get(index + 1)));
		}
		return String.join(" · ", links);
	}

	private static String title(String page) throws IOException {
		return Page.read(Page.CONTENTS.resolveSibling(page)).title();
	}

}
