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

package dev.localsocket.transport.spi;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * The directory in which names are that are no absolute paths, for servers and clients
 * alike: the one that the environment variable {@code TMPDIR} names, or else
 * {@code /tmp}. A relative one is seen from the working directory, as in Qt; symbolic
 * links stay as they are, which keeps paths short.
 */
final class TemporaryDirectory {

	private static final String DEFAULT = "/tmp";

	private static final String PATH = resolve(System.getenv("TMPDIR"));

	private TemporaryDirectory() {
	}

	/**
	 * Returns the path of a file in the directory.
	 * @param name the name of the file
	 * @return the path, absolute unless the variable contains no path of this system
	 */
	static String file(String name) {
		return (PATH.endsWith("/") ? PATH : PATH.concat("/")).concat(name);
	}

	static String resolve(@Nullable String variable) {
		if (variable == null || variable.isEmpty()) {
			return DEFAULT;
		}
		try {
			return Path.of(variable).toAbsolutePath().normalize().toString();
		}
		catch (InvalidPathException ex) {
			// Whoever uses it says so, see EndpointAddress
			return variable;
		}
	}

}
