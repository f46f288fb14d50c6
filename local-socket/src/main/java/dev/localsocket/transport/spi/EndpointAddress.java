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

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;

/**
 * Where a server listens: a path, or a name in Linux's abstract namespace.
 */
public final class EndpointAddress {

	/** {@code sun_path} less its terminating NUL: 108 on Linux, 104 on macOS. */
	private static final int MAX_BYTES = System.getProperty("os.name", "").startsWith("Mac") ? 103 : 107;

	private static final Charset FILE_NAME_CHARSET = Charset
		.forName(System.getProperty("sun.jnu.encoding", Charset.defaultCharset().name()));

	private static final String HANDOVER = ".handover";

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
	 * @throws LocalSocketException {@link SocketError#INVALID_NAME} if no socket can have
	 * that name
	 */
	public static EndpointAddress ofFile(String name) throws LocalSocketException {
		String path = resolve(checkNotEmpty(name));
		try {
			Path.of(path);
		}
		catch (InvalidPathException ex) {
			throw new LocalSocketException(SocketError.INVALID_NAME,
					"'" + printable(path) + "' is no path on this system: " + ex.getReason(), ex);
		}
		if (path.endsWith("/")) {
			throw new LocalSocketException(SocketError.INVALID_NAME,
					"'" + printable(path) + "' is the name of a directory: give the name of a file");
		}
		return checkLength(new EndpointAddress(path, false));
	}

	/**
	 * Returns an address in the abstract namespace.
	 * @param name the name, without the NUL byte that the kernel puts before it
	 * @return the address
	 * @throws LocalSocketException {@link SocketError#INVALID_NAME} if the name is empty,
	 * too long or no Unicode text
	 */
	public static EndpointAddress ofAbstract(String name) throws LocalSocketException {
		if (!StandardCharsets.UTF_8.newEncoder().canEncode(checkNotEmpty(name))) {
			throw new LocalSocketException(SocketError.INVALID_NAME,
					"'%s' has half of a surrogate pair, which no bytes stand for: choose another name"
						.formatted(printable(name)));
		}
		return checkLength(new EndpointAddress(name, true));
	}

	/**
	 * Returns the address that a socket was bound to by somebody else.
	 * @param bytes what the kernel says, which begins with NUL in the abstract namespace
	 * @return the address, with an empty name if it has none
	 */
	public static EndpointAddress ofKernel(byte[] bytes) {
		boolean inAbstractNamespace = bytes.length > 0 && bytes[0] == 0;
		int start = inAbstractNamespace ? 1 : 0;
		String name = new String(bytes, start, bytes.length - start, charset(inAbstractNamespace));
		return new EndpointAddress(name, inAbstractNamespace);
	}

	/**
	 * Returns the path that a name stands for, as {@code QLocalServer} sees it: an
	 * absolute path is kept, any other name is in the {@link TemporaryDirectory}.
	 * @param name the name
	 * @return the path
	 */
	public static String resolve(String name) {
		return name.startsWith("/") ? name : TemporaryDirectory.file(name);
	}

	private static String checkNotEmpty(String name) throws LocalSocketException {
		if (name.isEmpty()) {
			throw new LocalSocketException(SocketError.INVALID_NAME,
					"The name is empty: give a name, such as 'control', or an absolute path");
		}
		return name;
	}

	/** A path as the operating system takes it, with the NUL byte at its end. */
	public static byte[] nativePath(Path path) {
		return (path + "\0").getBytes(FILE_NAME_CHARSET);
	}

	public static boolean fits(String path) {
		return path.getBytes(FILE_NAME_CHARSET).length <= MAX_BYTES;
	}

	private static EndpointAddress checkLength(EndpointAddress address) throws LocalSocketException {
		int length = address.bytes().length;
		if (length > MAX_BYTES) {
			throw new LocalSocketException(SocketError.INVALID_NAME,
					"'%s' has %d bytes, but the address of a local socket may have at most %d: choose a shorter %s"
						.formatted(printable(address.fullName), length, MAX_BYTES,
								address.abstractNamespace ? "name" : "name or directory"));
		}
		return address;
	}

	private static String printable(String text) {
		return text.replaceAll("[\\p{Cntrl}\\p{Cs}]", "?");
	}

	/**
	 * Fails unless the directory of the file is there.
	 * @throws LocalSocketException {@link SocketError#INVALID_NAME} naming what is
	 * missing
	 */
	public void checkDirectory() throws LocalSocketException {
		Path directory = directory();
		if (Files.isDirectory(directory)) {
			return;
		}
		Path missing = directory;
		for (Path part = directory; part != null && !Files.exists(part); part = part.getParent()) {
			missing = part;
		}
		throw new LocalSocketException(SocketError.INVALID_NAME,
				Files.exists(missing) ? "'%s' is not a directory, so '%s' cannot be made".formatted(missing, this)
						: "The directory '%s' does not exist, so '%s' cannot be made: create it or choose another"
							.formatted(missing, this));
	}

	public Path directory() {
		Path parent = path().getParent();
		return (parent != null) ? parent : Path.of("/");
	}

	/**
	 * Returns where the server of this address is asked to hand it over: the file
	 * {@code .NAME.handover} beside it, whose path may be too long for a socket, so that
	 * another way leads there; or the name {@code NAME.handover} in the abstract
	 * namespace.
	 * @return the address
	 * @throws LocalSocketException {@link SocketError#INVALID_NAME} if a name in the
	 * abstract namespace is too long for that
	 */
	public EndpointAddress ofHandover() throws LocalSocketException {
		return this.abstractNamespace ? ofAbstract(this.fullName + HANDOVER)
				: new EndpointAddress(path().resolveSibling("." + lastElement() + HANDOVER).toString(), false);
	}

	/**
	 * Returns the name of the server: the last element of the path, or the whole name in
	 * the abstract namespace.
	 * @return the name, empty if there is none
	 */
	public String lastElement() {
		return this.abstractNamespace ? this.fullName : this.fullName.substring(this.fullName.lastIndexOf('/') + 1);
	}

	public Path path() {
		return Path.of(this.fullName);
	}

	/** The bytes of {@code sun_path}, whose end is marked by NUL, or the beginning. */
	public byte[] nativePath() {
		byte[] bytes = bytes();
		byte[] path = new byte[bytes.length + 1];
		System.arraycopy(bytes, 0, path, this.abstractNamespace ? 1 : 0, bytes.length);
		return path;
	}

	/** The bytes of the path or name. */
	public byte[] bytes() {
		return this.fullName.getBytes(charset(this.abstractNamespace));
	}

	/** The locale says how files are named; abstract names are UTF-8, as in Qt. */
	private static Charset charset(boolean abstractNamespace) {
		return abstractNamespace ? StandardCharsets.UTF_8 : FILE_NAME_CHARSET;
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
