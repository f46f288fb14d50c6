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

/**
 * A page of the documentation, with a place for what was measured.
 *
 * @param file the page
 */
record Page(Path file) {

	static final String BEGIN = "<!-- begin measurements -->\n";

	static final String END = "<!-- end measurements -->\n";

	/**
	 * Checks that there is a place.
	 * @throws IOException if the page cannot be read
	 * @throws IllegalArgumentException if it has no such place
	 */
	void check() throws IOException {
		String text = Files.readString(this.file);
		int begin = text.indexOf(BEGIN);
		if (begin < 0 || text.indexOf(END, begin) < 0) {
			throw new IllegalArgumentException(
					"The page %s does not have the lines %s and %s".formatted(this.file, BEGIN.trim(), END.trim()));
		}
	}

	/**
	 * Puts lines there, in the place of those that were there before.
	 * @param lines the lines
	 * @throws IOException if the page cannot be read or written
	 */
	void update(List<String> lines) throws IOException {
		check();
		String text = Files.readString(this.file);
		int begin = text.indexOf(BEGIN) + BEGIN.length();
		Files.writeString(this.file, text.substring(0, begin) + "\n" + String.join("\n", lines) + "\n\n"
				+ text.substring(text.indexOf(END, begin)));
	}

}
