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

package dev.localsocket.transport.linux;

import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

import dev.localsocket.account.PeerCredentials;
import dev.localsocket.error.LocalSocketException;
import dev.localsocket.transport.spi.ReceivedDescriptors;
import dev.localsocket.transport.spi.StreamSocket;

/**
 * A {@link StreamSocket} that is nothing but a descriptor.
 */
final class NativeSocket implements StreamSocket {

	private final int descriptor;

	private final NativeDescriptorPassing descriptorPassing;

	private final ReceivedDescriptors received = new ReceivedDescriptors();

	private boolean closed;

	/**
	 * Takes a descriptor over.
	 * @param descriptor the descriptor, connected and non-blocking, which is closed with
	 * this
	 * @param descriptorPassing passes other descriptors
	 */
	NativeSocket(int descriptor, NativeDescriptorPassing descriptorPassing) {
		this.descriptor = descriptor;
		this.descriptorPassing = descriptorPassing;
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
		return (this.received.max() == 0) ? SocketCalls.receive(this.descriptor, target)
				: this.descriptorPassing.receive(this.descriptor, target, this.received);
	}

	@Override
	public int write(ByteBuffer source) throws IOException {
		return SocketCalls.send(this.descriptor, source);
	}

	@Override
	public int write(ByteBuffer source, List<FileDescriptor> descriptors) throws IOException {
		return this.descriptorPassing.send(this.descriptor, source, descriptors);
	}

	@Override
	public List<FileDescriptor> duplicate(List<FileDescriptor> descriptors) throws LocalSocketException {
		return this.descriptorPassing.duplicate(descriptors);
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
		SocketOptions.trySetSendBuffer(this.descriptor, LARGE_SEND_BUFFER);
	}

	@Override
	public void shutdownInput() throws IOException {
		SocketCalls.shutdown(this.descriptor, SocketCalls.INPUT);
	}

	@Override
	public void shutdownOutput() throws IOException {
		SocketCalls.shutdown(this.descriptor, SocketCalls.OUTPUT);
	}

	/** Once only, because the number may be another's right afterwards. */
	@Override
	public void close() {
		if (!this.closed) {
			this.closed = true;
			DescriptorCalls.close(this.descriptor);
		}
	}

}
