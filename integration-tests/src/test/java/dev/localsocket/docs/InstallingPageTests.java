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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares what a build is told to have with the consumers, which are built and run.
 */
class InstallingPageTests {

	private static final Path PAGE = Page.ROOT.resolve("docs/installing.md");

	private static final Path CONSUMERS = Page.ROOT.resolve("consumers");

	private static final Pattern DEPENDENCY = Pattern.compile("<dependency>.*?</dependency>", Pattern.DOTALL);

	@Test
	void dependenciesAreThoseOfTheConsumer() throws IOException {
		String pom = Files.readString(CONSUMERS.resolve("spring-boot/pom.xml"));
		List<String> used = dependencies(pom.replace("${local-socket.version}", value(pom, "local-socket.version")));
		assertThat(dependencies(block("xml"))).hasSize(3).isSubsetOf(used);
	}

	@Test
	void pagesHaveTheVersionsThatAreTried() throws IOException {
		String version = value(Files.readString(CONSUMERS.resolve("spring-boot/pom.xml")), "local-socket.version");
		String springBoot = value(Files.readString(Page.ROOT.resolve("pom.xml")), "spring-boot.version");
		assertThat(Files.readString(PAGE)).contains("local-socket-bom:" + version,
				"<version>" + version + "</version>");
		assertThat(Files.readString(Page.ROOT.resolve("README.md"))).contains("<version>" + version)
			.contains("| Spring Boot | " + springBoot + ";");
		assertThat(Files.readString(Page.ROOT.resolve("docs/versions.md")))
			.contains("all tests with " + springBoot + ";");
	}

	@Test
	void kotlinIsThatOfTheConsumer() throws IOException {
		String source = Files
			.readString(CONSUMERS.resolve("kotlin/src/main/kotlin/com/example/ConsumerApplication.kt"));
		assertThat(source).contains(blocks("kotlin").get(1));
	}

	@Test
	void moduleIsThatOfTheConsumer() throws IOException {
		assertThat(Files.readString(CONSUMERS.resolve("module-path/src/main/java/module-info.java")))
			.contains(block("module"));
	}

	@Test
	void optionsAreThoseOfTheConsumer() throws IOException {
		String run = Files.readString(CONSUMERS.resolve("run"));
		assertThat(Files.readString(PAGE)).contains("`--add-modules ALL-MODULE-PATH`",
				"`--enable-native-access=org.newsclub.net.unix,dev.localsocket`");
		assertThat(run).contains("--add-modules ALL-MODULE-PATH",
				"--enable-native-access=org.newsclub.net.unix,dev.localsocket ");
	}

	private static String value(String pom, String property) {
		return Pattern.compile("<" + property + ">(.*)</" + property + ">")
			.matcher(pom)
			.results()
			.findFirst()
			.orElseThrow()
			.group(1);
	}

	private static List<String> dependencies(String xml) {
		return DEPENDENCY.matcher(xml)
			.results()
			.map(MatchResult::group)
			.map((dependency) -> dependency.replaceAll("\\s+", ""))
			.toList();
	}

	private static String block(String language) throws IOException {
		return blocks(language).get(0);
	}

	private static List<String> blocks(String language) throws IOException {
		return Pattern.compile("^```" + language + "\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
			.matcher(Files.readString(PAGE))
			.results()
			.map((block) -> block.group(1))
			.toList();
	}

}
