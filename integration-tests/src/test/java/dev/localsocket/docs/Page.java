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
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documentation, as the places that show it make links and anchors of it.
 *
 * @param file where it is
 * @param text what is in it
 */
record Page(Path file, String text) {

	static final Path ROOT = Path.of("..");

	/** The way in. */
	static final Path CONTENTS = ROOT.resolve("docs/README.md");

	private static final Pattern CODE = Pattern.compile("^( *)```.*?^\\1```$", Pattern.MULTILINE | Pattern.DOTALL);

	private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");

	private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);

	/**
	 * Reads a page.
	 * @param file where it is
	 * @return the page
	 * @throws IOException if it cannot be read
	 */
	static Page read(Path file) throws IOException {
		return new Page(file, Files.readString(file));
	}

	/**
	 * Returns all pages of the repository that people read.
	 * @return the files
	 * @throws IOException if a folder cannot be read
	 */
	static List<Path> all() throws IOException {
		try (Stream<Path> top = Files.list(ROOT);
				Stream<Path> docs = Files.list(ROOT.resolve("docs"));
				Stream<Path> benchmarks = Files.list(ROOT.resolve("benchmarks"))) {
			return Stream.of(top, docs, benchmarks)
				.flatMap((files) -> files)
				.filter((file) -> file.toString().endsWith(".md"))
				.sorted()
				.toList();
		}
	}

	/**
	 * Returns the targets of its links.
	 * @return the targets, as they are written
	 */
	List<String> links() {
		return LINK.matcher(prose()).results().map((link) -> link.group(1)).toList();
	}

	/**
	 * Returns the names that its headings have in links.
	 * @return the anchors
	 */
	List<String> anchors() {
		return HEADING.matcher(prose()).results().map((heading) -> anchor(heading.group(1))).toList();
	}

	private String prose() {
		return CODE.matcher(this.text).replaceAll("");
	}

	/** As GitHub makes it of a heading. */
	private static String anchor(String heading) {
		String title = LINK.matcher(heading).replaceAll("").toLowerCase(Locale.ROOT);
		return title.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-');
	}

	/**
	 * Returns its title.
	 * @return the first heading
	 */
	String title() {
		return HEADING.matcher(this.text)
			.results()
			.findFirst()
			.map((heading) -> heading.group(1))
			.orElseThrow(() -> new IllegalStateException(this.file + " has no title"));
	}

}
