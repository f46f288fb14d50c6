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
import java.nio.channels.ClosedChannelException;
import java.util.List;

import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import dev.localsocket.transport.spi.Closing;
import dev.localsocket.transport.spi.Failures;
import dev.localsocket.transport.spi.FileDescriptors;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.BrokenPipeSocketException;
import org.newsclub.net.unix.ConnectionResetSocketException;
import org.newsclub.net.unix.FileDescriptorCast;

/**
 * Sends descriptors, which only a channel of the socket library can do. Such a channel
 * closes its descriptor when the peer has gone, so that what the peer had sent would be
 * lost: each call uses a duplicate.
 */
final class DescriptorSender {

	private DescriptorSender() {
	}

	/**
	 * Sends bytes, and descriptors with the first of them.
	 * @param socket the socket, not blocking
	 * @param source the bytes, at least one, in a direct buffer
	 * @param descriptors the descriptors, at most 60
	 * @return how many bytes the kernel has taken; if 0, no descriptors either
	 * @throws LocalSocketException if the descriptors cannot be sent
	 * @throws IOException if the peer has gone
	 */
	static int send(FileDescriptor socket, ByteBuffer source, List<FileDescriptor> descriptors) throws IOException {
		AFUNIXSocketChannel duplicate = duplicate(socket);
		try {
			duplicate.setOutboundFileDescriptors(descriptors.toArray(FileDescriptor[]::new));
			return duplicate.write(source);
		}
		catch (ClosedChannelException | BrokenPipeSocketException | ConnectionResetSocketException ex) {
			throw ex;
		}
		catch (IOException ex) {
			throw Failures.of(ex, "Could not send " + descriptors.size() + " descriptors",
					() -> SocketError.RESOURCE_EXHAUSTED);
		}
		finally {
			// First, because the library would shut the connection down
			FileDescriptors.close(duplicate.getFileDescriptor());
			Closing.quietly(duplicate);
		}
	}

	private static AFUNIXSocketChannel duplicate(FileDescriptor socket) throws LocalSocketException {
		try {
			return FileDescriptorCast.duplicating(socket).as(AFUNIXSocketChannel.class);
		}
		catch (IOException ex) {
			throw Failures.of(ex, "Could not send descriptors");
		}
	}

}
