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

import java.util.Collections;
import java.util.List;
import java.util.StringJoiner;

/**
 * A table in Markdown.
 */
public final class MarkdownTable {

	private final StringJoiner lines = new StringJoiner("\n");

	/**
	 * Creates a table.
	 * @param columns the names of its columns
	 */
	public MarkdownTable(String... columns) {
		row(columns);
		row(Collections.nCopies(columns.length, "---").toArray(String[]::new));
	}

	/**
	 * Adds a row.
	 * @param cells its cells
	 * @return this table
	 */
	public MarkdownTable row(String... cells) {
		this.lines.add("| " + String.join(" | ", cells) + " |");
		return this;
	}

	static String code(String text) {
		return "`" + text + "`";
	}

	static String codes(List<String> texts) {
		return String.join(", ", texts.stream().map(MarkdownTable::code).toList());
	}

	@Override
	public String toString() {
		return this.lines.toString();
	}

}
