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
import java.nio.channels.SelectableChannel;
import java.util.List;

import dev.localsocket.account.PeerCredentials;
import org.jspecify.annotations.Nullable;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.ConnectionResetSocketException;
import org.newsclub.net.unix.FileDescriptorCast;

/**
 * A {@link StreamSocket} that is nothing but a descriptor. Only to pass other descriptors
 * it asks junixsocket for help.
 */
final class NativeSocket implements StreamSocket {

	private final int descriptor;

	private final ReceivedDescriptors received = new ReceivedDescriptors();

	/**
	 * What junixsocket makes of the descriptor, and what reads from it, from the moment
	 * on that other descriptors are to be received.
	 */
	private @Nullable AFUNIXSocketChannel channel;

	private @Nullable DescriptorReceiver receiver;

	/**
	 * Takes a descriptor over.
	 * @param descriptor the descriptor, connected and non-blocking, which is closed with
	 * this
	 */
	NativeSocket(int descriptor) {
		this.descriptor = descriptor;
	}

	@Override
	public SelectableChannel channel() {
		throw new UnsupportedOperationException("Only the descriptor can be watched");
	}

	@Override
	public int descriptor() {
		return this.descriptor;
	}

	@Override
	public PeerCredentials peer() throws IOException {
		return SocketCalls.peer(this.descriptor);
	}

	@Override
	public int read(ByteBuffer target) throws IOException {
		if (this.receiver == null && this.received.max() == 0) {
			return SocketCalls.receive(this.descriptor, target);
		}
		try {
			return receiver().read(target);
		}
		catch (ConnectionResetSocketException ex) {
			throw (IOException) new PeerGoneException().initCause(ex);
		}
	}

	private DescriptorReceiver receiver() throws IOException {
		DescriptorReceiver existing = this.receiver;
		if (existing != null) {
			return existing;
		}
		AFUNIXSocketChannel opened = FileDescriptorCast.using(FileDescriptors.of(this.descriptor))
			.as(AFUNIXSocketChannel.class);
		this.channel = opened;
		opened.configureBlocking(false);
		DescriptorReceiver created = new DescriptorReceiver(opened, this.received);
		this.receiver = created;
		return created;
	}

	@Override
	public int write(ByteBuffer source) throws IOException {
		return SocketCalls.send(this.descriptor, source);
	}

	@Override
	public int write(ByteBuffer source, List<FileDescriptor> descriptors) throws IOException {
		return DescriptorSender.send(FileDescriptors.of(this.descriptor), source, descriptors);
	}

	@Override
	public ReceivedDescriptors receivedDescriptors() {
		return this.received;
	}

	@Override
	public int send(ByteBuffer source) {
		return SocketCalls.trySend(this.descriptor, source);
	}

	@Override
	public void enlargeSendBuffer() {
		SocketCalls.trySetSendBuffer(this.descriptor, LastBytes.SEND_BUFFER_SIZE);
	}

	@Override
	public void shutdownInput() throws IOException {
		SocketCalls.shutdown(this.descriptor, SocketCalls.INPUT);
	}

	@Override
	public void shutdownOutput() throws IOException {
		SocketCalls.shutdown(this.descriptor, SocketCalls.OUTPUT);
	}

	@Override
	public void close() throws IOException {
		AFUNIXSocketChannel opened = this.channel;
		if (opened == null) {
			Epoll.close(this.descriptor);
		}
		else {
			// Once only, because the number may be another's right afterwards
			FileDescriptors.close(opened.getFileDescriptor());
			Closing.quietly(opened);
		}
	}

}
