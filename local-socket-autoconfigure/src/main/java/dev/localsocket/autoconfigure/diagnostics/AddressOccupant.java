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

package dev.localsocket.autoconfigure.diagnostics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Set;

import dev.localsocket.LocalSocket;
import dev.localsocket.SocketOption;
import dev.localsocket.account.PeerCredentials;
import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import dev.localsocket.log.PeerText;

/**
 * What is at an address that a server cannot have.
 *
 * @param description who it belongs to, or nothing if that cannot be found out
 * @param kind what it is
 */
record AddressOccupant(String description, Kind kind) {

	private static final Duration TIMEOUT = Duration.ofMillis(500);

	/**
	 * Looks who is at an address. Connects to it once, for half a second at most, because
	 * the kernel tells those who connect whose server it is.
	 * @param address the path, or the name in the abstract namespace
	 * @param options the options of the server that cannot have it
	 * @return who is there
	 */
	static AddressOccupant of(String address, Set<SocketOption> options) {
		SocketOption[] namespace = options.contains(SocketOption.ABSTRACT_NAMESPACE)
				? new SocketOption[] { SocketOption.ABSTRACT_NAMESPACE } : new SocketOption[0];
		try (LocalSocket socket = LocalSocket.connectToServer(address, TIMEOUT, namespace)) {
			return new AddressOccupant(describe(socket.peerCredentials()), Kind.SERVER);
		}
		catch (LocalSocketException ex) {
			return (namespace.length > 0) ? new AddressOccupant("", Kind.SERVER) : atFile(address, ex.error());
		}
		catch (IOException | RuntimeException ex) {
			return new AddressOccupant("", Kind.SERVER);
		}
	}

	private static String describe(PeerCredentials owner) {
		if (owner.pid() == ProcessHandle.current().pid()) {
			return "The address belongs to another server of this process (%d).".formatted(owner.pid());
		}
		String command = ProcessHandle.of(owner.pid())
			.flatMap((process) -> process.info().command())
			.map((path) -> " (" + PeerText.escape(path) + ")")
			.orElse("");
		String user = owner.userName();
		return "The address belongs to the process %d%s of the user %s.".formatted(owner.pid(), command,
				(user != null) ? user : Long.toString(owner.uid()));
	}

	private static AddressOccupant atFile(String path, SocketError error) {
		try {
			Path file = Path.of(path);
			boolean socket = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).isOther();
			String owner = Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).getName();
			return new AddressOccupant("The file belongs to the user %s.".formatted(owner),
					socket ? Kind.ofSocket(error) : Kind.FILE);
		}
		catch (IOException | InvalidPathException | UnsupportedOperationException ex) {
			return new AddressOccupant("", Kind.SERVER);
		}
	}

	/** What can be at an address. */
	enum Kind {

		/** Somebody listens, as far as can be told. */
		SERVER,

		/** A socket on which nobody listens. */
		STALE_SOCKET,

		/** A socket to which this user may not connect, so it may be either. */
		INACCESSIBLE_SOCKET,

		/** A file, a directory or a link. */
		FILE;

		static Kind ofSocket(SocketError error) {
			return switch (error) {
				case CONNECTION_REFUSED -> STALE_SOCKET;
				case ACCESS_DENIED -> INACCESSIBLE_SOCKET;
				default -> SERVER;
			};
		}

	}

}
