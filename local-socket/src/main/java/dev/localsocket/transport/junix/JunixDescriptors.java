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
import java.util.List;

import dev.localsocket.error.LocalSocketException;
import dev.localsocket.transport.spi.DescriptorPassing;
import dev.localsocket.transport.spi.ReceivedDescriptors;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.FileDescriptorCast;

/**
 * Descriptors, as junixsocket passes them.
 */
final class JunixDescriptors implements DescriptorPassing {

	@Override
	public void check() throws LocalSocketException {
		AncillaryData.check();
	}

	@Override
	public List<FileDescriptor> duplicate(List<FileDescriptor> descriptors) throws LocalSocketException {
		return Descriptors.duplicates(descriptors);
	}

	@Override
	public int send(int socket, ByteBuffer source, List<FileDescriptor> descriptors) throws IOException {
		return DescriptorSender.send(Descriptors.of(socket), source, descriptors);
	}

	@Override
	public Receiver receiver(int socket, ReceivedDescriptors received) throws IOException {
		AFUNIXSocketChannel channel = FileDescriptorCast.using(Descriptors.of(socket)).as(AFUNIXSocketChannel.class);
		return new ChannelReceiver(channel, new DescriptorReceiver(channel, received));
	}

	/**
	 * Receives from a channel that nobody else knows, and owns its descriptor from the
	 * beginning: two owners would close it twice.
	 */
	private static final class ChannelReceiver implements DescriptorPassing.Receiver {

		private final AFUNIXSocketChannel channel;

		private final DescriptorReceiver receiver;

		private boolean configured;

		ChannelReceiver(AFUNIXSocketChannel channel, DescriptorReceiver receiver) {
			this.channel = channel;
			this.receiver = receiver;
		}

		@Override
		public int read(ByteBuffer target) throws IOException {
			if (!this.configured) {
				this.channel.configureBlocking(false);
				this.configured = true;
			}
			return this.receiver.read(target);
		}

		@Override
		public void close() throws IOException {
			Descriptors.close(this.channel);
		}

	}

}
