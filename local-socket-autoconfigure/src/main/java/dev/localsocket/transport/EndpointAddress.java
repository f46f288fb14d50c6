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

import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

import dev.localsocket.transport.TransportException.Failure;
import org.newsclub.net.unix.AFUNIXSocketAddress;

/**
 * Where a server listens: a path, or a name in Linux's abstract namespace.
 */
public final class EndpointAddress {

	/** {@code sun_path} less its terminating NUL: 108 on Linux, 104 on macOS. */
	private static final int MAX_BYTES = System.getProperty("os.name", "").startsWith("Mac") ? 103 : 107;

	private static final Charset FILE_NAME_CHARSET = Charset
		.forName(System.getProperty("sun.jnu.encoding", Charset.defaultCharset().name()));

	private final String fullName;

	private final boolean abstractNamespace;

	private EndpointAddress(String fullName, boolean abstractNamespace) {
		this.fullName = fullName;
		this.abstractNamespace = abstractNamespace;
	}

	/**
	 * Returns the address of a file.
	 * @param name an absolute path, or a name in the directory for temporary files
	 * @return the address
	 * @throws TransportException {@link Failure#INVALID_NAME} if no socket can have that
	 * name
	 */
	public static EndpointAddress ofFile(String name) throws TransportException {
		String path = resolve(checkNotEmpty(name));
		try {
			Path.of(path);
		}
		catch (InvalidPathException ex) {
			throw new TransportException(Failure.INVALID_NAME,
					"'" + printable(path) + "' is no path on this system: " + ex.getReason(), ex);
		}
		if (path.endsWith("/")) {
			throw new TransportException(Failure.INVALID_NAME,
					"'" + printable(path) + "' is the name of a directory: give the name of a file");
		}
		return checkLength(new EndpointAddress(path, false));
	}

	/**
	 * Returns an address in the abstract namespace.
	 * @param name the name, without the NUL byte that the kernel puts before it
	 * @return the address
	 * @throws TransportException {@link Failure#INVALID_NAME} if the name is empty or too
	 * long
	 */
	public static EndpointAddress ofAbstract(String name) throws TransportException {
		return checkLength(new EndpointAddress(checkNotEmpty(name), true));
	}

	/**
	 * Returns the path that a name stands for, as {@code QLocalServer} sees it: an
	 * absolute path is kept, any other name is in {@code $TMPDIR} or else {@code /tmp}.
	 * @param name the name
	 * @return the path
	 */
	public static String resolve(String name) {
		return name.startsWith("/") ? name : temporaryDirectory() + "/" + name;
	}

	private static String temporaryDirectory() {
		String directory = System.getenv("TMPDIR");
		return (directory == null || directory.isEmpty()) ? "/tmp" : Path.of(directory).normalize().toString();
	}

	private static String checkNotEmpty(String name) throws TransportException {
		if (name.isEmpty()) {
			throw new TransportException(Failure.INVALID_NAME,
					"The name is empty: give a name, such as 'control', or an absolute path");
		}
		return name;
	}

	private static EndpointAddress checkLength(EndpointAddress address) throws TransportException {
		int length = address.bytes().length;
		if (length > MAX_BYTES) {
			throw new TransportException(Failure.INVALID_NAME,
					"'%s' has %d bytes, but the address of a local socket may have at most %d: choose a shorter %s"
						.formatted(printable(address.fullName), length, MAX_BYTES,
								address.abstractNamespace ? "name" : "name or directory"));
		}
		return address;
	}

	private static String printable(String text) {
		return text.replaceAll("\\p{Cntrl}", "?");
	}

	/**
	 * Fails unless the directory of the file is there, and its path is short enough for a
	 * socket to be made ready in a {@link PrivateDirectory} in it.
	 * @throws TransportException {@link Failure#INVALID_NAME} naming what is wrong
	 */
	void checkDirectory() throws TransportException {
		Path directory = directory();
		if (!Files.isDirectory(directory)) {
			throw missing(directory);
		}
		int length = bytes(directory.toString()).length;
		if (length > MAX_BYTES - PrivateDirectory.ADDED_LENGTH) {
			throw new TransportException(Failure.INVALID_NAME,
					"The directory '%s' has %d bytes, but to listen in it it may have at most %d: choose a shorter one"
						.formatted(directory, length, MAX_BYTES - PrivateDirectory.ADDED_LENGTH));
		}
	}

	private TransportException missing(Path directory) {
		Path missing = directory;
		for (Path part = directory; part != null && !Files.exists(part); part = part.getParent()) {
			missing = part;
		}
		return new TransportException(Failure.INVALID_NAME,
				Files.exists(missing) ? "'%s' is not a directory, so '%s' cannot be made".formatted(missing, this)
						: "The directory '%s' does not exist, so '%s' cannot be made: create it or choose another"
							.formatted(missing, this));
	}

	Path directory() {
		Path parent = path().getParent();
		return (parent != null) ? parent : Path.of("/");
	}

	Path path() {
		return Path.of(this.fullName);
	}

	AFUNIXSocketAddress socketAddress() throws SocketException {
		byte[] bytes = bytes();
		if (!this.abstractNamespace) {
			return AFUNIXSocketAddress.of(bytes);
		}
		return AFUNIXSocketAddress.of(ByteBuffer.allocate(bytes.length + 1).put((byte) 0).put(bytes).array());
	}

	private byte[] bytes() {
		return bytes(this.fullName);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(FILE_NAME_CHARSET);
	}

	/**
	 * Tells whether this is a name in the abstract namespace.
	 * @return whether it is
	 */
	public boolean isAbstract() {
		return this.abstractNamespace;
	}

	/**
	 * Returns the path, or the name in the abstract namespace.
	 * @return the path or name
	 */
	@Override
	public String toString() {
		return this.fullName;
	}

}
