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

package dev.localsocket.benchmarks.load;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A JDK, or JRE, to run servers on.
 *
 * @param version its feature version, such as 17
 * @param home its directory
 */
record Jdk(int version, Path home) {

	private static final Path USUAL_PLACE = Path.of("/usr/lib/jvm");

	private static final int OLDEST = 17;

	/** Finds those that are installed, one of each version from 17 on. */
	static TreeMap<Integer, Jdk> installed() throws IOException {
		TreeMap<Integer, Jdk> jdks = new TreeMap<>();
		jdks.put(Runtime.version().feature(),
				new Jdk(Runtime.version().feature(), Path.of(System.getProperty("java.home"))));
		if (Files.isDirectory(USUAL_PLACE)) {
			try (Stream<Path> homes = Files.list(USUAL_PLACE)) {
				homes.sorted().map(Jdk::at).flatMap(Optional::stream).forEach((jdk) -> {
					if (jdk.version >= OLDEST) {
						jdks.putIfAbsent(jdk.version, jdk);
					}
				});
			}
		}
		return jdks;
	}

	/** Looks into a directory. */
	static Optional<Jdk> at(Path home) {
		Path release = home.resolve("release");
		if (!Files.isExecutable(home.resolve("bin/java")) || !Files.isReadable(release)) {
			return Optional.empty();
		}
		try (InputStream input = Files.newInputStream(release)) {
			Properties properties = new Properties();
			properties.load(input);
			return versionIn(properties).map((version) -> new Jdk(version, home));
		}
		catch (IOException ex) {
			return Optional.empty();
		}
	}

	private static Optional<Integer> versionIn(Map<Object, Object> release) {
		Object version = release.get("JAVA_VERSION");
		return (version == null) ? Optional.empty()
				: Optional.of(Runtime.Version.parse(version.toString().replace("\"", "")).feature());
	}

	String java() {
		return this.home.resolve("bin/java").toString();
	}

}
