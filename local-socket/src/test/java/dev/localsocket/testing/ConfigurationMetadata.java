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

package dev.localsocket.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The metadata of the configuration properties, as the compiler has written it for IDEs.
 * The keys of the values of a map follow {@code <name>}.
 */
public final class ConfigurationMetadata {

	private static final Pattern MAP_OF_PROPERTIES = Pattern
		.compile("java\\.util\\.Map<java\\.lang\\.String,(dev\\.localsocket\\..+)>");

	private ConfigurationMetadata() {
	}

	/**
	 * Returns all properties.
	 * @return the properties, in the order of their keys
	 */
	public static List<Property> properties() {
		return properties("META-INF/spring-configuration-metadata.json", "").toList();
	}

	private static Stream<Property> properties(String resource, String prefix) {
		JsonNode metadata = read(resource);
		return metadata.get("properties")
			.valueStream()
			.flatMap((property) -> expand(new Property(prefix + property.get("name").stringValue(),
					property.get("type").stringValue(), property.path("description").stringValue(""),
					text(property.get("defaultValue")), values(metadata, property.get("name").stringValue()))));
	}

	private static Stream<Property> expand(Property property) {
		Matcher map = MAP_OF_PROPERTIES.matcher(property.type());
		if (!map.matches()) {
			return Stream.of(property);
		}
		String resource = "META-INF/spring/configuration-metadata/%s.json".formatted(map.group(1));
		return properties(resource, property.key() + ".<name>.");
	}

	private static List<String> values(JsonNode metadata, String name) {
		return metadata.path("hints")
			.valueStream()
			.filter((hint) -> hint.get("name").stringValue().equals(name))
			.flatMap((hint) -> hint.path("values").valueStream())
			.map((value) -> String.valueOf(text(value.get("value"))))
			.toList();
	}

	private static @Nullable String text(@Nullable JsonNode node) {
		return (node != null) ? node.asString() : null;
	}

	private static JsonNode read(String resource) {
		try (InputStream input = ConfigurationMetadata.class.getClassLoader().getResourceAsStream(resource)) {
			if (input == null) {
				throw new IllegalStateException("There is no " + resource);
			}
			return new JsonMapper().readTree(input);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A property.
	 *
	 * @param key the key
	 * @param type the name of its type
	 * @param description what it is for
	 * @param defaultValue the value that it has when it is not set, or null
	 * @param values the values that are suggested
	 */
	public record Property(String key, String type, String description, @Nullable String defaultValue,
			List<String> values) {

	}

}
