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
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Looks for all that Maven Central asks for, and for what should not be there.
 */
@EnabledIfSystemProperty(named = ReleaseFolder.PROPERTY, matches = ".+")
class CentralRequirementsTests {

	static List<String> artifacts() throws IOException {
		return ReleaseFolder.artifacts();
	}

	static List<String> jars() throws IOException {
		return ReleaseFolder.jars();
	}

	@Test
	void onlyWhatUsersNameIsPublished() throws IOException {
		assertThat(ReleaseFolder.artifacts()).containsExactly("local-socket", "local-socket-autoconfigure",
				"local-socket-bom", "local-socket-spring", "local-socket-spring-boot-starter", "local-socket-test",
				"local-socket-web");
	}

	@Test
	void everythingHasTheSameVersion() throws IOException {
		for (String artifact : artifacts()) {
			assertThat(ReleaseFolder.version(artifact)).isEqualTo(ReleaseFolder.version("local-socket-bom"));
		}
	}

	@ParameterizedTest
	@MethodSource("artifacts")
	void pomSaysWhatItIs(String artifact) throws IOException {
		PublishedPom pom = pom(artifact);
		for (String element : List.of("groupId", "artifactId", "version", "name", "description", "url",
				"licenses/license/name", "licenses/license/url", "developers/developer/name", "scm/connection",
				"scm/developerConnection", "scm/url")) {
			assertThat(pom.values("/project/" + element)).as(element)
				.singleElement()
				.asString()
				.isNotBlank()
				.doesNotContain("${");
		}
		assertThat(pom.values("/project/version")).containsExactly(ReleaseFolder.version(artifact));
	}

	@ParameterizedTest
	@MethodSource("artifacts")
	void pomHasNothingOfTheBuild(String artifact) throws IOException {
		PublishedPom pom = pom(artifact);
		assertThat(pom.text()).doesNotContain("${", "SNAPSHOT");
		for (String element : List.of("parent", "properties", "modules", "build", "profiles", "repositories",
				"pluginRepositories", "distributionManagement", "dependencies/dependency[scope='test']",
				"dependencies/dependency[scope='system']", "dependencies/dependency[not(version)]")) {
			assertThat(pom.values("/project/" + element)).as(element).isEmpty();
		}
	}

	@Test
	void bomHasAllArtifacts() throws IOException {
		PublishedPom pom = pom("local-socket-bom");
		String managed = "/project/dependencyManagement/dependencies/dependency";
		assertThat(pom.values(managed + "/artifactId")).containsExactlyInAnyOrderElementsOf(jars());
		assertThat(pom.values(managed + "/version")).hasSameSizeAs(jars())
			.containsOnly(ReleaseFolder.version("local-socket-bom"));
	}

	@ParameterizedTest
	@MethodSource("jars")
	void jarSaysItsLicenceAndItsParts(String artifact) throws IOException {
		assertThat(entries(artifact, ".jar")).contains("META-INF/LICENSE", "META-INF/sbom/" + artifact + ".cdx.json");
	}

	@ParameterizedTest
	@MethodSource("jars")
	void sourcesOfAllClassesAreThere(String artifact) throws IOException {
		List<String> classes = entries(artifact, ".jar").stream()
			.filter((name) -> name.endsWith(".class") && !name.contains("$") && !name.contains("__"))
			.filter((name) -> !name.startsWith("META-INF/"))
			.map((name) -> name.replaceAll("\\.class$", ".java"))
			.toList();
		assertThat(entries(artifact, "-sources.jar")).contains("META-INF/LICENSE").containsAll(classes);
	}

	@ParameterizedTest
	@MethodSource("jars")
	void javadocIsThere(String artifact) throws IOException {
		boolean code = entries(artifact, ".jar").stream().anyMatch((name) -> name.endsWith(".class"));
		assertThat(entries(artifact, "-javadoc.jar")).contains(code ? "index.html" : "META-INF/LICENSE");
	}

	@Test
	void classesForLaterVersionsOfJavaAreThere() throws IOException {
		try (JarFile jar = new JarFile(ReleaseFolder.file("local-socket", ".jar").toFile())) {
			assertThat(jar.isMultiRelease()).isEqualTo(Files.isDirectory(Path.of("../local-socket/src/main/java22")));
		}
	}

	@ParameterizedTest
	@MethodSource("artifacts")
	void filesHaveTheirSignaturesAndChecksums(String artifact) throws Exception {
		assertThat(ReleaseFolder.files(artifact)).contains(ReleaseFolder.file(artifact, ".pom"));
		for (Path file : ReleaseFolder.files(artifact)) {
			assertThat(Files.readString(companion(file, ".asc"))).startsWith("-----BEGIN PGP SIGNATURE-----");
			assertThat(Files.readString(companion(file, ".sha1")).strip()).isEqualTo(checksum("SHA-1", file));
			assertThat(Files.readString(companion(file, ".md5")).strip()).isEqualTo(checksum("MD5", file));
		}
	}

	private static PublishedPom pom(String artifact) throws IOException {
		return new PublishedPom(ReleaseFolder.file(artifact, ".pom"));
	}

	private static List<String> entries(String artifact, String ending) throws IOException {
		try (JarFile jar = new JarFile(ReleaseFolder.file(artifact, ending).toFile())) {
			return jar.stream().map(ZipEntry::getName).toList();
		}
	}

	private static Path companion(Path file, String ending) {
		return file.resolveSibling(file.getFileName() + ending);
	}

	private static String checksum(String algorithm, Path file) throws IOException, NoSuchAlgorithmException {
		return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(Files.readAllBytes(file)));
	}

}
