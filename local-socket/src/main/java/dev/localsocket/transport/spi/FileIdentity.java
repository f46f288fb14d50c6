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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Which file a path names at the moment, symbolic links not followed. An identity stays
 * unique for as long as somebody keeps the file open, linked or bound.
 *
 * @param device the device
 * @param inode the inode on the device
 * @param mode the type and the permissions of the file ({@code st_mode} in
 * {@code inode(7)})
 * @param uid the user that it belongs to
 * @param gid the group that it belongs to
 */
public record FileIdentity(long device, long inode, int mode, long uid, long gid) {

	private static final String ATTRIBUTES = "unix:dev,ino,mode,uid,gid";

	private static final int TYPE_MASK = 0170000;

	private static final int SOCKET = 0140000;

	private static final int SYMBOLIC_LINK = 0120000;

	private static final int REGULAR_FILE = 0100000;

	private static final int DIRECTORY = 0040000;

	/**
	 * Returns the identity of the file at a path.
	 * @param path the path
	 * @return the identity, or null if there is no file
	 * @throws IOException if the path cannot be examined
	 */
	public static @Nullable FileIdentity at(Path path) throws IOException {
		try {
			return of(Files.readAttributes(path, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS));
		}
		catch (NoSuchFileException ex) {
			return null;
		}
	}

	private static FileIdentity of(Map<String, Object> attributes) {
		return new FileIdentity(number(attributes, "dev"), number(attributes, "ino"), (int) number(attributes, "mode"),
				id(attributes, "uid"), id(attributes, "gid"));
	}

	/** The JDK has ids with a sign. */
	private static long id(Map<String, Object> attributes, String name) {
		return Integer.toUnsignedLong((int) number(attributes, name));
	}

	private static long number(Map<String, Object> attributes, String name) {
		if (attributes.get(name) instanceof Number number) {
			return number.longValue();
		}
		throw new IllegalStateException("The file system does not tell the attribute '" + name + "'");
	}

	/**
	 * Returns the identity of a file that must be there.
	 * @param path the path
	 * @return the identity
	 * @throws IOException if the path cannot be examined or there is no file
	 */
	public static FileIdentity of(Path path) throws IOException {
		FileIdentity identity = at(path);
		if (identity == null) {
			throw new NoSuchFileException(path.toString());
		}
		return identity;
	}

	/**
	 * Returns the identity of the file that a path leads to, symbolic links followed.
	 * @param path the path
	 * @return the identity
	 * @throws IOException if the path cannot be examined or there is no file
	 */
	public static FileIdentity behind(Path path) throws IOException {
		return of(Files.readAttributes(path, ATTRIBUTES));
	}

	public boolean isSame(@Nullable FileIdentity other) {
		return other != null && this.device == other.device && this.inode == other.inode;
	}

	public boolean isSocket() {
		return (this.mode & TYPE_MASK) == SOCKET;
	}

	boolean isDirectory() {
		return (this.mode & TYPE_MASK) == DIRECTORY;
	}

	public boolean isSymbolicLink() {
		return (this.mode & TYPE_MASK) == SYMBOLIC_LINK;
	}

	/** The permissions, with the set-id bits and the sticky one. */
	public int permissions() {
		return this.mode & 07777;
	}

	public boolean isRegularFile() {
		return (this.mode & TYPE_MASK) == REGULAR_FILE;
	}

	public String type() {
		return switch (this.mode & TYPE_MASK) {
			case SOCKET -> "a socket";
			case SYMBOLIC_LINK -> "a symbolic link";
			case REGULAR_FILE -> "a regular file";
			case DIRECTORY -> "a directory";
			default -> "a special file";
		};
	}

}
