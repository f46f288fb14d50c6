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
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks what a release says of its components, and their licences.
 */
class ComponentTests {

	private static final Path LICENCES = Path.of("src/test/resources/release/licences.txt");

	static List<String> jars() throws IOException {
		return ReleaseFolder.jars();
	}

	@ParameterizedTest
	@MethodSource("jars")
	@EnabledIfSystemProperty(named = ReleaseFolder.PROPERTY, matches = ".+")
	void licencesOfAllComponentsAreAllowed(String artifact) throws IOException {
		assertThat(new ComponentLicences(LICENCES).refused(document(artifact))).isEmpty();
	}

	@Test
	@EnabledIfSystemProperty(named = ReleaseFolder.PROPERTY, matches = ".+")
	void componentsOfTheStarterAreListed() throws IOException {
		assertThat(ComponentLicences.names(document("local-socket-spring-boot-starter"))).contains("local-socket",
				"local-socket-autoconfigure", "local-socket-spring", "spring-boot", "spring-messaging");
	}

	@ParameterizedTest
	@MethodSource("jars")
	@EnabledIfSystemProperty(named = ReleaseFolder.PROPERTY, matches = ".+")
	void documentInTheJarIsTheOneBesideIt(String artifact) throws IOException {
		assertThat(document(artifact)).isEqualTo(Files.readString(ReleaseFolder.file(artifact, "-cyclonedx.json")));
	}

	@Test
	void componentWithAnotherLicenceOrNoneIsRefused() throws IOException {
		String document = """
				{ "components": [
					{ "purl": "pkg:a", "licenses": [ { "license": { "id": "Apache-2.0" } } ] },
					{ "purl": "pkg:b", "licenses": [ { "license": { "id": "AGPL-3.0-only" } } ] },
					{ "purl": "pkg:c" },
					{ "purl": "pkg:d", "licenses": [ { "license": { "id": "GPL-2.0-only" } },
						{ "license": { "id": "MIT" } } ] }
				] }""";
		assertThat(new ComponentLicences(LICENCES).refused(document)).containsExactly("pkg:b [AGPL-3.0-only]",
				"pkg:c []");
	}

	private static String document(String artifact) throws IOException {
		try (JarFile jar = new JarFile(ReleaseFolder.file(artifact, ".jar").toFile());
				InputStream input = jar.getInputStream(jar.getEntry("META-INF/sbom/" + artifact + ".cdx.json"))) {
			return new String(input.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}
