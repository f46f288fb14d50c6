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

package dev.localsocket.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Predicate;

import dev.localsocket.account.PeerCredentials;

/**
 * Which users' servers a client talks to.
 *
 * @param users the names of users, or their ids in decimal digits
 */
public record ServerTrust(Set<String> users) implements Predicate<PeerCredentials> {

	/** Trusts servers of the user that this process runs as, and of root. */
	public static final Predicate<PeerCredentials> OWN_USER_AND_ROOT = ServerTrust::isOwnUserOrRoot;

	/** Trusts all servers. */
	public static final Predicate<PeerCredentials> ANY_USER = (server) -> true;

	private static final Path OWN_PROCESS = Path.of("/proc/self");

	/**
	 * Copies the users.
	 */
	public ServerTrust {
		users = Set.copyOf(users);
	}

	@Override
	public boolean test(PeerCredentials server) {
		if (this.users.contains(Long.toString(server.uid()))) {
			return true;
		}
		String name = server.userName();
		return name != null && this.users.contains(name);
	}

	private static boolean isOwnUserOrRoot(PeerCredentials server) {
		return server.uid() == 0 || isOwnUser(server);
	}

	private static boolean isOwnUser(PeerCredentials server) {
		try {
			return Integer.toUnsignedLong((int) Files.getAttribute(OWN_PROCESS, "unix:uid")) == server.uid();
		}
		catch (IOException | UnsupportedOperationException | IllegalArgumentException ex) {
			// The system has no such directory
			return System.getProperty("user.name").equals(server.userName());
		}
	}

}
