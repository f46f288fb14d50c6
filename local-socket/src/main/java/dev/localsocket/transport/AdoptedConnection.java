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

import java.io.FileDescriptor;
import java.io.IOException;
import java.net.SocketAddress;

import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import org.jspecify.annotations.Nullable;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.FileDescriptorCast;

/**
 * A connection that was made elsewhere and handed over as a descriptor.
 *
 * @param connection the connection, which must be started, and closes the descriptor
 * @param address the address of the peer, or else of this end, which tells of a socket
 * that a server has accepted where that listens; without a name if neither has one
 */
public record AdoptedConnection(Connection connection, EndpointAddress address) {

	/**
	 * Takes over a descriptor. It becomes non-blocking for all who hold it. If this
	 * fails, it is left as it is.
	 * @param descriptor the number of the descriptor
	 * @param loop will serve the connection
	 * @param settings what the connection begins with
	 * @return the connection
	 * @throws LocalSocketException {@link SocketError#INVALID_DESCRIPTOR} if it is no
	 * connected local stream socket
	 */
	public static AdoptedConnection of(int descriptor, EventLoop loop, ConnectionSettings settings)
			throws LocalSocketException {
		try {
			NativeLibrary.check();
			check(descriptor);
			loop.acquire();
			return take(descriptor, loop, settings);
		}
		catch (IOException ex) {
			throw Failures.of(ex, "Could not adopt the descriptor " + descriptor);
		}
	}

	/**
	 * Asks a duplicate, because a channel of the socket library closes its descriptor
	 * when it is collected.
	 */
	private static void check(int descriptor) throws IOException {
		FileDescriptor duplicate = duplicate(descriptor);
		try {
			AFUNIXSocketChannel channel = FileDescriptorCast.using(duplicate).as(AFUNIXSocketChannel.class);
			boolean connected = channel.isConnected();
			close(channel);
			if (!connected) {
				throw invalid(descriptor, "is a local stream socket that is not connected", null);
			}
		}
		catch (ClassCastException ex) {
			throw invalid(descriptor, "is no local stream socket", ex);
		}
		finally {
			FileDescriptors.close(duplicate);
		}
	}

	private static FileDescriptor duplicate(int descriptor) throws IOException {
		if (descriptor < 0) {
			throw invalid(descriptor, "is negative", null);
		}
		try {
			return FileDescriptorCast.duplicating(FileDescriptors.of(descriptor)).getFileDescriptor();
		}
		catch (IOException ex) {
			LocalSocketException failure = Failures.of(ex, "Could not duplicate a descriptor");
			throw (failure.error() == SocketError.RESOURCE_EXHAUSTED) ? failure
					: invalid(descriptor, "is not open", ex);
		}
	}

	private static AdoptedConnection take(int descriptor, EventLoop loop, ConnectionSettings settings)
			throws IOException {
		JunixSocket socket;
		EndpointAddress address;
		try {
			AFUNIXSocketChannel channel = FileDescriptorCast.unsafeUsing(descriptor).as(AFUNIXSocketChannel.class);
			channel.configureBlocking(false);
			address = address(channel);
			socket = new JunixSocket(channel, () -> close(channel));
		}
		catch (IOException | RuntimeException ex) {
			loop.release();
			throw ex;
		}
		return new AdoptedConnection(new Connection(socket, loop, BufferBudget.NONE, settings, Lifecycle.open()),
				address);
	}

	/** The channel itself leaves a descriptor open that it has not opened. */
	private static void close(AFUNIXSocketChannel channel) throws IOException {
		FileDescriptors.close(channel.getFileDescriptor());
		Closing.quietly(channel);
	}

	private static EndpointAddress address(AFUNIXSocketChannel channel) throws IOException {
		EndpointAddress peer = address(channel.getRemoteAddress());
		return peer.toString().isEmpty() ? address(channel.getLocalAddress()) : peer;
	}

	private static EndpointAddress address(@Nullable SocketAddress address) {
		return EndpointAddress.of((AFUNIXSocketAddress) address);
	}

	private static LocalSocketException invalid(int descriptor, String reason, @Nullable Throwable cause) {
		return new LocalSocketException(SocketError.INVALID_DESCRIPTOR,
				"The descriptor %d %s; it must be a connected local stream socket".formatted(descriptor, reason),
				cause);
	}

}
