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

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;

import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import dev.localsocket.transport.spi.Closing;
import dev.localsocket.transport.spi.DirectoryDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * Opens directories by means of the JDK, which tells nobody the number of a descriptor.
 * So its position is set to one that no other has, and looked for. A descriptor that is
 * not known to be this one is never touched: by the time that it was, it could be another
 * thread's.
 */
final class JunixDirectory {

	/** See {@code proc_pid_fdinfo(5)}. */
	private static final Path INFORMATION = Path.of("/proc/self/fdinfo");

	private static final String POSITION = "pos:";

	private JunixDirectory() {
	}

	/**
	 * Opens a directory.
	 * @param path the path
	 * @return the descriptor, or null where there is no way to use it, or this user may
	 * not read the directory
	 * @throws IOException if there is no directory, or its file system knows no positions
	 */
	static @Nullable DirectoryDescriptor open(Path path) throws IOException {
		if (!Files.isDirectory(DirectoryDescriptor.ALL)) {
			return null;
		}
		try {
			// The dot makes anything else fail, where a pipe would wait for its other end
			FileChannel channel = FileChannel.open(path.resolve("."), StandardOpenOption.READ);
			return Closing.onFailure(channel, () -> new DirectoryDescriptor(numberOf(channel, path), channel));
		}
		catch (AccessDeniedException ex) {
			return null;
		}
	}

	private static int numberOf(FileChannel channel, Path path) throws IOException {
		long mark = ThreadLocalRandom.current().nextLong(1, Integer.MAX_VALUE);
		channel.position(mark);
		IOException failure = null;
		try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(DirectoryDescriptor.ALL)) {
			for (Path descriptor : descriptors) {
				try {
					if (Files.isDirectory(descriptor) && isAt(mark, descriptor)) {
						return Integer.parseInt(descriptor.getFileName().toString());
					}
				}
				catch (IOException ex) {
					// Of another's that has just been closed, or of the one that is
					// sought
					failure = ex;
				}
			}
		}
		throw (failure != null) ? failure
				: new LocalSocketException(SocketError.UNSUPPORTED_OPERATION,
						"The descriptor of the directory '%s' cannot be found in %s: use another directory"
							.formatted(path, INFORMATION));
	}

	private static boolean isAt(long position, Path descriptor) throws IOException {
		return Files.readAllLines(INFORMATION.resolve(descriptor.getFileName())).contains(POSITION + "\t" + position);
	}

}
