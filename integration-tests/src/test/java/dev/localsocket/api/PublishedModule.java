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

package dev.localsocket.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A module whose public types are API if it exports their packages to all.
 *
 * @param name the name of its folder and of its artifact
 */
record PublishedModule(String name) {

	private static final List<PublishedModule> ALL = Stream
		.of("local-socket", "local-socket-spring", "local-socket-autoconfigure", "local-socket-web",
				"local-socket-test")
		.map(PublishedModule::new)
		.toList();

	private static final Pattern EXPORT = Pattern.compile("^\\s*exports ([\\w.]+);$", Pattern.MULTILINE);

	/** Exported to all, because the compiler does not know the modules that it is for. */
	private static final String LOG = "dev.localsocket.log";

	/**
	 * Returns all modules with types that users may use.
	 * @return the modules
	 */
	static List<PublishedModule> all() {
		return ALL;
	}

	/**
	 * Returns the source files of the packages that users may use.
	 * @return the files, in alphabetical order
	 * @throws IOException if the folder cannot be read
	 */
	List<Path> sources() throws IOException {
		List<Path> sources = new ArrayList<>();
		for (String exported : exports()) {
			try (Stream<Path> files = Files.list(folder().resolve(exported.replace('.', '/')))) {
				files.filter((file) -> file.toString().endsWith(".java"))
					.filter((file) -> !file.endsWith("package-info.java"))
					.sorted()
					.forEach(sources::add);
			}
		}
		return sources;
	}

	private List<String> exports() throws IOException {
		return EXPORT.matcher(Files.readString(folder().resolve("module-info.java")))
			.results()
			.map((export) -> export.group(1))
			.filter((name) -> !name.equals(LOG))
			.sorted()
			.toList();
	}

	/**
	 * Returns the names of the top-level classes in these files.
	 * @return the names, in the order of the files
	 * @throws IOException if the folder cannot be read
	 */
	List<String> classNames() throws IOException {
		return sources().stream()
			.map((file) -> folder().relativize(file).toString())
			.map((path) -> path.substring(0, path.length() - ".java".length()).replace('/', '.'))
			.toList();
	}

	/**
	 * Returns the file with the signatures that are promised.
	 * @return the file
	 */
	Path baseline() {
		return Path.of("..", this.name, "api.txt");
	}

	private Path folder() {
		return Path.of("..", this.name, "src", "main", "java");
	}

	@Override
	public String toString() {
		return this.name;
	}

}
