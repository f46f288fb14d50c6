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

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import dev.localsocket.transport.TransportException.Failure;
import org.newsclub.net.unix.AFUNIXServerSocketChannel;
import org.newsclub.net.unix.FileDescriptorCast;

/**
 * A listening descriptor that another program has handed over. The kernel's tables tell
 * what it is before the socket library touches it: that would take a connected socket or
 * one that does not listen for a server as well.
 */
final class AdoptedDescriptor {

	private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

	private static final Path LOCAL_SOCKETS = Path.of("/proc/net/unix");

	private static final int FLAGS = 3;

	private static final int TYPE = 4;

	private static final int INODE = 6;

	/** {@code __SO_ACCEPTCON}, see {@code proc(5)}. */
	private static final String LISTENING = "00010000";

	private static final String STREAM = "0001";

	private AdoptedDescriptor() {
	}

	/**
	 * Opens a channel on a descriptor.
	 * @param descriptor the number of the descriptor
	 * @return the channel, non-blocking
	 * @throws IOException {@link Failure#INVALID_DESCRIPTOR} if it is no listening local
	 * stream socket
	 */
	static AFUNIXServerSocketChannel open(int descriptor) throws IOException {
		check(descriptor);
		return open(descriptor, FileDescriptorCast.unsafeUsing(descriptor));
	}

	/**
	 * Opens a channel on a duplicate of a descriptor, which stays open itself.
	 * @param descriptor the number of the descriptor
	 * @return the channel, non-blocking
	 * @throws IOException {@link Failure#INVALID_DESCRIPTOR} if it is no listening local
	 * stream socket
	 */
	static AFUNIXServerSocketChannel openDuplicate(int descriptor) throws IOException {
		check(descriptor);
		FileDescriptor original = FileDescriptorCast.unsafeUsing(descriptor).getFileDescriptor();
		return open(descriptor, FileDescriptorCast.duplicating(original));
	}

	private static AFUNIXServerSocketChannel open(int descriptor, FileDescriptorCast source) throws IOException {
		AFUNIXServerSocketChannel channel = cast(descriptor, source);
		channel.setDeleteOnClose(false);
		channel.configureBlocking(false);
		return channel;
	}

	private static AFUNIXServerSocketChannel cast(int descriptor, FileDescriptorCast source) throws IOException {
		try {
			return source.as(AFUNIXServerSocketChannel.class);
		}
		catch (ClassCastException | IOException ex) {
			throw invalid(descriptor, "is no local server socket: " + ex.getMessage());
		}
	}

	private static void check(int descriptor) throws IOException {
		if (descriptor < 0) {
			throw invalid(descriptor, "is negative");
		}
		if (!Files.isDirectory(DESCRIPTORS)) {
			return;
		}
		String target = target(descriptor);
		if (!target.startsWith("socket:[")) {
			throw invalid(descriptor, "is no socket but '" + target + "'");
		}
		String inode = target.substring("socket:[".length(), target.length() - 1);
		String[] fields = localSocket(inode, descriptor);
		if (!fields[TYPE].equals(STREAM)) {
			throw invalid(descriptor, "is a local socket, but no stream socket");
		}
		if (!fields[FLAGS].equals(LISTENING)) {
			throw invalid(descriptor, "is a local socket that does not listen");
		}
	}

	private static String target(int descriptor) throws TransportException {
		try {
			return Files.readSymbolicLink(DESCRIPTORS.resolve(Integer.toString(descriptor))).toString();
		}
		catch (IOException ex) {
			throw invalid(descriptor, "is not open");
		}
	}

	private static String[] localSocket(String inode, int descriptor) throws IOException {
		try (Stream<String> lines = Files.lines(LOCAL_SOCKETS, StandardCharsets.ISO_8859_1)) {
			return lines.map((line) -> line.trim().split(" +"))
				.filter((fields) -> fields.length > INODE && fields[INODE].equals(inode))
				.findFirst()
				.orElseThrow(() -> invalid(descriptor, "is a socket, but not a local one of this network namespace"));
		}
	}

	private static TransportException invalid(int descriptor, String reason) {
		return new TransportException(Failure.INVALID_DESCRIPTOR,
				"The descriptor %d %s; it must be a local stream socket that listens".formatted(descriptor, reason));
	}

	/**
	 * Closes this process's descriptor, and only that: others who hold the socket go on
	 * listening. The channel's own close would shut the socket down for all of them,
	 * unless it finds its descriptor closed.
	 * @param channel the channel
	 * @throws IOException if it cannot be closed
	 */
	static void close(AFUNIXServerSocketChannel channel) throws IOException {
		try (channel) {
			new FileOutputStream(channel.getFileDescriptor()).close();
		}
	}

}
