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

package dev.localsocket.autoconfigure;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Set;

import dev.localsocket.LocalServer;
import dev.localsocket.SocketOption;
import dev.localsocket.autoconfigure.diagnostics.ConfigurationKeys;
import dev.localsocket.autoconfigure.diagnostics.InvalidAddressException;
import org.jspecify.annotations.Nullable;

/**
 * Where a server listens, or a client connects to, as its name and directory say: decided
 * here for both.
 *
 * @param key the key of the server, or client, below {@value ConfigurationKeys#PREFIX}
 * @param beanName the name of its bean, by default that of the socket
 * @param name the name that is set, or null
 * @param directory the directory that is set for it, or null
 * @param commonDirectory the directory of those that set none, or null for the one of
 * {@link LocalServer#resolveName}
 * @param abstractNamespace whether the name is in no directory
 */
record ConfiguredAddress(String key, String beanName, @Nullable String name, @Nullable String directory,
		@Nullable String commonDirectory, boolean abstractNamespace) {

	/**
	 * Checks a directory.
	 * @param key its key, below {@value ConfigurationKeys#PREFIX}
	 * @param directory the directory, or null
	 */
	static void checkDirectory(String key, @Nullable String directory) {
		if (directory != null && !isAbsolute(directory)) {
			throw InvalidProperty.of(key, directory,
					"The directory must be an absolute path, such as '/run/app', because what a relative one means "
							+ "depends on where the application was started.");
		}
	}

	private static boolean isAbsolute(String path) {
		try {
			return Path.of(path).isAbsolute();
		}
		catch (InvalidPathException ex) {
			return false;
		}
	}

	/** Refuses values that make no sense, or not together. */
	void check() {
		checkDirectory(this.key + ".directory", this.directory);
		if (this.name != null && this.name.isBlank()) {
			throw InvalidProperty.of(this.key + ".name", this.name,
					"The name must not be empty. Remove it to use the bean's.");
		}
		if (this.directory != null && this.name != null && isAbsolute(this.name)) {
			throw invalidDirectory(
					"The name '%s' is an absolute path, so the directory has no effect. Remove this key, or give a name."
						.formatted(this.name));
		}
		if (this.directory != null && this.abstractNamespace) {
			throw invalidDirectory(
					"A name in the abstract namespace is in no directory. Remove this key, or 'abstract-namespace'.");
		}
		checkResolved();
	}

	private RuntimeException invalidDirectory(String reason) {
		return InvalidProperty.of(this.key + ".directory", this.directory, reason);
	}

	private void checkResolved() {
		Set<SocketOption> options = this.abstractNamespace ? Set.of(SocketOption.ABSTRACT_NAMESPACE) : Set.of();
		try {
			LocalServer.checkName(resolved(), options.toArray(SocketOption[]::new));
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidAddressException(ConfigurationKeys.PREFIX + "." + this.key, resolved(), options,
					ex.getMessage() + ".");
		}
	}

	/**
	 * Returns what {@link LocalServer#listen(String)} is to be called with.
	 * @return the name, or absolute path
	 */
	String resolved() {
		String ownName = (this.name != null) ? this.name : this.beanName;
		String ownDirectory = (this.directory != null) ? this.directory : this.commonDirectory;
		return (ownDirectory != null && !this.abstractNamespace) ? in(ownDirectory, ownName) : ownName;
	}

	private static String in(String directory, String name) {
		try {
			return Path.of(directory).resolve(name).toString();
		}
		catch (InvalidPathException ex) {
			// The check of the name says why
			return directory + "/" + name;
		}
	}

}
