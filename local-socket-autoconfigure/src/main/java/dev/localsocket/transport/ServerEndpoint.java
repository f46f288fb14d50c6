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

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.function.BooleanSupplier;

import dev.localsocket.transport.TransportException.Failure;
import org.jspecify.annotations.Nullable;
import org.newsclub.net.unix.AFUNIXServerSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.FileDescriptorCast;

/**
 * A listening socket with what belongs to it. Closing it is not thread-safe: its
 * {@link Acceptor} does that.
 */
public final class ServerEndpoint implements Closeable {

	private final EndpointAddress address;

	private final AFUNIXServerSocketChannel channel;

	private final int descriptor;

	private final BooleanSupplier intact;

	private final Closeable resources;

	private ServerEndpoint(EndpointAddress address, AFUNIXServerSocketChannel channel, BooleanSupplier intact,
			Closeable resources) throws IOException {
		this.address = address;
		this.channel = channel;
		this.descriptor = FileDescriptorCast.using(channel.getFileDescriptor()).as(Integer.class);
		this.intact = intact;
		this.resources = resources;
	}

	/**
	 * Listens at an address. Blocks for file system operations and, if a socket is there
	 * already, for up to half a second to find out whether somebody listens on it.
	 * @param address the address
	 * @param options how to listen
	 * @return the endpoint
	 * @throws TransportException if it cannot listen; nothing is left behind then
	 */
	public static ServerEndpoint listen(EndpointAddress address, EndpointOptions options) throws TransportException {
		try {
			NativeLibrary.check();
			return address.isAbstract() ? listenAbstract(address, options) : listenAtFile(address, options);
		}
		catch (IOException ex) {
			throw listenFailure(address, ex);
		}
	}

	private static TransportException listenFailure(EndpointAddress address, IOException ex) {
		TransportException failure = TransportException.of(ex, "Could not listen at '" + address + "'",
				() -> address.isAbstract() ? Circumstances.ofAnything()
						: Circumstances.ofCreatingIn(address.directory()));
		if (failure.failure() == Failure.ADDRESS_IN_USE && failure != ex) {
			return new TransportException(Failure.ADDRESS_IN_USE,
					"Another server listens at '%s': stop it or choose another name".formatted(address), ex);
		}
		if (failure.failure() == Failure.ACCESS_DENIED && failure != ex) {
			return new TransportException(Failure.ACCESS_DENIED,
					"The user '%s' may not create files in '%s': change its permissions or choose another directory"
						.formatted(System.getProperty("user.name"), address.directory()),
					ex);
		}
		return failure;
	}

	private static ServerEndpoint listenAbstract(EndpointAddress address, EndpointOptions options) throws IOException {
		AFUNIXServerSocketChannel owner = bind(address.socketAddress(), options.backlog());
		return closedOnFailure(owner, () -> {
			AFUNIXServerSocketChannel accepting = accepting(owner);
			return new ServerEndpoint(address, accepting, () -> true, () -> close(owner, accepting, () -> {
			}));
		});
	}

	private static ServerEndpoint listenAtFile(EndpointAddress address, EndpointOptions options) throws IOException {
		address.checkDirectory();
		PrivateDirectory directory = PrivateDirectory.in(address.directory());
		try {
			AbandonedDirectories.deleteBeside(directory);
			EndpointLock lock = EndpointLock.acquire(address.path(), directory);
			return closedOnFailure(lock, () -> listenAtFile(address, options, directory, lock));
		}
		finally {
			// What cannot be cleaned up must not undo a success
			Closing.quietly(directory);
		}
	}

	private static ServerEndpoint listenAtFile(EndpointAddress address, EndpointOptions options,
			PrivateDirectory directory, EndpointLock lock) throws IOException {
		AFUNIXServerSocketChannel owner = bindHidden(directory, options.backlog());
		return closedOnFailure(owner, () -> {
			Files.setPosixFilePermissions(directory.socket(), permissions(options, directory));
			EndpointFile file = EndpointFile.publish(address.path(), directory, lock, options.reclaimStale());
			return closedOnFailure(file, () -> {
				AFUNIXServerSocketChannel accepting = accepting(owner);
				return new ServerEndpoint(address, accepting, file::isIntact, () -> close(owner, accepting, file));
			});
		});
	}

	/**
	 * A second channel on the same descriptor: the owner would close itself on accept,
	 * because the path that it was bound to is gone.
	 */
	private static AFUNIXServerSocketChannel accepting(AFUNIXServerSocketChannel owner) throws IOException {
		AFUNIXServerSocketChannel channel = FileDescriptorCast.using(owner.getFileDescriptor())
			.as(AFUNIXServerSocketChannel.class);
		channel.setDeleteOnClose(false);
		channel.configureBlocking(false);
		return channel;
	}

	/**
	 * The file comes first, because the open socket keeps its identity unique, and the
	 * owner, which closes the descriptor, last; what fails does not stop the others.
	 */
	private static void close(Closeable owner, Closeable accepting, Closeable file) throws IOException {
		try (owner; accepting; file) {
			// Nothing else is to be done
		}
	}

