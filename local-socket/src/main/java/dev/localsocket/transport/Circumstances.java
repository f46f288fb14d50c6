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
package dev.localsocket.transport;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

import dev.localsocket.transport.TransportException.Failure;

/**
 * Finds out from the circumstances why a system call may have failed. The failure itself
 * says so by its text only, and the text is in the language of the user.
 */
final class Circumstances {

	private static final Path ALWAYS_THERE = Path.of("/");

	private Circumstances() {
	}

	/**
	 * Makes sure that the class can be used when there are no descriptors left to read
	 * classes with.
	 */
	static void prepare() {
		ofAnything();
	}

	/**
	 * Tells why a call may have failed whatever it was about.
	 * @return {@link Failure#RESOURCES} or {@link Failure#OTHER}
	 */
	static Failure ofAnything() {
		try (FileChannel channel = FileChannel.open(ALWAYS_THERE)) {
			return channel.isOpen() ? Failure.OTHER : Failure.RESOURCES;
		}
		catch (NoSuchFileException | AccessDeniedException ex) {
			return Failure.OTHER;
		}
		catch (IOException ex) {
			return Failure.RESOURCES;
		}
	}

	/**
	 * Tells why it may have failed to connect.
	 * @param socket the path of the socket
	 * @return the kind of failure, {@link Failure#OTHER} if nothing is wrong
	 */
	static Failure ofConnecting(Path socket) {
		try {
			Files.readAttributes(socket, BasicFileAttributes.class);
			return Files.isWritable(socket) ? ofAnything() : Failure.ACCESS_DENIED;
		}
		catch (AccessDeniedException ex) {
			return Failure.ACCESS_DENIED;
		}
		catch (NoSuchFileException ex) {
			return Failure.NOT_FOUND;
		}
		catch (IOException ex) {
			return isInDirectory(socket) ? ofAnything() : Failure.NOT_FOUND;
		}
	}

	private static boolean isInDirectory(Path file) {
		Path parent = file.getParent();
		return parent == null || Files.isDirectory(parent);
	}

	/**
	 * Tells why it may have failed to create a file.
	 * @param directory where
	 * @return the kind of failure, {@link Failure#OTHER} if nothing is wrong
	 */
	static Failure ofCreatingIn(Path directory) {
		try {
			FileStore store = Files.getFileStore(directory);
			boolean pseudo = store.getTotalSpace() == 0;
			if (pseudo || store.isReadOnly() || !Files.isWritable(directory)) {
				return Failure.ACCESS_DENIED;
			}
			return (store.getUsableSpace() == 0) ? Failure.RESOURCES : ofAnything();
		}
		catch (IOException ex) {
			return ofAnything();
		}
	}

}
