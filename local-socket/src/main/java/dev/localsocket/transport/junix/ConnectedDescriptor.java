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

package dev.localsocket.transport.junix;

import java.io.FileDescriptor;
import java.io.IOException;

import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import dev.localsocket.transport.spi.AdoptedSocket;
import dev.localsocket.transport.spi.EndpointAddress;
import dev.localsocket.transport.spi.Failures;
import dev.localsocket.transport.spi.FileDescriptors;
import dev.localsocket.transport.spi.StreamSocket;
import org.jspecify.annotations.Nullable;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.FileDescriptorCast;

/**
 * A descriptor of a connection that was made elsewhere and handed over.
 */
final class ConnectedDescriptor {

	private ConnectedDescriptor() {
	}

	/**
	 * Takes over a descriptor. It becomes non-blocking for all who hold it. If this
	 * fails, it is left as it is.
	 * @param descriptor the number of the descriptor
	 * @param receiving finds what receives descriptors
	 * @return the socket
	 * @throws IOException {@link SocketError#INVALID_DESCRIPTOR} if it is no connected
	 * local stream socket
	 */
	static AdoptedSocket<StreamSocket> adopt(int descriptor, ReceivingSource receiving) throws IOException {
		check(descriptor);
		return take(descriptor, receiving);
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
			Descriptors.close(channel);
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
			return FileDescriptorCast.duplicating(Descriptors.of(descriptor)).getFileDescriptor();
		}
		catch (IOException ex) {
			LocalSocketException failure = Failures.of(ex, "Could not duplicate a descriptor");
			throw (failure.error() == SocketError.RESOURCE_EXHAUSTED) ? failure
					: invalid(descriptor, "is not open", ex);
		}
	}

	private static AdoptedSocket<StreamSocket> take(int descriptor, ReceivingSource receiving) throws IOException {
		AFUNIXSocketChannel channel = FileDescriptorCast.unsafeUsing(descriptor).as(AFUNIXSocketChannel.class);
		channel.configureBlocking(false);
		EndpointAddress address = address(channel);
		return new AdoptedSocket<>(new JunixSocket(channel, () -> Descriptors.close(channel), receiving), address);
	}

	private static EndpointAddress address(AFUNIXSocketChannel channel) throws IOException {
		EndpointAddress peer = JunixAddresses.endpoint(channel.getRemoteAddress());
		return peer.toString().isEmpty() ? JunixAddresses.endpoint(channel.getLocalAddress()) : peer;
	}

	private static LocalSocketException invalid(int descriptor, String reason, @Nullable Throwable cause) {
		return new LocalSocketException(SocketError.INVALID_DESCRIPTOR,
				"The descriptor %d %s; it must be a connected local stream socket".formatted(descriptor, reason),
				cause);
	}

}
