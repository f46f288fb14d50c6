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

import java.nio.file.attribute.PosixFilePermission;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Who may connect to a {@link LocalServer}, and where its name lives. The twin of
 * {@code QLocalServer::SocketOption}. Access options can be combined: the socket file has
 * exactly the permissions of those that are set, before anybody can see it. With no
 * access option the process's umask decides.
 *
 * @apiNote The JDK has an interface of the same simple name. A file that imports both
 * {@code java.net.*} and {@code dev.localsocket.*} has to say which is meant, by
 * {@code import dev.localsocket.SocketOption}.
 * @since 0.1.0
 */
public enum SocketOption {

	/** The user who runs the server may connect: permissions 0700. */
	USER_ACCESS(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE),

	/** The members of the server's group may connect: permissions 0070. */
	GROUP_ACCESS(PosixFilePermission.GROUP_READ, PosixFilePermission.GROUP_WRITE, PosixFilePermission.GROUP_EXECUTE),

	/** Everybody but the user and the group may connect: permissions 0007. */
	OTHER_ACCESS(PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE, PosixFilePermission.OTHERS_EXECUTE),

	/** Everybody may connect: permissions 0777. */
	WORLD_ACCESS(PosixFilePermission.values()),

	/**
	 * The name is in Linux's abstract namespace: there is no file, and
	 * <strong>permissions have no meaning, every user can connect</strong>.
	 */
	ABSTRACT_NAMESPACE;

	private final Set<PosixFilePermission> permissions;

	SocketOption(PosixFilePermission... permissions) {
		this.permissions = Set.of(permissions);
	}

	/** Makes a set of options, in which repeated ones are once. */
	static Set<SocketOption> setOf(SocketOption... options) {
		Set<SocketOption> set = EnumSet.noneOf(SocketOption.class);
		Collections.addAll(set, options);
		return Collections.unmodifiableSet(set);
	}

	/**
	 * Returns the permissions of the socket file.
	 * @param options the options
	 * @return the permissions, or null if no access option is among the options
	 */
	static @Nullable Set<PosixFilePermission> permissions(Set<SocketOption> options) {
		Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
		options.forEach((option) -> permissions.addAll(option.permissions));
		return permissions.isEmpty() ? null : permissions;
	}

}
