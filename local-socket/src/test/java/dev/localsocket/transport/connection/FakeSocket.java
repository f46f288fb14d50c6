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
package dev.localsocket.transport.connection;

import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

import dev.localsocket.account.PeerCredentials;
import dev.localsocket.transport.spi.ReceivedDescriptors;
import dev.localsocket.transport.spi.StreamSocket;

/**
 * A {@link StreamSocket} whose kernel takes what there is room for.
 */
final class FakeSocket implements StreamSocket {

	final ByteArrayOutputStream sent = new ByteArrayOutputStream();

	int calls;

	int room = Integer.MAX_VALUE;

	int extraRoom;

	boolean peerGone;

	@Override
	public int descriptor() {
		return -1;
	}

	@Override
	public PeerCredentials peer() {
		return new PeerCredentials(-1, -1, -1);
	}

	@Override
	public int read(ByteBuffer target) {
		return 0;
	}

	@Override
	public int write(ByteBuffer source) throws IOException {
		if (this.peerGone) {
			this.calls++;
			throw new IOException("Broken pipe");
		}
		return send(source);
	}

	@Override
	public int write(ByteBuffer source, List<FileDescriptor> descriptors) {
		throw new UnsupportedOperationException();
	}

	@Override
	public List<FileDescriptor> duplicate(List<FileDescriptor> descriptors) {
		throw new UnsupportedOperationException();
	}

	@Override
	public ReceivedDescriptors receivedDescriptors() {
		throw new UnsupportedOperationException();
	}

	@Override
	public int send(ByteBuffer source) {
		this.calls++;
		int count = this.peerGone ? 0 : Math.min(this.room, source.remaining());
		byte[] bytes = new byte[count];
		source.get(bytes);
		this.sent.writeBytes(bytes);
		this.room -= count;
		return count;
	}

	@Override
	public void enlargeSendBuffer() {
		this.room += this.extraRoom;
	}

	@Override
	public void shutdownInput() {
	}

	@Override
	public void shutdownOutput() {
	}

	@Override
	public void close() {
	}

}
