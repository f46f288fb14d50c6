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

import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.function.BooleanSupplier;

import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import dev.localsocket.transport.connection.Acceptor;
import dev.localsocket.transport.spi.AdoptedSocket;
import dev.localsocket.transport.spi.Circumstances;
import dev.localsocket.transport.spi.Closing;
import dev.localsocket.transport.spi.Closing.IoSupplier;
import dev.localsocket.transport.spi.DescriptorTransfer;
import dev.localsocket.transport.spi.EndpointAddress;
import dev.localsocket.transport.spi.Failures;
import dev.localsocket.transport.spi.FileDescriptors;
import dev.localsocket.transport.spi.FileIdentity;
import dev.localsocket.transport.spi.FileLock;
import dev.localsocket.transport.spi.ListeningSocket;
import dev.localsocket.transport.spi.StreamSocket;
import dev.localsocket.transport.spi.Transport;
import org.jspecify.annotations.Nullable;

/**
 * A listening socket with what belongs to it. Closing it is not thread-safe: its
 * {@link Acceptor} does that.
 */
public final class ServerEndpoint implements Closeable {

	static {
		Circumstances.prepare();
	}

	private static final Set<PosixFilePermission> OWNER_ONLY = Set.of(PosixFilePermission.OWNER_READ,
			PosixFilePermission.OWNER_WRITE);

	/** To a file of a directory that is open. */
	private static final String LONGEST_WAY = "/proc/self/fd/123456/";

	private final Transport transport;

	private final EndpointAddress address;

	private final ListeningSocket socket;

	private final BooleanSupplier intact;

	/** The file with its lock, or null if there is none that belongs to this endpoint. */
	private final @Nullable OwnedFile file;

	/** How to listen again. */
	private final @Nullable EndpointOptions options;

	private boolean fileClosed;

	/** Whether another process has it too, and goes on with it if this one does not. */
	private volatile boolean shared;

	private ServerEndpoint(Transport transport, EndpointAddress address, ListeningSocket socket,
			BooleanSupplier intact) {
		this(transport, address, socket, intact, null, null);
	}

	private ServerEndpoint(Transport transport, EndpointAddress address, ListeningSocket socket, BooleanSupplier intact,
			@Nullable OwnedFile file, @Nullable EndpointOptions options) {
		this.transport = transport;
		this.address = address;
		this.socket = socket;
		this.intact = intact;
		this.file = file;
		this.options = options;
	}

	/**
	 * Listens at an address. Blocks for file system operations and, if a socket is there
	 * already, for up to half a second to find out whether somebody listens on it.
	 * @param transport makes the socket
	 * @param address the address
	 * @param options how to listen
	 * @return the endpoint
	 * @throws LocalSocketException if it cannot listen; nothing is left behind then
	 */
	public static ServerEndpoint listen(Transport transport, EndpointAddress address, EndpointOptions options)
			throws LocalSocketException {
		try {
			transport.check();
			return address.isAbstract() ? listenAbstract(transport, address, options)
					: listenAtFile(transport, address, options);
		}
		catch (IOException ex) {
			throw listenFailure(address, ex);
		}
	}

	private static LocalSocketException listenFailure(EndpointAddress address, IOException ex) {
		LocalSocketException failure = Failures.of(ex, "Could not listen at '" + address + "'",
				() -> address.isAbstract() ? Circumstances.ofAnything()
						: Circumstances.ofCreatingIn(address.directory()));
		if (failure.error() == SocketError.ADDRESS_IN_USE && failure != ex) {
			return new LocalSocketException(SocketError.ADDRESS_IN_USE,
					"Another server listens at '%s': stop it or choose another name".formatted(address), ex);
		}
		if (failure.error() == SocketError.ACCESS_DENIED && failure != ex) {
			return new LocalSocketException(SocketError.ACCESS_DENIED,
					"The user '%s' may not create files in '%s': change its permissions or choose another directory"
						.formatted(System.getProperty("user.name"), address.directory()),
					ex);
		}
		return failure;
	}

	private static ServerEndpoint listenAbstract(Transport transport, EndpointAddress address, EndpointOptions options)
			throws IOException {
		return new ServerEndpoint(transport, address, transport.listen(address, options.backlog()), () -> true);
	}

	private static ServerEndpoint listenAtFile(Transport transport, EndpointAddress address, EndpointOptions options)
			throws IOException {
		address.checkDirectory();
		EndpointPlace place = EndpointPlace.open(transport, address.path());
		return Closing.onFailure(place, () -> listenAt(place, address, options));
	}

