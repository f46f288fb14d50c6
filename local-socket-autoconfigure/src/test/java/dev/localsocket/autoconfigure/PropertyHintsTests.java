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

package dev.localsocket.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the hints of properties are where tools look for them: those of the whole
 * application in the metadata itself, where a map has hints for its keys, and those of a
 * type beside the type's metadata, by the names that its properties have.
 */
class PropertyHintsTests {

	private static final String METADATA = "META-INF/spring-configuration-metadata.json";

	private static final String TYPES = "META-INF/spring/configuration-metadata/";

	private static JsonNode read(String resource) throws IOException {
		try (InputStream input = PropertyHintsTests.class.getClassLoader().getResourceAsStream(resource)) {
			return new JsonMapper().readTree(Objects.requireNonNull(input, resource));
		}
	}

	private static Set<String> names(JsonNode entries) {
		return entries.valueStream().map((entry) -> entry.get("name").stringValue()).collect(Collectors.toSet());
	}

	@Test
	void hintsReferToPropertiesOrToTheKeysOfMaps() throws IOException {
		JsonNode metadata = read(METADATA);
		Set<String> properties = names(metadata.get("properties"));
		assertThat(names(metadata.get("hints")))
			.allSatisfy((hint) -> assertThat(properties).contains(hint.replaceAll("\\.keys$", "")));
	}

	@Test
	void serversClientsAndThreadsHaveHints() throws IOException {
		assertThat(names(read(METADATA).get("hints"))).containsAll(
				List.of("local-socket.servers.keys", "local-socket.clients.keys", "local-socket.event-loop.threads",
						"local-socket.listener.max-threads", "local-socket.max-buffered"));
	}

	@ParameterizedTest
	@ValueSource(classes = { LocalServerProperties.class, LocalSocketClientProperties.class })
	void hintsOfATypeReferToItsProperties(Class<?> type) throws IOException {
		JsonNode metadata = read(TYPES + type.getName() + ".json");
		assertThat(names(metadata.get("properties"))).containsAll(names(metadata.get("hints")));
		assertThat(names(metadata.get("hints"))).isNotEmpty();
	}

}
