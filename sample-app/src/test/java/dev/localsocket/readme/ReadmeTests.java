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

package dev.localsocket.readme;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import dev.localsocket.LocalServer;
import dev.localsocket.autoconfigure.LocalServerProperties;
import dev.localsocket.autoconfigure.LocalSocketProperties;
import dev.localsocket.sample.testing.LineClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the code in README.md is the code in this package, and does what README.md
 * says.
 */
@SpringBootTest(webEnvironment = WebEnvironment.NONE, properties = "spring.config.name=readme")
@DirtiesContext
@Timeout(60)
class ReadmeTests {

	private static final Path README = Path.of("../README.md");

	private static final Path JAVA = Path.of("src/test/java/dev/localsocket/readme/Greeter.java");

	private static final Path YAML = Path.of("src/test/resources/readme.yml");

	@TempDir
	static Path directory;

	@DynamicPropertySource
	static void sockets(DynamicPropertyRegistry registry) {
		registry.add("local-socket.servers.control.directory", directory::toString);
	}

	@Test
	void javaIsThatOfThisPackage() throws IOException {
		String source = Files.readString(JAVA);
		assertThat(block("java", 0)).isEqualTo(source.substring(source.indexOf("import ")));
	}

	@Test
	void yamlIsThatOfThisPackage() throws IOException {
		assertThat(block("yaml", 0)).isEqualTo(Files.readString(YAML));
	}

	@Test
	void answerIsTheOneShown(@Autowired @Qualifier("control") LocalServer server) throws IOException {
		List<String> conversation = block("console", 0).lines().toList();
		assertThat(conversation.get(0)).endsWith(server.serverName().replaceAll(".*/", "/tmp/"));
		assertThat(LineClient.ask(server, conversation.get(1))).map(ReadmeTests::withoutNumbers)
			.containsExactly(withoutNumbers(conversation.get(2)));
	}

	@Test
	void defaultsAreTheOnesShown() {
		new ApplicationContextRunner().withUserConfiguration(Defaults.class)
			.withInitializer((context) -> context.getEnvironment().getPropertySources().addLast(yaml(1)))
			.run((context) -> {
				LocalSocketProperties properties = context.getBean(LocalSocketProperties.class);
				assertThat(properties.servers().get("control")).usingRecursiveComparison()
					// What the system, or another key, decides has no value by default
					.ignoringExpectedNullFields()
					.isEqualTo(new Binder().bindOrCreate("defaults", LocalServerProperties.class));
				assertThat(properties.listener()).usingRecursiveComparison()
					.ignoringExpectedNullFields()
					.isEqualTo(new Binder().bindOrCreate("defaults", LocalSocketProperties.Listener.class));
			});
	}

	private static String withoutNumbers(String line) {
		return line.replaceAll("\\d+", "N");
	}

	private static PropertySource<?> yaml(int index) {
		try {
			ByteArrayResource resource = new ByteArrayResource(block("yaml", index).getBytes(StandardCharsets.UTF_8));
			return new YamlPropertySourceLoader().load("README.md", resource).get(0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The block of that index among those of that language. */
	private static String block(String language, int index) throws IOException {
		Pattern pattern = Pattern.compile("^```" + language + "\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
		return pattern.matcher(Files.readString(README)).results().skip(index).findFirst().orElseThrow().group(1);
	}

	@EnableConfigurationProperties(LocalSocketProperties.class)
	static class Defaults {

	}

}
