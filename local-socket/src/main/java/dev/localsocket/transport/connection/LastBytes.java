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

package dev.localsocket.transport.connection;

import java.nio.ByteBuffer;

import dev.localsocket.transport.spi.StreamSocket;

/**
 * Sends the last bytes of a connection that is given up, so that the peer can tell. On
 * Linux a peer sees an error ({@code ECONNRESET}) only if it has sent what was not read
 * ({@code unix_release_sock} in {@code net/unix/af_unix.c}); otherwise all that it sees
 * is the end, and that must not be where something complete ends. The kernel's buffer is
 * full of what the peer has not read, so it is enlarged first.
 */
final class LastBytes {

	/** What each {@link StreamSocket#send} can do, whole or not at all. */
	private static final int PIECE = 2048;

	private LastBytes() {
	}

	/**
	 * Sends as much as the kernel takes.
	 * @param bytes what is to be sent; what was is removed
	 * @param socket the socket, on the thread of its loop
	 * @return the number of bytes sent
	 */
	static int send(ByteQueue bytes, StreamSocket socket) {
		int total = 0;
		int sent = sendPiece(bytes, socket);
		if (sent == 0) {
			socket.enlargeSendBuffer();
			sent = sendPiece(bytes, socket);
		}
		while (sent > 0) {
			total += sent;
			sent = sendPiece(bytes, socket);
		}
		return total;
	}

	private static int sendPiece(ByteQueue bytes, StreamSocket socket) {
		ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE, bytes.size()));
		bytes.copyTo(piece);
		int sent = piece.flip().hasRemaining() ? socket.send(piece) : 0;
		bytes.skip(sent);
		return sent;
	}

}
