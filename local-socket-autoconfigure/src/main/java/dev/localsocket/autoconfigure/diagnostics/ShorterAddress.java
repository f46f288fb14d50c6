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
package dev.localsocket.autoconfigure.diagnostics;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import dev.localsocket.LocalServer;
import dev.localsocket.SocketOption;

/**
 * Finds an address in place of one that is too long for a socket.
 */
final class ShorterAddress {

	/**
	 * The directory of the user's session, that of the system's services, and the rest.
	 */
	private static final List<String> DIRECTORIES = Stream
		.of(System.getenv("XDG_RUNTIME_DIR"), "/run", System.getProperty("java.io.tmpdir"), "/tmp")
		.filter(Objects::nonNull)
		.toList();

	private ShorterAddress() {
	}

	/**
	 * Finds an address that a server can have, in a directory that this process can write
	 * to. The last element of the path is kept where that is possible, or else its
	 * beginning.
	 * @param address the path, or the name in the abstract namespace
	 * @param options the options of the server
	 * @return another address, or nothing if this one is not too long, or there is none
	 */
	static Optional<String> of(String address, Set<SocketOption> options) {
		return of(address, options, DIRECTORIES);
	}

	static Optional<String> of(String address, Set<SocketOption> options, List<String> directories) {
		Predicate<String> fits = (candidate) -> fits(candidate, options);
		if (fits.test(address) || address.endsWith("/") || address.indexOf('\0') >= 0) {
			return Optional.empty();
		}
		if (options.contains(SocketOption.ABSTRACT_NAMESPACE)) {
			return beginnings(address).filter(fits).findFirst();
		}
		String name = address.substring(address.lastIndexOf('/') + 1);
		List<String> usable = directories.stream().filter(ShorterAddress::isUsable).toList();
		return beginnings(name)
			.flatMap(
					(beginning) -> usable.stream().map((directory) -> Path.of(directory).resolve(beginning).toString()))
			.filter(fits)
			.findFirst();
	}

	private static boolean fits(String address, Set<SocketOption> options) {
		try {
			LocalServer.checkName(address, options.toArray(SocketOption[]::new));
			return true;
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

	/** The whole text, and then without its last characters. */
	private static Stream<String> beginnings(String text) {
		return Stream.iterate(text, (longer) -> !longer.isEmpty(),
				(longer) -> longer.substring(0, longer.offsetByCodePoints(longer.length(), -1)));
	}

	private static boolean isUsable(String directory) {
		try {
			Path path = Path.of(directory);
			return path.isAbsolute() && Files.isDirectory(path) && Files.isWritable(path);
		}
		catch (InvalidPathException ex) {
			return false;
		}
	}

}
