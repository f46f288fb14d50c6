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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A part of a page in {@code docs} that is generated: what stands between the comments
 * {@code begin NAME} and {@code end NAME}.
 *
 * @param page the name of the page
 * @param name the name of the section
 * @param content the lines that belong there
 */
public record GeneratedSection(String page, String name, String content) {

	private static final Path PAGES = Path.of("../docs");

	/**
	 * Checks that the page is up to date, or brings it up to date if the system property
	 * {@code docs.update} is set.
	 * @throws IOException if the page cannot be read or written
	 */
	public void check() throws IOException {
		Path file = PAGES.resolve(this.page);
		String text = Files.readString(file);
		if (Boolean.getBoolean("docs.update")) {
			Files.writeString(file, matcher(text).replaceFirst(Matcher.quoteReplacement(section())));
			return;
		}
		assertThat(matcher(text).results()).as("The section '%s' of docs/%s", this.name, this.page)
			.singleElement()
			.extracting((result) -> result.group())
			.as("Out of date; see CONTRIBUTING.md for how to generate it")
			.isEqualTo(section());
	}

	private Matcher matcher(String text) {
		return Pattern.compile(begin() + ".*?" + end(), Pattern.DOTALL).matcher(text);
	}

	private String section() {
		return begin() + "\n" + this.content.strip() + "\n\n" + end();
	}

	private String begin() {
		return "<!-- begin " + this.name + " -->\n";
	}

	private String end() {
		return "<!-- end " + this.name + " -->";
	}

}
