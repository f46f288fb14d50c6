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
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.FileDescriptorCast;

/**
 * Descriptors, as junixsocket duplicates and passes them.
 */
final class JunixDescriptors implements DescriptorPassing {

	@Override
	public void check() throws LocalSocketException {
		AncillaryData.check();
	}

	@Override
	public List<FileDescriptor> duplicate(List<FileDescriptor> descriptors) throws LocalSocketException {
		return duplicates(descriptors);
	}

	@Override
	public int send(int socket, ByteBuffer source, List<FileDescriptor> descriptors) throws IOException {
		return DescriptorSender.send(of(socket), source, descriptors);
	}

	@Override
	public Receiver receiver(int socket, ReceivedDescriptors received) throws IOException {
		AFUNIXSocketChannel channel = FileDescriptorCast.using(of(socket)).as(AFUNIXSocketChannel.class);
		channel.configureBlocking(false);
		return new ChannelReceiver(channel, new DescriptorReceiver(channel, received));
	}

	static List<FileDescriptor> duplicates(List<FileDescriptor> descriptors) throws LocalSocketException {
		List<FileDescriptor> duplicates = new ArrayList<>();
		try {
			for (FileDescriptor descriptor : descriptors) {
				duplicates.add(duplicate(descriptor));
			}
			return duplicates;
		}
		catch (IOException | RuntimeException ex) {
			FileDescriptors.close(duplicates);
			throw ex;
		}
	}

	private static FileDescriptor duplicate(FileDescriptor descriptor) throws LocalSocketException {
		if (!descriptor.valid()) {
			throw new LocalSocketException(SocketError.INVALID_DESCRIPTOR,
					"A descriptor that is closed cannot be sent");
		}
		try {
			return FileDescriptorCast.duplicating(descriptor).getFileDescriptor();
		}
		catch (IOException ex) {
			throw Failures.of(ex, "Could not duplicate a descriptor");
		}
	}

	/**
	 * Returns the object for a descriptor that nobody owns yet.
	 * @param number the number of the descriptor
	 * @return the descriptor, which the caller must close
	 * @throws IOException if it is not open
	 */
	static FileDescriptor of(int number) throws IOException {
		return FileDescriptorCast.unsafeUsing(number).getFileDescriptor();
	}

	/**
	 * Closes a channel's descriptor, and only that: the channel itself would first shut
	 * down what other processes use too, or leave a descriptor open that it has not
	 * opened. Once only, because the number may be another's right afterwards.
	 * @param channel the channel
	 * @throws IOException if the channel has no descriptor
	 */
	static void close(AFUNIXSocketChannel channel) throws IOException {
		FileDescriptors.close(channel.getFileDescriptor());
		Closing.quietly(channel);
	}

	/** Receives from a channel that nobody else knows. */
	private record ChannelReceiver(AFUNIXSocketChannel channel,
			DescriptorReceiver receiver) implements DescriptorPassing.Receiver {

		@Override
		public int read(ByteBuffer target) throws IOException {
			return this.receiver.read(target);
		}

		@Override
		public void close() throws IOException {
			JunixDescriptors.close(this.channel);
		}

	}

}
