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
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.util.List;

import dev.localsocket.account.PeerCredentials;
import dev.localsocket.error.LocalSocketException;
import dev.localsocket.transport.spi.DescriptorReceiving;
import dev.localsocket.transport.spi.Interrupts;
import dev.localsocket.transport.spi.PeerGoneException;
import dev.localsocket.transport.spi.ReceivedDescriptors;
import dev.localsocket.transport.spi.StreamSocket;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketCredentials;
import org.newsclub.net.unix.ConnectionResetSocketException;
import org.newsclub.net.unix.FileDescriptorCast;

/**
 * A {@link StreamSocket} of junixsocket.
 */
public final class JunixSocket implements StreamSocket, ChannelSocket {

	/**
	 * Linux takes a write of up to this length as one piece, or not at all, whatever the
	 * size of the send buffer: one {@code sk_buff} holds half of that buffer, less 64
	 * bytes, and the smallest is 4608 bytes ({@code unix_stream_sendmsg} in
	 * {@code net/unix/af_unix.c}).
	 */
	private static final int WHOLE_OR_NOT_AT_ALL = 2048;

	private static final ThreadLocal<byte[]> SHORT = ThreadLocal.withInitial(() -> new byte[WHOLE_OR_NOT_AT_ALL]);

	private static final boolean LINUX = System.getProperty("os.name").equals("Linux");

	private final AFUNIXSocketChannel channel;

	private final Closeable closing;

	private final ReceivingSource receiving;

	private final int descriptor;

	/**
	 * Writes go through the JDK's view of the descriptor: a channel of the socket
	 * library, its own or a cast one, invalidates the descriptor when the peer has gone,
	 * and so loses what the peer had sent before. Nothing but the channel closes the
	 * descriptor.
	 */
	private final FileOutputStream output;

	private final ReceivedDescriptors received = new ReceivedDescriptors();

	/**
	 * Wraps a channel.
	 * @param channel the channel, connected and non-blocking, which is closed with this
	 * @param receiving finds what receives descriptors
	 * @throws IOException if the channel is closed
	 */
	public JunixSocket(AFUNIXSocketChannel channel, ReceivingSource receiving) throws IOException {
		this(channel, channel, receiving);
	}

	/**
	 * Wraps a channel.
	 * @param channel the channel, connected and non-blocking
	 * @param closing is closed with this instead of the channel
	 * @param receiving finds what receives descriptors
	 * @throws IOException if the channel is closed
	 */
	public JunixSocket(AFUNIXSocketChannel channel, Closeable closing, ReceivingSource receiving) throws IOException {
		this.receiving = receiving;
		this.channel = channel;
		this.closing = closing;
		this.descriptor = FileDescriptorCast.using(channel.getFileDescriptor()).as(Integer.class);
		this.output = new FileOutputStream(channel.getFileDescriptor());
	}

	@Override
	public SelectableChannel channel() {
		return this.channel;
	}

	@Override
	public int descriptor() {
		return this.descriptor;
	}

	@Override
	public PeerCredentials peer() throws IOException {
		AFUNIXSocketCredentials peer = this.channel.getPeerCredentials();
		return PeerCredentials.ofKernel((int) peer.getPid(), (int) peer.getUid(), (int) peer.getGid());
	}

	@Override
	public int read(ByteBuffer target) throws IOException {
		DescriptorReceiving found = (this.received.max() > 0) ? this.receiving.get() : null;
		if (found != null) {
			return found.receive(this.descriptor, target, this.received);
		}
		try {
			return this.channel.read(target);
		}
		catch (ConnectionResetSocketException ex) {
			throw (IOException) new PeerGoneException().initCause(ex);
		}
	}

	/** A short one by the stream, which takes less time and memory than its channel. */
	@Override
	public int write(ByteBuffer source) throws IOException {
		int count = send(source);
		if (count > 0) {
			return count;
		}
		Interrupts.clear();
		return this.output.getChannel().write(source);
	}

	@Override
	public int write(ByteBuffer source, List<FileDescriptor> descriptors) throws IOException {
		Interrupts.clear();
		return DescriptorSender.send(this.channel.getFileDescriptor(), source, descriptors);
	}

	@Override
	public List<FileDescriptor> duplicate(List<FileDescriptor> descriptors) throws LocalSocketException {
		return Descriptors.duplicates(descriptors);
	}

	@Override
	public ReceivedDescriptors receivedDescriptors() {
		return this.received;
	}

	/**
	 * A stream does not look at interrupts, as a channel does, which would be closed. It
	 * does not tell how much of a write that fails was taken; of a short one, nothing.
	 */
	@Override
	public int send(ByteBuffer source) {
		int count = source.remaining();
		if (!LINUX || count > WHOLE_OR_NOT_AT_ALL) {
			return 0;
		}
		int position = source.position();
		try {
			if (source.hasArray()) {
				this.output.write(source.array(), source.arrayOffset() + position, count);
			}
			else {
				byte[] bytes = SHORT.get();
				source.get(position, bytes, 0, count);
				this.output.write(bytes, 0, count);
			}
			source.position(position + count);
			return count;
		}
		catch (IOException ex) {
			return 0;
		}
	}

	@Override
	public void enlargeSendBuffer() {
		try {
			this.channel.setOption(StandardSocketOptions.SO_SNDBUF, LARGE_SEND_BUFFER);
		}
		catch (IOException ex) {
			// Then the kernel takes what it can
		}
	}

	@Override
	public void shutdownInput() throws IOException {
		this.channel.shutdownInput();
	}

	@Override
	public void shutdownOutput() throws IOException {
		this.channel.shutdownOutput();
	}

	@Override
	public void close() throws IOException {
		this.closing.close();
	}

}
