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

package dev.localsocket.account;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Principal;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Names of users and groups by their numbers. The JDK looks names up for the owners of
 * files only, in all the sources that the system is configured for; so the directory that
 * stands for the peer's process is asked first, and then the local account files.
 */
final class AccountNames {

	private static final Path PROCESSES = Path.of("/proc");

	private static final Path USERS = Path.of("/etc/passwd");

	private static final Path GROUPS = Path.of("/etc/group");

	private AccountNames() {
	}

	static @Nullable String userName(long pid, long uid) {
		String name = ofProcess(pid, "uid", uid, "owner");
		return (name != null) ? name : ofFile(USERS, uid);
	}

	static @Nullable String groupName(long pid, long gid) {
		String name = ofProcess(pid, "gid", gid, "group");
		return (name != null) ? name : ofFile(GROUPS, gid);
	}

	/**
	 * Reads the number and the name at once: the process may become another user's
	 * meanwhile, whose name must not be taken for that of the peer.
	 */
	private static @Nullable String ofProcess(long pid, String idAttribute, long id, String nameAttribute) {
		Path process = PROCESSES.resolve(Long.toString(pid));
		try {
			Map<String, Object> attributes = Files.readAttributes(process,
					"unix:%s,%s".formatted(idAttribute, nameAttribute));
			if (!(attributes.get(idAttribute) instanceof Integer owner) || owner != (int) id
					|| !(attributes.get(nameAttribute) instanceof Principal principal)) {
				return null;
			}
			String name = principal.getName();
			return name.equals(Integer.toString(owner)) ? null : name;
		}
		catch (IOException | IllegalArgumentException | UnsupportedOperationException ex) {
			// The process has ended, or the system has no such directory
			return null;
		}
	}

	/** See {@code passwd(5)} and {@code group(5)}. */
	private static @Nullable String ofFile(Path file, long id) {
		try {
			return AccountEntry.parse(new String(Files.readAllBytes(file), StandardCharsets.UTF_8))
				.filter((entry) -> entry.id() == id)
				.map(AccountEntry::name)
				.findFirst()
				.orElse(null);
		}
		catch (IOException ex) {
			return null;
		}
	}

}