	private static ServerEndpoint listenAt(EndpointPlace place, EndpointAddress address, EndpointOptions options)
			throws IOException {
		if (options.checkDirectory()) {
			DirectoryCheck.check(place);
		}
		PrivateDirectory directory = place.newPrivateDirectory();
		try {
			AbandonedDirectories.deleteBeside(directory);
			EndpointLock lock = EndpointLock.acquire(place, directory);
			return Closing.onFailure(lock, () -> listen(place, address, options, directory, lock));
		}
		finally {
			// What cannot be cleaned up must not undo a success
			Closing.quietly(directory);
		}
	}

	private static ServerEndpoint listen(EndpointPlace place, EndpointAddress address, EndpointOptions options,
			PrivateDirectory directory, @Nullable EndpointLock lock) throws IOException {
		ListeningSocket socket = listenHidden(directory, options);
		return Closing.onFailure(socket, () -> {
			if (options.group() != null) {
				FileGroup.set(directory.socket(), options.group());
			}
			Files.setPosixFilePermissions(directory.socket(), permissions(options, directory));
			EndpointFile file = EndpointFile.publish(place, directory, lock, options.reclaimStale());
			return new ServerEndpoint(directory.transport(), address, socket, file::isIntact, file, options);
		});
	}

	/**
	 * Listens where other processes ask for the endpoint, beside its file: at
	 * {@code .NAME.handover}, for this user only, under the protection of its lock. Where
	 * there is no file, at {@code NAME.handover}.
	 * @param backlog how many may wait
	 * @return the endpoint, which must be closed before this one
	 * @throws LocalSocketException if it cannot listen
	 */
	public ServerEndpoint listenForHandover(int backlog) throws LocalSocketException {
		EndpointAddress control = this.address.ofHandover();
		EndpointOptions owner = new EndpointOptions(OWNER_ONLY, null, backlog, true, false);
		try {
			this.transport.descriptorTransfer();
			if (control.isAbstract()) {
				return listenAbstract(this.transport, control, owner);
			}
			checkReachable(control);
			return listenForHandover(control, owner);
		}
		catch (IOException ex) {
			throw listenFailure(control, ex);
		}
	}

	private static void checkReachable(EndpointAddress control) throws LocalSocketException {
		if (!EndpointAddress.fits(LONGEST_WAY + control.lastElement())) {
			throw new LocalSocketException(SocketError.INVALID_NAME,
					"The name of '%s' is too long for a server that is handed over: choose one with 76 bytes at most"
						.formatted(control));
		}
	}

	private ServerEndpoint listenForHandover(EndpointAddress control, EndpointOptions owner) throws IOException {
		EndpointPlace place = EndpointPlace.open(this.transport, control.path());
		return Closing.onFailure(place, () -> {
			PrivateDirectory directory = place.newPrivateDirectory();
			try {
				return listen(place, control, owner, directory, null);
			}
			finally {
				Closing.quietly(directory);
			}
		});
	}

	/**
	 * Makes the endpoint ready to go to another process, while this one keeps it.
	 * @return what has to go, which the caller must close
	 * @throws LocalSocketException if it cannot go
	 */
	public HandedEndpoint outgoing() throws LocalSocketException {
		try {
			DescriptorTransfer transfer = this.transport.descriptorTransfer();
			FileDescriptor socket = transfer.outgoing(descriptor());
			return Closing.onFailure(() -> FileDescriptors.close(socket), () -> outgoing(transfer, socket));
		}
		catch (IOException ex) {
			throw Failures.of(ex, "Could not hand '" + this.address + "' over");
		}
	}

	private HandedEndpoint outgoing(DescriptorTransfer transfer, FileDescriptor socket) throws IOException {
		if (this.file == null) {
			return new HandedEndpoint(socket, null, false, 0, 0);
		}
		FileIdentity identity = this.file.identity();
		return new HandedEndpoint(socket, this.file.outgoingLock(transfer), this.file.hasPermanentLock(),
				identity.device(), identity.inode());
	}

	/**
	 * Takes over what {@link #listenForHandover} has returned in the other process.
	 * @param handed what has come; its descriptors are closed, also if this fails
	 * @param backlog how many may wait
	 * @return the endpoint, which must be closed before this one
	 * @throws LocalSocketException if it cannot be taken over
	 */
	public ServerEndpoint receivedForHandover(HandedEndpoint handed, int backlog) throws LocalSocketException {
		EndpointOptions owner = new EndpointOptions(OWNER_ONLY, null, backlog, true, false);
		return received(this.transport, this.address.ofHandover(), owner, handed);
	}

