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
package dev.localsocket.console;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import tools.jackson.databind.JsonNode;

/**
 * Writes what an operation returns as text to be read: objects as aligned pairs of names
 * and values, objects alike as a table, and what is inside of them indented, after all
 * that is not.
 */
final class TextFormat {

	private static final String INDENT = "  ";

	private static final String BOLD = "\u001b[1m";

	private static final String GREEN = "\u001b[32m";

	private static final String RED = "\u001b[31m";

	private static final String YELLOW = "\u001b[33m";

	private static final String PLAIN = "\u001b[0m";

	private static final Map<String, String> COLORS = Map.of("UP", GREEN, "DOWN", RED, "OUT_OF_SERVICE", RED, "UNKNOWN",
			YELLOW, "ERROR", RED, "WARN", YELLOW);

	private final boolean colored;

	/**
	 * Creates a format.
	 * @param colored whether it is for a terminal that knows colors
	 */
	TextFormat(boolean colored) {
		this.colored = colored;
	}

	/**
	 * Writes a value.
	 * @param value the value
	 * @return its lines, none of them empty
	 */
	List<String> lines(JsonNode value) {
		if (value.isObject()) {
			return object(value);
		}
		return value.isArray() ? array(value) : ConsoleReply.lines(value.asString("")).toList();
	}

	private List<String> object(JsonNode object) {
		if (isTable(object.values())) {
			return table("NAME", object.properties());
		}
		int width = object.properties()
			.stream()
			.filter((member) -> isShort(member.getValue()))
			.mapToInt((member) -> member.getKey().length())
			.max()
			.orElse(0);
		List<String> lines = new ArrayList<>();
		object.properties()
			.stream()
			.filter((member) -> isShort(member.getValue()))
			.map((member) -> (pad(ConsoleReply.line(member.getKey()), width) + INDENT
					+ colored(cell(member.getValue())))
				.stripTrailing())
			.forEach(lines::add);
		for (Map.Entry<String, JsonNode> member : object.properties()) {
			if (!isShort(member.getValue())) {
				lines.add(bold(ConsoleReply.line(member.getKey())));
				lines(member.getValue()).forEach((line) -> lines.add(INDENT + line));
			}
		}
		return lines;
	}

	private List<String> array(JsonNode array) {
		if (isTable(array.values())) {
			return table("", array.values().stream().map((element) -> Map.entry("", element)).toList());
		}
		List<String> lines = new ArrayList<>();
		for (JsonNode element : array.values()) {
			if (isShort(element)) {
				lines.add(colored(cell(element)));
			}
			else {
				List<String> block = lines(element);
				for (int i = 0; i < block.size(); i++) {
					lines.add(((i == 0) ? "- " : INDENT) + block.get(i));
				}
			}
		}
		return lines;
	}

	/** Whether there are some, all objects of values that fit into a cell. */
	private static boolean isTable(Collection<JsonNode> elements) {
		return !elements.isEmpty() && elements.stream()
			.allMatch((element) -> element.isObject() && !element.isEmpty()
					&& element.values().stream().allMatch(TextFormat::isShort));
	}

	private static boolean isShort(JsonNode value) {
		return value.isValueNode() || value.isEmpty()
				|| (value.isArray() && value.values().stream().allMatch(JsonNode::isValueNode) && value.size() <= 8);
	}

	private static String cell(JsonNode value) {
		if (value.isArray()) {
			return value.values().stream().map(TextFormat::cell).collect(Collectors.joining(", "));
		}
		return (value.isNull() || value.isObject()) ? "-"
				: ConsoleReply.line(value.asString("").lines().collect(Collectors.joining("\\n")));
	}

	private List<String> table(String title, Collection<Map.Entry<String, JsonNode>> rows) {
		Set<String> columns = new LinkedHashSet<>();
		rows.forEach((row) -> columns.addAll(row.getValue().propertyNames()));
		List<List<String>> cells = new ArrayList<>();
		List<String> header = new ArrayList<>(List.of(title));
		columns.forEach((column) -> header.add(header(column)));
		cells.add(header);
		for (Map.Entry<String, JsonNode> row : rows) {
			List<String> line = new ArrayList<>(List.of(row.getKey().isEmpty() ? "" : ConsoleReply.line(row.getKey())));
			columns.forEach((column) -> line.add(cell(row.getValue().path(column))));
			cells.add(line);
		}
		return table(title.isEmpty() ? cells.stream().map((line) -> line.subList(1, line.size())).toList() : cells);
	}

	private static String header(String name) {
		return ConsoleReply.line(name.replaceAll("(?<=[\\p{Ll}\\d])(?=\\p{Lu})", "-").toUpperCase(Locale.ROOT));
	}

	private List<String> table(List<List<String>> rows) {
		List<String> lines = new ArrayList<>();
		for (int row = 0; row < rows.size(); row++) {
			StringBuilder line = new StringBuilder();
			for (int column = 0; column < rows.get(row).size(); column++) {
				String cell = rows.get(row).get(column);
				String padding = (column < rows.get(row).size() - 1)
						? " ".repeat(width(rows, column) - cell.length()) + INDENT : "";
				line.append((row == 0) ? bold(cell) : colored(cell)).append(padding);
			}
			lines.add(line.toString().stripTrailing());
		}
		return lines;
	}

	private static int width(List<List<String>> rows, int column) {
		return rows.stream().mapToInt((row) -> row.get(column).length()).max().orElse(0);
	}

	private static String pad(String text, int width) {
		return text + " ".repeat(Math.max(0, width - text.length()));
	}

	private String bold(String text) {
		return (this.colored && !text.isEmpty()) ? BOLD + text + PLAIN : text;
	}

	private String colored(String text) {
		String color = this.colored ? COLORS.get(text) : null;
		return (color != null) ? color + text + PLAIN : text;
	}

}
