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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import dev.localsocket.transport.endpoint.HardLinks.Outcome;
import dev.localsocket.transport.spi.Closing;
import dev.localsocket.transport.spi.Connector;
import dev.localsocket.transport.spi.FileIdentity;
import dev.localsocket.transport.spi.Transport;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether somebody listens at a socket file, by connecting.
 */
final class LivenessProbe {

	/** A live server whose backlog is full makes the probe wait that long. */
	private static final Duration TIMEOUT = Duration.ofMillis(250);

	private LivenessProbe() {
	}

	/**
	 * Tells whether a socket was left behind: only the kernel's refusal counts, any other
	 * outcome may be a live server that is busy or does not let this user in.
	 * @param socket the path of the socket file
	 * @param directory a private directory on the same file system
	 * @return what is known
	 * @throws IOException if the probe itself fails
	 */
	static Liveness of(Path socket, PrivateDirectory directory) throws IOException {
		SocketError failure = connect(directory.transport(), socket);
		if (failure == SocketError.ACCESS_DENIED) {
			failure = connectAsOwner(socket, directory);
		}
		if (failure == SocketError.ACCESS_DENIED) {
			return Liveness.UNKNOWN;
		}
		return (failure == SocketError.CONNECTION_REFUSED) ? Liveness.STALE : Liveness.LIVE;
	}

	/** Returns why it is not possible to connect, or null if it is. */
	private static @Nullable SocketError connect(Transport transport, Path socket) throws IOException {
		ShortPath path = ShortPath.to(transport, socket);
		try {
			Closing.quietly(Connector.open(transport, path.address(), TIMEOUT));
			return null;
		}
		catch (LocalSocketException ex) {
			if (ex.error() == SocketError.RESOURCE_EXHAUSTED) {
				throw ex;
			}
			if (ex.error() == SocketError.SERVER_NOT_FOUND) {
				throw new NoSuchFileException(socket.toString());
			}
			return ex.error();
		}
		finally {
			Closing.quietly(path);
		}
	}

	/**
	 * A socket that is only for the group or for others keeps out its owner too, who
	 * would never learn that it was left behind. So the owner lets itself in for the
	 * moment of the probe, by a link that nobody can exchange for another file.
	 */
	private static @Nullable SocketError connectAsOwner(Path socket, PrivateDirectory directory) throws IOException {
		Path own = directory.probed();
		if (HardLinks.create(own, socket) != Outcome.CREATED) {
			return SocketError.ACCESS_DENIED;
		}
		try {
			boolean keepsOut = FileIdentity.of(own).isSocket() && Files.getOwner(own).equals(directory.owner())
					&& !Files.getPosixFilePermissions(own).contains(PosixFilePermission.OWNER_WRITE);
			return keepsOut ? connectWithAccess(directory.transport(), own) : SocketError.ACCESS_DENIED;
		}
		finally {
			Files.delete(own);
		}
	}

	private static @Nullable SocketError connectWithAccess(Transport transport, Path own) throws IOException {
		Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(own);
		Set<PosixFilePermission> withAccess = EnumSet.of(PosixFilePermission.OWNER_WRITE);
		withAccess.addAll(permissions);
		Files.setPosixFilePermissions(own, withAccess);
		try {
			return connect(transport, own);
		}
		finally {
			Files.setPosixFilePermissions(own, permissions);
		}
	}

	/** Whether somebody listens. */
	enum Liveness {

		/** Somebody does, or has not been seen not to. */
		LIVE,

		/** Nobody does. */
		STALE,

		/** This user may not connect. */
		UNKNOWN

	}

}