	/**
	 * Takes over what another process has made ready. It keeps its endpoint until it
	 * {@linkplain #leave leaves} it; until {@link #own()}, closing this one leaves it to
	 * the other.
	 * @param transport takes the descriptors over
	 * @param address where it listens
	 * @param options how to listen, see {@link #own()}
	 * @param handed what has come; its descriptors are closed, also if this fails
	 * @return the endpoint
	 * @throws LocalSocketException if it cannot be taken over
	 */
	public static ServerEndpoint received(Transport transport, EndpointAddress address, EndpointOptions options,
			HandedEndpoint handed) throws LocalSocketException {
		try (handed) {
			DescriptorTransfer transfer = transport.descriptorTransfer();
			int descriptor = transfer.incoming(handed.socket());
			ListeningSocket socket = Closing.onFailure(() -> transfer.close(descriptor),
					() -> transport.adoptListening(descriptor).socket());
			return Closing.onFailure(socket, () -> {
				OwnedFile file = address.isAbstract() ? null
						: receivedFile(transport, address, options, handed, transfer);
				ServerEndpoint received = new ServerEndpoint(transport, address, socket, intact(file), file, options);
				received.shared = true;
				return received;
			});
		}
		catch (IOException ex) {
			throw Failures.of(ex, "Could not take '" + address + "' over");
		}
	}

	private static BooleanSupplier intact(@Nullable OwnedFile file) {
		return (file instanceof EndpointFile own) ? own::isIntact : () -> true;
	}

	private static OwnedFile receivedFile(Transport transport, EndpointAddress address, EndpointOptions options,
			HandedEndpoint handed, DescriptorTransfer transfer) throws IOException {
		EndpointPlace place = EndpointPlace.open(transport, address.path());
		return Closing.onFailure(place, () -> {
			if (options.checkDirectory()) {
				DirectoryCheck.check(place);
			}
			FileIdentity file = new FileIdentity(handed.device(), handed.inode(), 0, 0, 0);
			return EndpointFile.received(place, file, receivedLock(place, handed, transfer));
		});
	}

	private static @Nullable EndpointLock receivedLock(EndpointPlace place, HandedEndpoint handed,
			DescriptorTransfer transfer) throws IOException {
		if (handed.lock() == null) {
			return null;
		}
		FileLock lock = transfer.lock(transfer.incoming(handed.lock()));
		return Closing.onFailure(lock, () -> EndpointLock.received(place, lock, handed.permanentLock()));
	}

	/**
	 * The other process has left the endpoint that was taken over. Makes of it what it
	 * would have been if it had been made with its options: the file gets their
	 * permissions and group, the queue its length, and clients see this process as the
	 * server.
	 * @throws LocalSocketException if that cannot be done
	 */
	public void own() throws LocalSocketException {
		this.shared = false;
		EndpointOptions wanted = this.options;
		if (wanted == null) {
			return;
		}
		if (this.file != null) {
			try {
				this.file.apply(wanted);
			}
			catch (IOException ex) {
				throw Failures.of(ex, "Could not change the permissions of '" + this.address + "'");
			}
		}
		try {
			this.transport.descriptorTransfer().listenAgain(descriptor(), wanted.backlog());
		}
		catch (IOException ex) {
			throw Failures.of(ex, "Could not change who listens at '" + this.address + "'");
		}
	}

	/**
	 * Adopts a listening descriptor that another program has handed over. Its file, if it
	 * has one, belongs to whoever bound it and is left alone.
	 * @param transport takes it over
	 * @param descriptor the number of the descriptor, which belongs to the endpoint from
	 * now on
	 * @return the endpoint
	 * @throws LocalSocketException {@link SocketError#INVALID_DESCRIPTOR} if it is no
	 * listening local stream socket
	 */
	public static ServerEndpoint adopt(Transport transport, int descriptor) throws LocalSocketException {
		return adopt(transport, descriptor, () -> transport.adoptListening(descriptor));
	}

	/**
	 * Listens like {@link #adopt}, on a duplicate of the descriptor.
	 * @param transport takes it over
	 * @param descriptor the number of the descriptor, which stays open
	 * @return the endpoint
	 * @throws LocalSocketException {@link SocketError#INVALID_DESCRIPTOR} if it is no
	 * listening local stream socket
	 */
	public static ServerEndpoint adoptDuplicate(Transport transport, int descriptor) throws LocalSocketException {
		return adopt(transport, descriptor, () -> transport.adoptListeningDuplicate(descriptor));
	}

