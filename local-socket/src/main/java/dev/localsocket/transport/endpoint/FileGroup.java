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

package dev.localsocket.transport.endpoint;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserPrincipalNotFoundException;

import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;

/**
 * The group of a file.
 */
final class FileGroup {

	private FileGroup() {
	}

	/**
	 * Gives a file to a group.
	 * @param file the file, which nobody else can exchange
	 * @param group the name of the group, or its number
	 * @throws IOException {@link SocketError#INVALID_GROUP} if there is no such group or
	 * this user may not do that
	 */
	static void set(Path file, String group) throws IOException {
		GroupPrincipal principal = lookUp(file, group);
		try {
			Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
				.setGroup(principal);
		}
		catch (FileSystemException ex) {
			throw new LocalSocketException(SocketError.INVALID_GROUP,
					"The user '%s' may not give a file to the group '%s': it must be a member of the group, or root"
						.formatted(System.getProperty("user.name"), group),
					ex);
		}
	}

	private static GroupPrincipal lookUp(Path file, String group) throws IOException {
		try {
			return file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName(group);
		}
		catch (UserPrincipalNotFoundException ex) {
			throw new LocalSocketException(SocketError.INVALID_GROUP, "The system knows no group '%s'".formatted(group),
					ex);
		}
	}

}
