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
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import dev.localsocket.transport.spi.AdoptedSocket;
import dev.localsocket.transport.spi.DirectoryDescriptor;
import dev.localsocket.transport.spi.ListeningSocket;
import org.newsclub.net.unix.AFServerSocketChannel;
import org.newsclub.net.unix.AFUNIXServerSocketChannel;
import org.newsclub.net.unix.FileDescriptorCast;

/**
 * A listening descriptor that another program has handed over. The kernel is asked about
 * that very descriptor before it is taken: the library would take a socket that does not
 * listen, too, and in the kernel's tables of all sockets every user can forge lines.
 */
final class ListeningDescriptor {

	private static final Path DESCRIPTORS = DirectoryDescriptor.ALL;

	/** See {@code proc_pid_fdinfo(5)}. */
	private static final Path DESCRIPTOR_INFORMATION = Path.of("/proc/self/fdinfo");

	private static final String FLAGS = "flags:";

	/** {@code O_NONBLOCK}. */
	private static final int NON_BLOCKING = 04000;

	private ListeningDescriptor() {
	}

	/**
	 * Takes over a descriptor.
	 * @param descriptor the number of the descriptor
	 * @param receiving finds what receives descriptors
	 * @return the socket, non-blocking
	 * @throws IOException {@link SocketError#INVALID_DESCRIPTOR} if it is no listening
	 * local stream socket
	 */
	static AdoptedSocket<ListeningSocket> adopt(int descriptor, ReceivingSource receiving) throws IOException {
		check(descriptor);
		return adopted(open(descriptor, FileDescriptorCast.unsafeUsing(descriptor)), receiving);
	}

	/**
	 * Takes over a duplicate of a descriptor, which stays open itself.
	 * @param descriptor the number of the descriptor
	 * @param receiving finds what receives descriptors
	 * @return the socket, non-blocking
	 * @throws IOException {@link SocketError#INVALID_DESCRIPTOR} if it is no listening
	 * local stream socket
	 */
	static AdoptedSocket<ListeningSocket> adoptDuplicate(int descriptor, ReceivingSource receiving) throws IOException {
		check(descriptor);
		return adopted(open(descriptor, FileDescriptorCast.duplicating(Descriptors.of(descriptor))), receiving);
	}

	private static AdoptedSocket<ListeningSocket> adopted(AFUNIXServerSocketChannel channel, ReceivingSource receiving)
			throws IOException {
		return new AdoptedSocket<>(new JunixListeningSocket(channel, () -> close(channel), receiving),
				JunixAddresses.endpoint(channel.getLocalAddress()));
	}

	private static AFUNIXServerSocketChannel open(int descriptor, FileDescriptorCast source) throws IOException {
		AFUNIXServerSocketChannel channel = channel(descriptor, source);
		channel.configureBlocking(false);
		return channel;
	}

	private static AFUNIXServerSocketChannel channel(int descriptor, FileDescriptorCast source) throws IOException {
		try {
			AFUNIXServerSocketChannel channel = source.as(AFUNIXServerSocketChannel.class);
			channel.setDeleteOnClose(false);
			return channel;
		}
		catch (ClassCastException | IOException ex) {
			throw invalid(descriptor, "is a local socket that does not listen: " + ex.getMessage());
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
		FileDescriptorCast socket = FileDescriptorCast.unsafeUsing(descriptor);
		if (!socket.isAvailable(AFUNIXServerSocketChannel.class)) {
			throw invalid(descriptor, socket.isAvailable(AFServerSocketChannel.class)
					? "is a stream socket, but not a local one" : "is a socket, but no stream socket");
		}
		if (!listens(descriptor, socket.getFileDescriptor())) {
			throw invalid(descriptor, "is a local socket that does not listen");
		}
	}

	private static String target(int descriptor) throws LocalSocketException {
		try {
			return Files.readSymbolicLink(DESCRIPTORS.resolve(Integer.toString(descriptor))).toString();
		}
		catch (IOException ex) {
			throw invalid(descriptor, "is not open");
		}
	}

	/**
	 * Asks through a duplicate, which can be closed and leaves the descriptor alone. The
	 * library has no way to {@code SO_ACCEPTCONN}, but a stream socket that is neither
	 * connected nor listens is told as hung up ({@code poll(2)} on Linux).
	 */
	private static boolean listens(int descriptor, FileDescriptor original) throws IOException {
		AFUNIXServerSocketChannel duplicate = channel(descriptor, FileDescriptorCast.duplicating(original));
		try {
			return !isHungUp(duplicate, isBlocking(descriptor));
		}
		finally {
			close(duplicate);
		}
	}

	/** The library takes every descriptor for a blocking one. */
	private static boolean isBlocking(int descriptor) throws IOException {
		Path file = DESCRIPTOR_INFORMATION.resolve(Integer.toString(descriptor));
		try (Stream<String> lines = Files.lines(file)) {
			return lines.filter((line) -> line.startsWith(FLAGS))
				.map((line) -> Long.parseLong(line.substring(FLAGS.length()).trim(), 8))
				.noneMatch((flags) -> (flags & NON_BLOCKING) != 0);
		}
	}

	private static boolean isHungUp(AFUNIXServerSocketChannel channel, boolean blocking) throws IOException {
		AtomicBoolean hungUp = new AtomicBoolean();
		channel.configureBlocking(false);
		try (SelectorPoller poller = new SelectorPoller()) {
			poller.register(channel, 0, (readable, writable, end) -> hungUp.set(end));
			poller.poll(0);
		}
		finally {
			channel.configureBlocking(blocking);
		}
		return hungUp.get();
	}

	private static LocalSocketException invalid(int descriptor, String reason) {
		return new LocalSocketException(SocketError.INVALID_DESCRIPTOR,
				"The descriptor %d %s; it must be a local stream socket that listens".formatted(descriptor, reason));
	}

	/**
	 * Closes this process's descriptor, and only that: others who hold the socket go on
	 * listening. The channel's own close would shut the socket down for all of them,
	 * unless it finds its descriptor closed.
	 * @param channel the channel
	 * @throws IOException if it cannot be closed
	 */
	private static void close(AFUNIXServerSocketChannel channel) throws IOException {
		try (channel) {
			new FileOutputStream(channel.getFileDescriptor()).close();
		}
	}

}
