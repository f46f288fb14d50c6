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

package dev.localsocket.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The licences of the components that a CycloneDX document lists, and those that we may
 * depend on.
 */
final class ComponentLicences {

	private static final JsonMapper json = JsonMapper.builder().build();

	private final Set<String> allowed;

	/**
	 * Creates a check.
	 * @param list a file with a licence in each line: its SPDX identifier, or its name if
	 * it has none
	 * @throws IOException if the file cannot be read
	 */
	ComponentLicences(Path list) throws IOException {
		try (Stream<String> lines = Files.lines(list)) {
			this.allowed = Set.copyOf(lines.filter((line) -> !line.isBlank() && !line.startsWith("#")).toList());
		}
	}

	/**
	 * Returns the components of which no licence is allowed, and those that say nothing.
	 * @param document the text of the document
	 * @return the package URLs, each with its licences
	 */
	List<String> refused(String document) {
		List<String> refused = new ArrayList<>();
		for (JsonNode component : json.readTree(document).path("components")) {
			List<String> licences = licences(component);
			if (licences.stream().noneMatch(this.allowed::contains)) {
				refused.add(component.path("purl").asString() + " " + licences);
			}
		}
		return refused;
	}

	/**
	 * Returns the names of all components.
	 * @param document the text of the document
	 * @return the names
	 */
	static List<String> names(String document) {
		return json.readTree(document)
			.path("components")
			.valueStream()
			.map((component) -> component.path("name").asString())
			.toList();
	}

	private static List<String> licences(JsonNode component) {
		return component.path("licenses").valueStream().map((licence) -> {
			JsonNode id = licence.path("license").path("id");
			JsonNode name = licence.path("license").path("name");
			JsonNode expression = licence.path("expression");
			return Stream.of(id, name, expression)
				.filter(JsonNode::isString)
				.map(JsonNode::asString)
				.findFirst()
				.orElse("unknown");
		}).toList();
	}

}
