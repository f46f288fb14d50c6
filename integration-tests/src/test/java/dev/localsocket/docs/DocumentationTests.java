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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

/**
 * Tests that each block of Java, Kotlin and YAML in {@code docs} is a region of a sample,
 * named in a comment before the block, and that all regions are shown. Regions of the
 * same name are joined. (Blocks of Kotlin without a name are those of the installation,
 * which {@link InstallingPageTests} looks at.)
 */
class DocumentationTests {

	private static final Path PAGES = Path.of("../docs");

	private static final List<Path> SAMPLES = List.of(Path.of("src/test/java/dev/localsocket/docs"),
			Path.of("src/test/kotlin/dev/localsocket/docs"), Path.of("src/test/resources/docs"));

	private static final Pattern BLOCK = Pattern.compile(
			"(?:^<!-- (?<name>[a-z-]+) -->\n+)?^```(?:java|yaml|(?<=-->\n{1,2}```)kotlin)\n(?<code>.*?)^```$", flags());

	private static final Pattern REGION = Pattern
		.compile("^\\s*(?://|#) tag::(?<name>[a-z-]+)\\[\\]\n(?<code>.*?)^\\s*(?://|#) end::\\k<name>\\[\\]$", flags());

	private static int flags() {
		return Pattern.MULTILINE | Pattern.DOTALL;
	}

	@TestFactory
	Stream<DynamicTest> blocksAreRegionsOfSamples() {
		return blocks().map((block) -> dynamicTest(String.valueOf(name(block)), () -> {
			assertThat(name(block)).as("Comment with the name before: " + code(block)).isNotNull();
			assertThat(code(block)).isEqualTo(region(String.valueOf(name(block))));
		}));
	}

	@Test
	void regionsAreShown() {
		assertThat(blocks().map(DocumentationTests::name)).doesNotHaveDuplicates()
			.containsExactlyInAnyOrderElementsOf(regions().map(DocumentationTests::name).distinct().toList());
	}

	private static Stream<MatchResult> blocks() {
		return contents(PAGES).flatMap((page) -> BLOCK.matcher(page).results());
	}

	private static Stream<MatchResult> regions() {
		return SAMPLES.stream()
			.flatMap(DocumentationTests::contents)
			.flatMap((sample) -> REGION.matcher(sample).results());
	}

	private static String region(String name) {
		String code = regions().filter((region) -> name.equals(name(region)))
			.map(DocumentationTests::code)
			.collect(Collectors.joining());
		return code.stripTrailing().stripIndent() + "\n";
	}

	private static @Nullable String name(MatchResult result) {
		return result.group(1);
	}

	private static String code(MatchResult result) {
		return result.group(2);
	}

	private static Stream<String> contents(Path directory) {
		try (Stream<Path> files = Files.list(directory)) {
			return files.filter(Files::isRegularFile).sorted().map(DocumentationTests::read).toList().stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
