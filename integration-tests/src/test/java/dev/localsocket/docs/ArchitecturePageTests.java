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
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the map of the architecture has each room in the module where it is.
 */
class ArchitecturePageTests {

	private static final Path ROOT = Path.of("dev", "localsocket");

	private static final List<String> MODULES = List.of("local-socket", "local-socket-spring",
			"local-socket-autoconfigure", "local-socket-web", "local-socket-test");

	private static final Pattern ROW = Pattern.compile("^\\| (?:`(local-socket[a-z-]*)`)? ?\\| ([^|]+) \\| [^|]+ \\|$",
			Pattern.MULTILINE);

	private static final Pattern NAME = Pattern.compile("`([a-z.]+)`");

	@Test
	void mapHasEachPackageInItsModule() throws IOException {
		assertThat(mapped()).isEqualTo(existing());
	}

	private static Set<String> mapped() throws IOException {
		Set<String> mapped = new TreeSet<>();
		String module = "";
		Matcher rows = ROW.matcher(Files.readString(Path.of("../docs/architecture.md")));
		while (rows.find()) {
			module = (rows.group(1) != null) ? rows.group(1) : module;
			String current = module;
			NAME.matcher(rows.group(2)).results().forEach((name) -> mapped.add(current + ":" + name.group(1)));
		}
		return mapped;
	}

	private static Set<String> existing() {
		return MODULES.stream()
			.flatMap((module) -> Stream.of("java", "java22").flatMap((folder) -> packages(module, folder)))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private static Stream<String> packages(String module, String folder) {
		Path root = Path.of("..", module, "src", "main", folder).resolve(ROOT);
		if (!Files.exists(root)) {
			return Stream.empty();
		}
		try (Stream<Path> files = Files.walk(root)) {
			return files.filter((file) -> file.endsWith("package-info.java"))
				.map((file) -> root.relativize(file.getParent()).toString().replace('/', '.'))
				.filter((name) -> !name.isEmpty())
				.map((name) -> module + ":" + name)
				.toList()
				.stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
