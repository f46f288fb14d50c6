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

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import dev.localsocket.transport.spi.AdoptedSocket;
import dev.localsocket.transport.spi.DescriptorReceiving;
import dev.localsocket.transport.spi.DescriptorTransfer;
import dev.localsocket.transport.spi.DirectoryDescriptor;
import dev.localsocket.transport.spi.EndpointAddress;
import dev.localsocket.transport.spi.FileLock;
import dev.localsocket.transport.spi.ListeningSocket;
import dev.localsocket.transport.spi.Poller;
import dev.localsocket.transport.spi.ProcessFileLock;
import dev.localsocket.transport.spi.StreamSocket;
import dev.localsocket.transport.spi.Transport;
import dev.localsocket.transport.spi.TransportLibrary;
import org.jspecify.annotations.Nullable;

/**
 * The {@link Transport} of junixsocket, which every supported system has. Until something
 * is asked of it, no class of the library is needed.
 */
public final class JunixTransport implements Transport {

	private final ReceivingSource receiving;

	private final @Nullable String whyNotBest;

	/**
	 * Creates a transport. The socket library itself would leak descriptors when a peer
	 * sends more than fit.
	 * @param receiving finds what receives descriptors, when that is first needed
	 * @param whyNotBest why it is not another transport, or null if there is none
	 */
	public JunixTransport(ReceivingSource receiving, @Nullable String whyNotBest) {
		this.receiving = receiving;
		this.whyNotBest = whyNotBest;
	}

	@Override
	public String name() {
		return "junixsocket";
	}

	@Override
	public void check() throws LocalSocketException {
		NativeLibrary.check();
	}

	@Override
	public TransportLibrary library() {
		return new TransportLibrary("junixsocket", NativeLibrary.version(), NativeLibrary.loaded(), this.whyNotBest);
	}

	@Override
	public String pollerName() {
		return "selector";
	}

	@Override
	public Poller openPoller() throws IOException {
		return new SelectorPoller();
	}

	@Override
	public @Nullable DirectoryDescriptor openDirectory(Path directory) throws IOException {
		return JunixDirectory.open(directory);
	}

	@Override
	public ListeningSocket listen(EndpointAddress address, int backlog) throws IOException {
		return JunixListeningSocket.listen(JunixAddresses.of(address), backlog, this.receiving);
	}

	@Override
	public StreamSocket connect(EndpointAddress address, Duration timeout) throws IOException {
		NativeLibrary.check();
		return JunixConnect.connect(address, timeout, this.receiving);
	}

	@Override
	public AdoptedSocket<ListeningSocket> adoptListening(int descriptor) throws IOException {
		NativeLibrary.check();
		return ListeningDescriptor.adopt(descriptor, this.receiving);
	}

	@Override
	public AdoptedSocket<ListeningSocket> adoptListeningDuplicate(int descriptor) throws IOException {
		NativeLibrary.check();
		return ListeningDescriptor.adoptDuplicate(descriptor, this.receiving);
	}

	@Override
	public AdoptedSocket<StreamSocket> adoptConnected(int descriptor) throws IOException {
		NativeLibrary.check();
		return ConnectedDescriptor.adopt(descriptor, this.receiving);
	}

	@Override
	public @Nullable FileLock lockFile(Path file, boolean create) throws IOException {
		return ProcessFileLock.tryLock(file, create);
	}

	@Override
	public DescriptorTransfer descriptorTransfer() throws LocalSocketException {
		throw new LocalSocketException(SocketError.UNSUPPORTED_OPERATION,
				"A server cannot be handed over to another process here: that takes the native transport, which is not used because "
						+ ((this.whyNotBest != null) ? this.whyNotBest : "this system does not have it"));
	}

	@Override
	public void checkReceivingDescriptors() throws LocalSocketException {
		DescriptorReceiving found = this.receiving.get();
		if (found == null) {
			throw new LocalSocketException(SocketError.UNSUPPORTED_OPERATION,
					"Descriptors cannot be received here: that takes the native transport, which Linux has");
		}
		found.check();
	}

}
