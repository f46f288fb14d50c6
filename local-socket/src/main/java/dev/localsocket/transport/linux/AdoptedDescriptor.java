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

package dev.localsocket.transport.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import dev.localsocket.transport.spi.DirectoryDescriptor;

/**
 * A descriptor that was made elsewhere and handed over. The kernel is asked about that
 * very descriptor before it is taken.
 */
final class AdoptedDescriptor {

	private static final String LISTENING = "a local stream socket that listens";

	private static final String CONNECTED = "a connected local stream socket";

	private final int number;

	private final String expected;

	private AdoptedDescriptor(int number, String expected) {
		this.number = number;
		this.expected = expected;
	}

	/**
	 * Fails unless a descriptor listens.
	 * @param number the number of the descriptor
	 * @throws LocalSocketException {@link SocketError#INVALID_DESCRIPTOR} saying what it
	 * is
	 */
	static void checkListening(int number) throws LocalSocketException {
		AdoptedDescriptor descriptor = new AdoptedDescriptor(number, LISTENING);
		descriptor.checkStream();
		if (SocketOptions.get(number, SocketOptions.LISTENS) != 1) {
			throw descriptor.invalid("is a local socket that does not listen");
		}
	}

	/**
	 * Fails unless a descriptor is connected.
	 * @param number the number of the descriptor
	 * @throws LocalSocketException {@link SocketError#INVALID_DESCRIPTOR} saying what it
	 * is
	 */
	static void checkConnected(int number) throws LocalSocketException {
		AdoptedDescriptor descriptor = new AdoptedDescriptor(number, CONNECTED);
		descriptor.checkStream();
		try {
			OpenCalls.peerAddress(number);
		}
		catch (IOException ex) {
			throw descriptor.invalid("is a local stream socket that is not connected");
		}
	}

	private void checkStream() throws LocalSocketException {
		if (this.number < 0) {
			throw invalid("is negative");
		}
		int type = SocketOptions.get(this.number, SocketOptions.TYPE);
		if (Errno.EBADF.is(type)) {
			throw invalid("is not open");
		}
		if (type < 0) {
			throw ofAnotherKind("is no socket but '" + target() + "'");
		}
		if (type != OpenCalls.STREAM) {
			throw ofAnotherKind("is a socket, but no stream socket");
		}
		if (SocketOptions.get(this.number, SocketOptions.DOMAIN) != SocketAddresses.FAMILY) {
			throw ofAnotherKind("is a stream socket, but not a local one");
		}
	}

	private LocalSocketException ofAnotherKind(String kind) {
		return invalid(CONNECTED.equals(this.expected) ? "is no local stream socket: it " + kind : kind);
	}

	private String target() {
		Path link = DirectoryDescriptor.ALL.resolve(Integer.toString(this.number));
		try {
			return Files.readSymbolicLink(link).toString();
		}
		catch (IOException ex) {
			return link.toString();
		}
	}

	private LocalSocketException invalid(String reason) {
		return new LocalSocketException(SocketError.INVALID_DESCRIPTOR,
				"The descriptor %d %s; it must be %s".formatted(this.number, reason, this.expected));
	}

}
