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
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

import dev.localsocket.LocalServer;
import dev.localsocket.context.LocalServerCustomizer;
import dev.localsocket.testing.ConfigurationMetadata;
import dev.localsocket.testing.ConfigurationMetadata.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static dev.localsocket.docs.MarkdownTable.code;
import static dev.localsocket.docs.MarkdownTable.codes;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@code docs/properties.md}: its tables are generated from the metadata of the
 * properties, and its samples do what it says.
 */
@Timeout(30)
class PropertiesPageTests {

	private static final String PAGE = "properties.md";

	private static final String SERVER = "local-socket.servers.<name>.";

	@TempDir
	Path directory;

	@Test
	void propertiesAreTheOnesShown() throws IOException {
		String table = table("", (key) -> key.startsWith("local-socket.") && !key.startsWith(SERVER));
		new GeneratedSection(PAGE, "properties", table).check();
	}

	@Test
	void propertiesOfServersAreTheOnesShown() throws IOException {
		new GeneratedSection(PAGE, "server-properties", table(SERVER, (key) -> key.startsWith(SERVER))).check();
	}

	private static String table(String prefix, Predicate<String> keys) {
		MarkdownTable table = new MarkdownTable("key", "value", "default", "meaning");
		List<Property> properties = ConfigurationMetadata.properties()
			.stream()
			.filter((property) -> keys.test(property.key()))
			.toList();
		assertThat(properties).isNotEmpty();
		properties.forEach((property) -> table.row(code(property.key().substring(prefix.length())), value(property),
				(property.defaultValue() != null) ? code(property.defaultValue()) : "", property.description()));
		return table.toString();
	}

	private static String value(Property property) {
		return switch (property.type().replaceFirst("java\\.util\\.(?:Set|List)<(.*)>", "$1")) {
			case "java.lang.Boolean" -> codes(List.of("true", "false"));
			case "java.lang.Integer", "java.lang.Long" -> "number";
			case "java.lang.String" -> "text";
			case "java.time.Duration" -> "duration";
			case "java.nio.charset.Charset" -> "charset";
			case "org.springframework.util.unit.DataSize" -> "size";
			default -> codes(property.values());
		} + (property.type().startsWith("java.util.") ? ", a list" : "");
	}

	@Test
	void customizerChangesTheServerThatItNames() {
		Samples.runner(this.directory, Customizer.class)
			.withPropertyValues("local-socket.servers.feed.max-connections=1")
			.run((context) -> {
				assertThat(context.getBean("feed", LocalServer.class).limits().maxConnections()).isEqualTo(10_000);
				assertThat(context.getBean("control", LocalServer.class).limits().maxConnections()).isEqualTo(1024);
			});
	}

	@Test
	void socketOfSystemdIsMissedWhenThereIsNone() {
		Samples.runner(this.directory, "systemd.yml")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("local-socket.servers.control.socket-descriptor"));
	}

	@Configuration(proxyBeanMethods = false)
	static class Customizer {

		// tag::customizer[]
		@Bean
		LocalServerCustomizer moreForTheFeed() {
			return (beanName, server) -> {
				if (beanName.equals("feed")) {
					server.setLimits(server.limits().withMaxConnections(10_000));
				}
			};
		}
		// end::customizer[]

	}

}
