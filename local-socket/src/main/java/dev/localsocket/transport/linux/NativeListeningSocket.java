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

import java.io.IOException;

import dev.localsocket.transport.spi.ListeningSocket;
import dev.localsocket.transport.spi.StreamSocket;
import org.jspecify.annotations.Nullable;

/**
 * A listening socket of Linux.
 */
final class NativeListeningSocket implements ListeningSocket {

	private final int descriptor;

	private final NativeDescriptorPassing descriptorPassing;

	private boolean closed;

	/**
	 * Takes a descriptor over.
	 * @param descriptor the descriptor, listening and non-blocking, which is closed with
	 * this, and nothing else: others who hold the socket go on listening
	 * @param descriptorPassing passes descriptors over the connections
	 */
	NativeListeningSocket(int descriptor, NativeDescriptorPassing descriptorPassing) {
		this.descriptorPassing = descriptorPassing;
		this.descriptor = descriptor;
	}

	@Override
	public int descriptor() {
		return this.descriptor;
	}

	@Override
	public @Nullable StreamSocket accept() throws IOException {
		int accepted = SocketCalls.accept(this.descriptor);
		return (accepted >= 0) ? new NativeSocket(accepted, this.descriptorPassing) : null;
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
