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

package dev.localsocket;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.localsocket.account.OwnUser;
import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import dev.localsocket.instance.InstancePlace;
import dev.localsocket.transport.spi.EndpointAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where the first instance listens. Whatever the scope, its directory is one that only
 * the user whom the second one expects can write to, so that nobody else can be there.
 * <p>
 * Here and in what else a second process does, nothing that is done each time has lambdas
 * or adds strings: the first of each costs a short JVM tens of milliseconds.
 */
final class InstancePlaces {

	private static final Path RUNTIME_DIRECTORIES = Path.of("/run/user");

	private static final Path SYSTEM_DIRECTORY = Path.of("/run");

	private static final Path AUDIT_SESSION = Path.of("/proc/self/sessionid");

	private static final String NO_AUDIT_SESSION = "4294967295";

	private static final int GROUP_OR_OTHERS_MAY_WRITE = 0022;

	private static final int GROUP_OR_OTHERS_MAY_ANYTHING = 0077;

	private final Map<String, String> environment;

	InstancePlaces(Map<String, String> environment) {
		this.environment = environment;
	}

	/**
	 * Finds the place, and makes its directory if that is missing.
	 * @param name the name of the application
	 * @param scope the scope
	 * @param directory the directory, or null for the default
	 * @return the place
	 * @throws LocalSocketException if there is none that is safe
	 */
	InstancePlace find(String name, InstanceScope scope, @Nullable Path directory) throws LocalSocketException {
		try {
			return (scope == InstanceScope.SYSTEM) ? ofSystem(name, directory) : ofUser(name, scope, directory);
		}
		catch (LocalSocketException ex) {
			throw ex;
		}
		catch (IOException ex) {
			throw new LocalSocketException(SocketError.ACCESS_DENIED,
					"The directory of the single instance '%s' cannot be used: %s".formatted(name, ex), ex);
		}
	}

	private InstancePlace ofUser(String name, InstanceScope scope, @Nullable Path given) throws IOException {
		Path directory = (given != null) ? given.toAbsolutePath() : userDirectory();
		makeIfMissing(directory, "rwx------");
		Map<String, Object> attributes = attributes(directory);
		if (uid(attributes) != OwnUser.ID) {
			throw unsafe(directory, "it belongs to the user '%s', not to '%s': choose a directory of this user"
				.formatted(owner(attributes), OwnUser.name()));
		}
		if ((mode(attributes) & GROUP_OR_OTHERS_MAY_WRITE) != 0) {
			throw unsafe(directory, "others may write to it: take that right from them (chmod go-w)");
		}
		return place(directory, file(name, scope), List.of(owner(attributes)));
	}

	private String file(String name, InstanceScope scope) throws IOException {
		return (scope == InstanceScope.SESSION) ? name.concat("@").concat(session()) : name;
	}

	/** Not every process of a user has the variable, those of cron for example. */
	private Path userDirectory() throws IOException {
		String variable = this.environment.get("XDG_RUNTIME_DIR");
		if (variable != null && variable.startsWith("/") && isPrivate(Path.of(variable))) {
			return Path.of(variable);
		}
		Path usual = RUNTIME_DIRECTORIES.resolve(Long.toString(OwnUser.ID));
		return isPrivate(usual) ? usual
				: Path.of(EndpointAddress.resolve("local-socket-".concat(Long.toString(OwnUser.ID)))).toAbsolutePath();
	}

	private static boolean isPrivate(Path directory) throws IOException {
		if (!Files.isDirectory(directory)) {
			return false;
		}
		Map<String, Object> attributes = attributes(directory);
		return uid(attributes) == OwnUser.ID && (mode(attributes) & GROUP_OR_OTHERS_MAY_ANYTHING) == 0;
	}

