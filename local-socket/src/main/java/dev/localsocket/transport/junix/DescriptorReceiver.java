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
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import dev.localsocket.transport.spi.FileDescriptors;
import dev.localsocket.transport.spi.PeerGoneException;
import dev.localsocket.transport.spi.ReceivedDescriptors;
import org.jspecify.annotations.Nullable;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.ConnectionResetSocketException;

/**
 * Receives the bytes of a connection, and the descriptors that come with them if any are
 * wanted; if not, the kernel discards them. Belongs to the thread of the loop.
 */
final class DescriptorReceiver {

	private final AFUNIXSocketChannel channel;

	private final ReceivedDescriptors received;

	/** Null while no descriptors are wanted. */
	private @Nullable AncillaryData ancillaryData;

	/**
	 * Creates a receiver.
	 * @param channel the channel to read from
	 * @param received knows whether descriptors are wanted, and gets them
	 */
	DescriptorReceiver(AFUNIXSocketChannel channel, ReceivedDescriptors received) {
		this.channel = channel;
		this.received = received;
	}

	/**
	 * Reads.
	 * @param target where to put the bytes
	 * @return the number of bytes, as {@link AFUNIXSocketChannel#read(ByteBuffer)}
	 * @throws PeerGoneException if the peer has closed without reading all
	 * @throws IOException if reading fails; {@link SocketError#TOO_MANY_DESCRIPTORS} if
	 * the peer sends more than are allowed, which are closed
	 */
	int read(ByteBuffer target) throws IOException {
		AncillaryData data = ancillaryData();
		try {
			return (data != null) ? read(data, target) : this.channel.read(target);
		}
		catch (ConnectionResetSocketException ex) {
			throw (IOException) new PeerGoneException().initCause(ex);
		}
	}

	private @Nullable AncillaryData ancillaryData() throws LocalSocketException {
		boolean wanted = this.received.max() > 0;
		AncillaryData data = this.ancillaryData;
		if (wanted && data == null) {
			data = new AncillaryData(this.channel);
		}
		else if (!wanted && data != null) {
			data.end();
			data = null;
		}
		this.ancillaryData = data;
		return data;
	}

	private int read(AncillaryData data, ByteBuffer target) throws IOException {
		List<FileDescriptor> descriptors = new ArrayList<>();
		try {
			int count = data.read(target, descriptors);
			if (!this.received.add(descriptors)) {
				throw tooMany(descriptors, null);
			}
			return count;
		}
		catch (LocalSocketException ex) {
			throw ex;
		}
		catch (IOException ex) {
			throw descriptors.isEmpty() ? ex : tooMany(descriptors, ex);
		}
	}

	private LocalSocketException tooMany(List<FileDescriptor> descriptors, @Nullable IOException cause) {
		FileDescriptors.close(descriptors);
		return new LocalSocketException(SocketError.TOO_MANY_DESCRIPTORS,
				("The peer sent too many descriptors: of its last ones %d came, and %d may wait to be taken; "
						+ "at once, 60 may come, or fewer when this process has hardly any left")
					.formatted(descriptors.size(), this.received.max()),
				cause);
	}

}
