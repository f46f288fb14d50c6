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
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder that a release was deployed to, given by the system property
 * {@value #PROPERTY}.
 */
final class ReleaseFolder {

	static final String PROPERTY = "local-socket.release.folder";

	/** The endings of the files that accompany each file. */
	private static final List<String> COMPANIONS = List.of(".asc", ".md5", ".sha1");

	private ReleaseFolder() {
	}

	/**
	 * Returns the names of all that is deployed.
	 * @return the artifact ids, in alphabetical order
	 * @throws IOException if the folder cannot be read
	 */
	static List<String> artifacts() throws IOException {
		return list(group()).stream().filter(Files::isDirectory).map(ReleaseFolder::name).toList();
	}

	/**
	 * Returns the names of all that has a jar.
	 * @return the artifact ids, in alphabetical order
	 * @throws IOException if the folder cannot be read
	 */
	static List<String> jars() throws IOException {
		return artifacts().stream().filter((artifact) -> !artifact.equals("local-socket-bom")).toList();
	}

	/**
	 * Returns the only version that is deployed of an artifact.
	 * @param artifact the artifact id
	 * @return the version
	 * @throws IOException if the folder cannot be read
	 */
	static String version(String artifact) throws IOException {
		List<Path> versions = list(group().resolve(artifact)).stream().filter(Files::isDirectory).toList();
		if (versions.size() != 1) {
			throw new IllegalStateException("Not one version of " + artifact + ": " + versions);
		}
		return name(versions.get(0));
	}

	/**
	 * Returns a file of an artifact.
	 * @param artifact the artifact id
	 * @param ending what follows the version in its name, such as {@code -sources.jar}
	 * @return the file, which need not be there
	 * @throws IOException if the folder cannot be read
	 */
	static Path file(String artifact, String ending) throws IOException {
		String version = version(artifact);
		return group().resolve(artifact).resolve(version).resolve(artifact + "-" + version + ending);
	}

	/**
	 * Returns the files of an artifact, without their signatures and checksums.
	 * @param artifact the artifact id
	 * @return the files
	 * @throws IOException if the folder cannot be read
	 */
	static List<Path> files(String artifact) throws IOException {
		return list(group().resolve(artifact).resolve(version(artifact))).stream()
			.filter((file) -> COMPANIONS.stream().noneMatch((ending) -> name(file).endsWith(ending)))
			.toList();
	}

	private static Path group() {
		return Path.of(System.getProperty(PROPERTY), "dev", "localsocket");
	}

	private static List<Path> list(Path folder) throws IOException {
		try (Stream<Path> files = Files.list(folder)) {
			return files.sorted().toList();
		}
	}

	private static String name(Path file) {
		return file.getFileName().toString();
	}

}
