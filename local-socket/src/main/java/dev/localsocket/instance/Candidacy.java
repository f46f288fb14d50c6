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

package dev.localsocket.instance;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Sees to it that of the processes that find no first one a single one begins to become
 * it, by a lock that the kernel releases when that dies. To try costs a second, so that
 * fifty who all try would keep each other from it. Who is the first is not decided here,
 * but by the lock of the server: two candidates do no harm, as when the file of one was
 * deleted while another had opened it.
 */
public final class Candidacy implements AutoCloseable {

	private static final Set<OpenOption> OPTIONS = Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE,
			LinkOption.NOFOLLOW_LINKS);

	private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY = PosixFilePermissions
		.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

	private final Path path;

	private final @Nullable FileChannel channel;

	private Candidacy(Path path, @Nullable FileChannel channel) {
		this.path = path;
		this.channel = channel;
	}

	/**
	 * Begins, unless another process has begun.
	 * @param place where the first one is to listen
	 * @return the candidacy, or null if there is another
	 */
	public static @Nullable Candidacy tryBegin(InstancePlace place) {
		Path path = place.socket().resolveSibling("." + place.socket().getFileName() + ".start");
		try {
			FileChannel channel = FileChannel.open(path, OPTIONS, OWNER_ONLY);
			if (isLocked(channel)) {
				return new Candidacy(path, channel);
			}
			channel.close();
			return null;
		}
		catch (IOException ex) {
			// Whatever it is, the server says it better
			return new Candidacy(path, null);
		}
	}

	private static boolean isLocked(FileChannel channel) throws IOException {
		try {
			return channel.tryLock() != null;
		}
		catch (OverlappingFileLockException ex) {
			return false;
		}
	}

	/** Ends it, before or after this process has become the first. */
	@Override
	public void close() throws IOException {
		if (this.channel != null) {
			try (this.channel) {
				Files.deleteIfExists(this.path);
			}
		}
	}

}
