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

package dev.localsocket.transport.junix;

import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import dev.localsocket.transport.spi.DirectoryDescriptor;
import dev.localsocket.transport.spi.FileDescriptors;
import dev.localsocket.transport.spi.FileIdentity;
import org.jspecify.annotations.Nullable;
import org.newsclub.net.unix.FileDescriptorCast;

/**
 * Opens directories by means of the JDK, which tells nobody the number of a descriptor.
 * So any descriptor of the directory is looked for, and duplicated: the duplicate is
 * nobody else's, and the JDK's own is closed again.
 */
final class JunixDirectory {

	private JunixDirectory() {
	}

	/**
	 * Opens a directory.
	 * @param path the path
	 * @return the descriptor, or null where there is no way to use it, or this user may
	 * not read the directory
	 * @throws IOException if there is no directory, or it was exchanged meanwhile
	 */
	static @Nullable DirectoryDescriptor open(Path path) throws IOException {
		if (!Files.isDirectory(DirectoryDescriptor.ALL)) {
			return null;
		}
		// The dot makes anything else fail, where a pipe would wait for its other end
		Path directory = path.resolve(".");
		try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
			return channel.isOpen() ? duplicate(FileIdentity.behind(directory), path) : null;
		}
		catch (AccessDeniedException ex) {
			return null;
		}
	}

	private static DirectoryDescriptor duplicate(FileIdentity directory, Path path) throws IOException {
		try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(DirectoryDescriptor.ALL)) {
			for (Path candidate : descriptors) {
				DirectoryDescriptor duplicate = directory.isSame(identity(candidate)) ? duplicate(candidate) : null;
				if (duplicate != null && directory.isSame(identity(duplicate.way()))) {
					return duplicate;
				}
				if (duplicate != null) {
					duplicate.close();
				}
			}
		}
		throw new LocalSocketException(SocketError.UNSAFE_DIRECTORY,
				"Somebody exchanges directories: '%s' became another one while it was opened".formatted(path));
	}

	/** Another thread may just have closed it. */
	private static @Nullable FileIdentity identity(Path descriptor) {
		try {
			return FileIdentity.behind(descriptor);
		}
		catch (IOException ex) {
			return null;
		}
	}

	private static DirectoryDescriptor duplicate(Path descriptor) throws IOException {
		FileDescriptor original = Descriptors.of(Integer.parseInt(descriptor.getFileName().toString()));
		FileDescriptor duplicate = FileDescriptorCast.duplicating(original).getFileDescriptor();
		return new DirectoryDescriptor(FileDescriptorCast.using(duplicate).as(Integer.class),
				() -> FileDescriptors.close(duplicate));
	}

}
