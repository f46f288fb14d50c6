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

package dev.localsocket.instance;

import java.io.IOException;
import java.net.SocketException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import jdk.net.ExtendedSocketOptions;

/**
 * Where the first process of an application listens, and who it must be.
 *
 * @param socket the socket file
 * @param users the names of the users of whom one must have it
 */
public record InstancePlace(Path socket, List<String> users) {

	/**
	 * Fails unless one of the users listens: the kernel says who it is
	 * ({@code SO_PEERCRED} in {@code unix(7)}).
	 * @param channel a connection
	 * @throws IOException if it is somebody else
	 */
	void check(SocketChannel channel) throws IOException {
		String user = user(channel);
		if (!this.users.contains(user)) {
			throw new LocalSocketException(SocketError.ACCESS_DENIED,
					"'%s' is served by the user '%s', not by '%s': nothing was handed over".formatted(this.socket, user,
							String.join("' or '", this.users)));
		}
	}

	private String user(SocketChannel channel) throws IOException {
		try {
			return channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
		}
		catch (UnsupportedOperationException ex) {
			return Files.getOwner(this.socket, LinkOption.NOFOLLOW_LINKS).getName();
		}
		catch (SocketException ex) {
			throw new LocalSocketException(SocketError.PEER_CLOSED, "Nobody is at '%s' any more".formatted(this.socket),
					ex);
		}
	}

}