	/**
	 * Adopts a listening descriptor that another program has handed over. Its file, if it
	 * has one, belongs to whoever bound it and is left alone.
	 * @param descriptor the number of the descriptor, which belongs to the endpoint from
	 * now on
	 * @return the endpoint
	 * @throws TransportException {@link Failure#INVALID_DESCRIPTOR} if it is no listening
	 * local stream socket
	 */
	public static ServerEndpoint adopt(int descriptor) throws TransportException {
		return adopt(descriptor, () -> AdoptedDescriptor.open(descriptor));
	}

	/**
	 * Listens like {@link #adopt}, on a duplicate of the descriptor.
	 * @param descriptor the number of the descriptor, which stays open
	 * @return the endpoint
	 * @throws TransportException {@link Failure#INVALID_DESCRIPTOR} if it is no listening
	 * local stream socket
	 */
	public static ServerEndpoint adoptDuplicate(int descriptor) throws TransportException {
		return adopt(descriptor, () -> AdoptedDescriptor.openDuplicate(descriptor));
	}

	private static ServerEndpoint adopt(int descriptor, IoSupplier<AFUNIXServerSocketChannel> opener)
			throws TransportException {
		try {
			NativeLibrary.check();
			AFUNIXServerSocketChannel channel = opener.get();
			EndpointAddress address = EndpointAddress.of(channel.getLocalAddress());
			return new ServerEndpoint(address, channel, () -> true, () -> AdoptedDescriptor.close(channel));
		}
		catch (IOException ex) {
			throw TransportException.of(ex, "Could not adopt the descriptor " + descriptor);
		}
	}

	private static AFUNIXServerSocketChannel bindHidden(PrivateDirectory directory, int backlog) throws IOException {
		ShortPath hidden = ShortPath.to(directory.socket());
		try {
			return bind(hidden.address().socketAddress(), backlog);
		}
		finally {
			Closing.quietly(hidden);
		}
	}

	private static Set<PosixFilePermission> permissions(EndpointOptions options, PrivateDirectory directory)
			throws IOException {
		Set<PosixFilePermission> permissions = options.permissions();
		return (permissions != null) ? permissions : directory.permissionsLeftByUmask();
	}

	private static AFUNIXServerSocketChannel bind(AFUNIXSocketAddress address, int backlog) throws IOException {
		AFUNIXServerSocketChannel channel = AFUNIXServerSocketChannel.open();
		return closedOnFailure(channel, () -> {
			channel.socket().setReuseAddress(false);
			channel.setDeleteOnClose(false);
			bind(channel, address, backlog);
			return channel;
		});
	}

	/**
	 * When no socket could be opened the library only says, here, that it is closed.
	 */
	private static void bind(AFUNIXServerSocketChannel channel, AFUNIXSocketAddress address, int backlog)
			throws IOException {
		try {
			channel.bind(address, backlog);
		}
		catch (SocketException ex) {
			if (channel.getFileDescriptor().valid()) {
				throw ex;
			}
			throw (SocketException) new SocketException("Too many open files, or no memory for a socket").initCause(ex);
		}
	}

	private static <T> T closedOnFailure(Closeable resource, IoSupplier<T> supplier) throws IOException {
		try {
			return supplier.get();
		}
		catch (IOException | RuntimeException | Error ex) {
			Closing.after(ex, resource);
			throw ex;
		}
	}

	/**
	 * Removes the socket file that a crashed server left, if there is one.
	 * @param address the address of the file
	 * @throws TransportException {@link Failure#ADDRESS_IN_USE} if a live server listens
	 * there or something other than a socket is there; or if it cannot be removed
	 */
	public static void removeStale(EndpointAddress address) throws TransportException {
		try {
			NativeLibrary.check();
			if (FileIdentity.at(address.path()) == null) {
				return;
			}
			try (PrivateDirectory directory = PrivateDirectory.in(address.directory())) {
				EndpointLock lock = EndpointLock.acquire(address.path(), directory);
				try (lock) {
					EndpointFile.removeStale(address.path(), directory);
				}
			}
		}
		catch (IOException ex) {
			throw TransportException.of(ex, "Could not remove '" + address + "'");
		}
	}

	AFUNIXServerSocketChannel channel() {
		return this.channel;
	}

	/**
	 * Accepts a connection without waiting.
	 * @return the connection, non-blocking, or null if there is none
	 * @throws IOException if the operating system refuses
	 */
	@Nullable StreamSocket accept() throws IOException {
		return Transports.chosen().accept(this);
	}

	/**
	 * Returns the address.
	 * @return the address
	 */
	public EndpointAddress address() {
		return this.address;
	}

	/**
	 * Returns the number of the file descriptor.
	 * @return the descriptor
	 */
	public int descriptor() {
		return this.descriptor;
	}

	/**
	 * Tells whether clients that connect to the address reach this endpoint: its file, if
	 * it has one, has not been deleted or replaced.
	 * @return whether the endpoint can be reached
	 */
	public boolean isIntact() {
		return this.intact.getAsBoolean();
	}

	/** Gives the path up, then stops listening. */
	@Override
	public void close() throws IOException {
		this.resources.close();
	}

	/** Supplies a value by input or output. */
	@FunctionalInterface
	private interface IoSupplier<T> {

		T get() throws IOException;

	}

}
