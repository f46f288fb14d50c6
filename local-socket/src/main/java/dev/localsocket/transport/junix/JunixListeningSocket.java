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

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketException;

import dev.localsocket.error.SocketError;
import dev.localsocket.transport.spi.Closing;
import dev.localsocket.transport.spi.ListeningSocket;
import dev.localsocket.transport.spi.StreamSocket;
import dev.localsocket.transport.spi.SystemCallException;
import org.jspecify.annotations.Nullable;
import org.newsclub.net.unix.AFUNIXServerSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.AddressAlreadyInUseSocketException;
import org.newsclub.net.unix.FileDescriptorCast;

/**
 * A {@link ListeningSocket} of junixsocket.
 */
final class JunixListeningSocket implements ListeningSocket, ChannelSocket {

	private final AFUNIXServerSocketChannel channel;

	private final int descriptor;

	private final Closeable resources;

	private final ReceivingSource receiving;

	/**
	 * Wraps a channel.
	 * @param channel the channel, non-blocking
	 * @param resources what is closed instead of the channel
	 * @param receiving finds what receives descriptors
	 * @throws IOException if the channel has no descriptor any more
	 */
	JunixListeningSocket(AFUNIXServerSocketChannel channel, Closeable resources, ReceivingSource receiving)
			throws IOException {
		this.receiving = receiving;
		this.channel = channel;
		this.descriptor = FileDescriptorCast.using(channel.getFileDescriptor()).as(Integer.class);
		this.resources = resources;
	}

	static ListeningSocket listen(AFUNIXSocketAddress address, int backlog, ReceivingSource receiving)
			throws IOException {
		AFUNIXServerSocketChannel owner = AFUNIXServerSocketChannel.open();
		return Closing.onFailure(owner, () -> {
			owner.socket().setReuseAddress(false);
			owner.setDeleteOnClose(false);
			bind(owner, address, backlog);
			AFUNIXServerSocketChannel accepting = accepting(owner);
			return new JunixListeningSocket(accepting, () -> close(owner, accepting), receiving);
		});
	}

	/**
	 * When no socket could be opened the library only says, here, that it is closed.
	 */
	private static void bind(AFUNIXServerSocketChannel channel, AFUNIXSocketAddress address, int backlog)
			throws IOException {
		try {
			channel.bind(address, backlog);
		}
		catch (AddressAlreadyInUseSocketException ex) {
			throw new SystemCallException(SocketError.ADDRESS_IN_USE, String.valueOf(ex.getMessage()), ex);
		}
		catch (SocketException ex) {
			if (channel.getFileDescriptor().valid()) {
				throw ex;
			}
			throw new SystemCallException(SocketError.RESOURCE_EXHAUSTED,
					"Too many open files, or no memory for a socket", ex);
		}
	}

	/**
	 * A second channel on the same descriptor: the owner would close itself on accept,
	 * because the path that it was bound to is gone.
	 */
	private static AFUNIXServerSocketChannel accepting(AFUNIXServerSocketChannel owner) throws IOException {
		AFUNIXServerSocketChannel channel = FileDescriptorCast.using(owner.getFileDescriptor())
			.as(AFUNIXServerSocketChannel.class);
		channel.setDeleteOnClose(false);
		channel.configureBlocking(false);
		return channel;
	}

	/** The owner, which closes the descriptor, comes last. */
	private static void close(Closeable owner, Closeable accepting) throws IOException {
		try (owner; accepting) {
			// Nothing else is to be done
		}
	}

	@Override
	public AFUNIXServerSocketChannel channel() {
		return this.channel;
	}

	@Override
	public int descriptor() {
		return this.descriptor;
	}

	@Override
	public @Nullable StreamSocket accept() throws IOException {
		AFUNIXSocketChannel accepted = this.channel.accept();
		if (accepted == null) {
			return null;
		}
		return Closing.onFailure(accepted, () -> {
			accepted.configureBlocking(false);
			return new JunixSocket(accepted, this.receiving);
		});
	}

	@Override
	public void close() throws IOException {
		this.resources.close();
	}

}
