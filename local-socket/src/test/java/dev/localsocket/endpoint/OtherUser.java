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

package dev.localsocket.endpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A user without privileges, as whom {@code root} can start processes, with a copy of the
 * class path that this user may read.
 */
final class OtherUser {

	/** {@code nobody} on most systems. */
	static final int UID = 65534;

	private static final String ID = Integer.toString(UID);

	/** The beginnings of the names of their jars. */
	private static final List<String> LIBRARIES = List.of("jffi-", "junixsocket-", "local-socket-");

	private OtherUser() {
	}

	static boolean isRoot() throws IOException {
		return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
	}

	static String name() throws IOException {
		return Path.of("/").getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody").getName();
	}

	static void assumeRoot() throws IOException {
		assumeTrue(isRoot(), "Only root can start a process as another user");
		Programs.require("setpriv");
	}

	/**
	 * Starts a JVM as that user.
	 * @param jvm how else
	 * @param directory an empty directory for the copy of the class path
	 */
	static ChildJvm of(ChildJvm jvm, Path directory) throws IOException {
		return of(jvm, directory, ID);
	}

	/**
	 * Starts a JVM as any user.
	 * @param jvm how else
	 * @param directory an empty directory for the copy of the class path
	 * @param id the number of the user, who need not have an account
	 */
	static ChildJvm of(ChildJvm jvm, Path directory, String id) throws IOException {
		return as(id, jvm.classPath(copyClassPath(directory)));
	}

	/**
	 * Starts a JVM as that user that has all libraries, also those of the tests.
	 * @param jvm how else
	 * @param directory an empty directory for the copy of the class path
	 */
	static ChildJvm withAllLibraries(ChildJvm jvm, Path directory) throws IOException {
		return withAllLibraries(jvm, directory, ID);
	}

	/**
	 * Starts a JVM as any user that has all libraries.
	 * @param jvm how else
	 * @param directory an empty directory for the copy of the class path
	 * @param id the number of the user, who need not have an account
	 */
	static ChildJvm withAllLibraries(ChildJvm jvm, Path directory, String id) throws IOException {
		return as(id, jvm.classPath(copyClassPath(directory, (path) -> true)));
	}

	/**
	 * Starts a program as that user.
	 * @param command the program and its arguments
	 */
	static ChildProcess start(String... command) throws IOException {
		List<String> whole = new ArrayList<>(asUser(ID));
		whole.addAll(List.of(command));
		return ChildProcess.start(new ProcessBuilder(whole));
	}

	private static List<String> asUser(String id) {
		return List.of("setpriv", "--reuid=" + id, "--regid=" + id, "--clear-groups");
	}

	private static ChildJvm as(String id, ChildJvm jvm) {
		return jvm.behind(asUser(id).toArray(String[]::new));
	}

	/**
	 * Starts a JVM without privileges: as the other user if this one is {@code root}, or
	 * else as this one.
	 */
	static ChildJvm unprivileged(ChildJvm jvm, Path directory) throws IOException {
		if (!isRoot()) {
			return jvm;
		}
		assumeRoot();
		return of(jvm, directory);
	}

	/**
	 * Copies the library and what it needs, as jars, readable by everybody.
	 * @return the class path
	 */
	static String copyClassPath(Path directory) throws IOException {
		return copyClassPath(directory,
				(path) -> LIBRARIES.stream().anyMatch(path.getFileName().toString()::startsWith));
	}

	private static String copyClassPath(Path directory, Predicate<Path> jars) throws IOException {
		open(directory);
		StringBuilder classPath = new StringBuilder();
		for (Path element : elements(jars)) {
			Path copy = Files.createTempFile(directory, "library", ".jar");
			copy(element, copy);
			classPath.append(copy).append(':');
		}
		return classPath.toString();
	}

	private static List<Path> elements(Predicate<Path> jars) {
		return Pattern.compile(":")
			.splitAsStream(System.getProperty("java.class.path"))
			.map(Path::of)
			.filter((path) -> Files.isDirectory(path) || jars.test(path))
			.toList();
	}

	private static void copy(Path element, Path copy) throws IOException {
		if (Files.isDirectory(element)) {
			pack(element.toRealPath(), copy);
		}
		else {
			Files.copy(element, copy, StandardCopyOption.REPLACE_EXISTING);
		}
		Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-r--r--"));
	}

	private static void pack(Path root, Path jar) throws IOException {
		try (OutputStream out = Files.newOutputStream(jar);
				JarOutputStream entries = new JarOutputStream(out);
				Stream<Path> files = Files.walk(root)) {
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				entries.putNextEntry(new JarEntry(root.relativize(file).toString()));
				Files.copy(file, entries);
			}
		}
	}

	/**
	 * Lets everybody look into a directory.
	 */
	static void open(Path directory) throws IOException {
		Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
	}

}
