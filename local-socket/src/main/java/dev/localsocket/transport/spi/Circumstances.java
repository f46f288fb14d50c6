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
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

import dev.localsocket.error.SocketError;

/**
 * Finds out from the circumstances why a system call may have failed. The failure itself
 * says so by its text only, and the text is in the language of the user.
 */
public final class Circumstances {

	private static final Path ALWAYS_THERE = Path.of("/");

	/** At most that many are opened before one of them cannot be. */
	private static final int DESCRIPTORS_OF_A_CALL = 16;

	private Circumstances() {
	}

	/**
	 * Makes sure that the class can be used when there are no descriptors left to read
	 * classes with.
	 */
	public static void prepare() {
		ofAnything();
	}

	/**
	 * Tells why a call may have failed whatever it was about.
	 * @return {@link SocketError#RESOURCE_EXHAUSTED} or {@link SocketError#UNKNOWN}
	 */
	public static SocketError ofAnything() {
		return ofOpening(DESCRIPTORS_OF_A_CALL);
	}

	/** What was opened for a call that has failed is closed again when this is asked. */
	private static SocketError ofOpening(int count) {
		try (FileChannel channel = FileChannel.open(ALWAYS_THERE)) {
			return (channel.isOpen() && count > 1) ? ofOpening(count - 1) : SocketError.UNKNOWN;
		}
		catch (NoSuchFileException | AccessDeniedException ex) {
			return SocketError.UNKNOWN;
		}
		catch (IOException ex) {
			return SocketError.RESOURCE_EXHAUSTED;
		}
	}

	/**
	 * Tells why it may have failed to connect.
	 * @param socket the path of the socket
	 * @return the kind of failure, {@link SocketError#UNKNOWN} if nothing is wrong
	 */
	static SocketError ofConnecting(Path socket) {
		try {
			Files.readAttributes(socket, BasicFileAttributes.class);
			return Files.isWritable(socket) ? ofAnything() : SocketError.ACCESS_DENIED;
		}
		catch (AccessDeniedException ex) {
			return SocketError.ACCESS_DENIED;
		}
		catch (NoSuchFileException ex) {
			return SocketError.SERVER_NOT_FOUND;
		}
		catch (IOException ex) {
			return isInDirectory(socket) ? ofAnything() : SocketError.SERVER_NOT_FOUND;
		}
	}

	private static boolean isInDirectory(Path file) {
		Path parent = file.getParent();
		return parent == null || Files.isDirectory(parent);
	}

	/**
	 * Tells why it may have failed to create a file.
	 * @param directory where
	 * @return the kind of failure, {@link SocketError#UNKNOWN} if nothing is wrong
	 */
	public static SocketError ofCreatingIn(Path directory) {
		try {
			FileStore store = Files.getFileStore(directory);
			boolean pseudo = store.getTotalSpace() == 0;
			if (pseudo || store.isReadOnly() || !Files.isWritable(directory)) {
				return SocketError.ACCESS_DENIED;
			}
			return (store.getUsableSpace() == 0) ? SocketError.RESOURCE_EXHAUSTED : ofAnything();
		}
		catch (IOException ex) {
			return ofAnything();
		}
	}

}