	private static ServerEndpoint adopt(Transport transport, int descriptor,
			IoSupplier<AdoptedSocket<ListeningSocket>> adoption) throws LocalSocketException {
		try {
			AdoptedSocket<ListeningSocket> adopted = adoption.get();
			return new ServerEndpoint(transport, adopted.address(), adopted.socket(),
					AdoptedFile.remember(adopted.address()));
		}
		catch (IOException ex) {
			throw Failures.of(ex, "Could not adopt the descriptor " + descriptor);
		}
	}

	/**
	 * What others show as the name of the socket is the path that it was bound to. Where
	 * nobody can exchange the directories, that is a path that tells something.
	 */
	private static ListeningSocket listenHidden(PrivateDirectory directory, EndpointOptions options)
			throws IOException {
		Path shown = directory.path().resolve(PrivateDirectory.SOCKET);
		boolean usable = options.checkDirectory() && EndpointAddress.fits(shown.toString());
		ShortPath hidden = ShortPath.to(directory.transport(), usable ? shown : directory.socket());
		try {
			return directory.transport().listen(hidden.address(), options.backlog());
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

	/**
	 * Removes the socket file that a crashed server left, if there is one.
	 * @param transport finds out whether a server listens
	 * @param address the address of the file
	 * @throws LocalSocketException {@link SocketError#ADDRESS_IN_USE} if a live server
	 * listens there or something other than a socket is there; or if it cannot be removed
	 */
	public static void removeStale(Transport transport, EndpointAddress address) throws LocalSocketException {
		try {
			transport.check();
			if (Files.exists(address.directory())) {
				removeStale(transport, address.path());
			}
		}
		catch (IOException ex) {
			throw Failures.of(ex, "Could not remove '" + address + "'");
		}
	}

	private static void removeStale(Transport transport, Path path) throws IOException {
		try (EndpointPlace place = EndpointPlace.open(transport, path)) {
			if (FileIdentity.at(place.file()) != null || FileIdentity.at(place.lockFile()) != null) {
				DirectoryCheck.check(place);
				removeStale(place);
			}
		}
	}

	private static void removeStale(EndpointPlace place) throws IOException {
		try (PrivateDirectory directory = place.newPrivateDirectory()) {
			EndpointLock lock = EndpointLock.acquire(place, directory);
			try (lock) {
				EndpointFile.removeStale(place, directory);
			}
		}
	}

	public ListeningSocket socket() {
		return this.socket;
	}

	/**
	 * Accepts a connection without waiting.
	 * @return the connection, non-blocking, or null if there is none
	 * @throws IOException if the operating system refuses
	 */
	public @Nullable StreamSocket accept() throws IOException {
		return this.socket.accept();
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
		return this.socket.descriptor();
	}

	/**
	 * Tells whether clients that connect to the address reach this endpoint: its file, if
	 * it has one, has not been deleted or replaced.
	 * @return whether the endpoint can be reached
	 */
	public boolean isIntact() {
		return this.intact.getAsBoolean();
	}

	/**
	 * Listens again at the address of an endpoint whose file is lost. Its own socket
	 * cannot be given a name again; it goes on to listen until it is closed.
	 * <p>
	 * The lock may be lost with the file, or be a lock on a file that has been deleted,
	 * so it is given up and acquired anew: between two who listen at that moment it
	 * decides as it always does, and no file of another is touched.
	 * @return another endpoint, or null while something is at the path or the directory
	 * is missing, or if the file never belonged to this endpoint
	 * @throws LocalSocketException if it cannot listen
	 */
	public @Nullable ServerEndpoint listenAgain() throws LocalSocketException {
		if (this.options == null || !isVacant()) {
			return null;
		}
		try {
			closeFile();
		}
		catch (IOException ex) {
			throw listenFailure(this.address, ex);
		}
		return listen(this.transport, this.address, this.options);
	}

	private boolean isVacant() {
		return Files.isDirectory(this.address.directory())
				&& Files.notExists(this.address.path(), LinkOption.NOFOLLOW_LINKS);
	}

	private void closeFile() throws IOException {
		if (this.file != null && !this.fileClosed) {
			this.fileClosed = true;
			if (this.shared) {
				this.file.leave();
			}
			else {
				this.file.close();
			}
		}
	}

	/**
	 * Leaves the endpoint to the process that has been given it, instead of closing it:
	 * the file stays, and those who wait in the kernel's queue.
	 * @throws IOException if a descriptor cannot be closed
	 */
	public void leave() throws IOException {
		this.shared = true;
		close();
	}

	/**
	 * Gives the path up, then stops listening: the open socket keeps the identity of its
	 * file unique. If the first fails, the socket is closed all the same.
	 */
	@Override
	public void close() throws IOException {
		try (this.socket) {
			closeFile();
		}
	}

}