	private String session() throws IOException {
		String variable = this.environment.getOrDefault("XDG_SESSION_ID", "");
		if (!variable.isEmpty() && isOrdinary(variable)) {
			return variable;
		}
		String audit = Files.exists(AUDIT_SESSION)
				? Files.readString(AUDIT_SESSION, StandardCharsets.ISO_8859_1).strip() : NO_AUDIT_SESSION;
		if (!audit.equals(NO_AUDIT_SESSION)) {
			return "audit-".concat(audit);
		}
		throw new LocalSocketException(SocketError.UNSUPPORTED_OPERATION,
				"This process belongs to no login session, neither XDG_SESSION_ID nor %s names one: use the scope USER"
					.formatted(AUDIT_SESSION));
	}

	/** Tells whether a text can be a part of a name. */
	static boolean isOrdinary(String text) {
		for (int i = 0; i < text.length(); i++) {
			if (!isOrdinary(text.charAt(i))) {
				return false;
			}
		}
		return true;
	}

	private static boolean isOrdinary(char character) {
		return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z')
				|| (character >= '0' && character <= '9') || character == '-' || character == '_' || character == '.';
	}

	private static InstancePlace ofSystem(String name, @Nullable Path given) throws IOException {
		Path directory = (given != null) ? given.toAbsolutePath() : SYSTEM_DIRECTORY.resolve(name);
		makeIfMissing(directory, "rwxr-xr-x");
		Map<String, Object> attributes = attributes(directory);
		if ((mode(attributes) & GROUP_OR_OTHERS_MAY_WRITE) != 0) {
			throw unsafe(directory, "others than its owner may write to it: take that right from them (chmod go-w)");
		}
		return place(directory, name, List.of(owner(attributes), owner(attributes(Path.of("/")))));
	}

	private static void makeIfMissing(Path directory, String permissions) throws IOException {
		if (Files.isDirectory(directory)) {
			return;
		}
		try {
			Files.createDirectory(directory,
					PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
			Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(permissions));
		}
		catch (FileAlreadyExistsException ex) {
			if (!Files.isDirectory(directory)) {
				throw new LocalSocketException(SocketError.INVALID_NAME,
						"'%s' is needed as the directory of the single instance, but is none: remove it"
							.formatted(directory),
						ex);
			}
		}
		catch (NoSuchFileException ex) {
			throw new LocalSocketException(SocketError.INVALID_NAME,
					"The directory '%s' does not exist, nor does the one that it should be in: create it"
						.formatted(directory),
					ex);
		}
		catch (IOException ex) {
			throw new LocalSocketException(SocketError.ACCESS_DENIED,
					"The directory '%s' does not exist, and this user may not make it: let root make it for the user of the application, by RuntimeDirectory= of its unit or by tmpfiles.d(5)"
						.formatted(directory),
					ex);
		}
	}

	private static InstancePlace place(Path directory, String name, List<String> users) throws IOException {
		return new InstancePlace(EndpointAddress.ofFile(directory.resolve(name.concat(".instance")).toString()).path(),
				users);
	}

	private static LocalSocketException unsafe(Path directory, String reason) {
		return new LocalSocketException(SocketError.UNSAFE_DIRECTORY,
				"The directory '%s' of the single instance is not safe: %s".formatted(directory, reason));
	}

	/**
	 * Whose it is and who may write to it, both of the same file: between two looks
	 * somebody could put another one in its place.
	 */
	private static Map<String, Object> attributes(Path file) throws IOException {
		return Files.readAttributes(file, "unix:uid,mode,owner");
	}

	private static long uid(Map<String, Object> attributes) {
		return Integer.toUnsignedLong((Integer) Objects.requireNonNull(attributes.get("uid")));
	}

	private static int mode(Map<String, Object> attributes) {
		return (Integer) Objects.requireNonNull(attributes.get("mode"));
	}

	private static String owner(Map<String, Object> attributes) {
		return ((UserPrincipal) Objects.requireNonNull(attributes.get("owner"))).getName();
	}

}
