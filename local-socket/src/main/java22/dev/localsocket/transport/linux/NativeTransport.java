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
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import dev.localsocket.transport.spi.AdoptedSocket;
import dev.localsocket.transport.spi.DescriptorPassing;
import dev.localsocket.transport.spi.DirectoryDescriptor;
import dev.localsocket.transport.spi.EndpointAddress;
import dev.localsocket.transport.spi.ListeningSocket;
import dev.localsocket.transport.spi.Poller;
import dev.localsocket.transport.spi.StreamSocket;
import dev.localsocket.transport.spi.Transport;
import org.jspecify.annotations.Nullable;

/**
 * The {@link Transport} of Linux itself, through the Foreign Function API. It makes one
 * system call to accept a connection, where junixsocket also looks at the path and asks
 * for names and options. What it has no calls for yet, to connect, to adopt and to pass
 * descriptors, another transport does.
 */
public final class NativeTransport implements Transport {

	/** Read now: when connections come there may be no descriptors left to do that. */
	static final List<Class<?>> CLASSES_OF_CONNECTIONS = List.of(SocketCalls.class, SocketCalls.Scratch.class,
			NativeSocket.class);

	private final Transport portable;

	/**
	 * Fails where something is missing that only connections need, too. Their functions
	 * are linked when the first one comes, which takes some milliseconds for each.
	 * @param portable does the rest
	 */
	public NativeTransport(Transport portable) {
		this.portable = portable;
		if (ValueLayout.ADDRESS.byteSize() != Long.BYTES) {
			throw new UnsupportedOperationException("Only on 64 bits");
		}
		Epoll.require("accept4", "getsockopt", "recv", "send", "shutdown");
	}

	/** Its creation would have failed. */
	@Override
	public void check() {
	}

	@Override
	public String name() {
		return "native";
	}

	@Override
	public String pollerName() {
		return "epoll";
	}

	@Override
	public Poller openPoller() throws IOException {
		return new EpollPoller();
	}

	@Override
	public @Nullable DirectoryDescriptor openDirectory(Path directory) throws IOException {
		if (!Files.isDirectory(DirectoryDescriptor.ALL)) {
			return null;
		}
		int descriptor = DirectoryCalls.open(directory);
		return new DirectoryDescriptor(descriptor, () -> Epoll.close(descriptor));
	}

	@Override
	public ListeningSocket listen(EndpointAddress address, int backlog) throws IOException {
		int descriptor = ListenCalls.listen(address.nativePath(), backlog);
		return new NativeListeningSocket(descriptor, this.portable.descriptorPassing(), () -> Epoll.close(descriptor));
	}

	@Override
	public StreamSocket connect(EndpointAddress address, Duration timeout) throws IOException {
		return this.portable.connect(address, timeout);
	}

	@Override
	public AdoptedSocket<ListeningSocket> adoptListening(int descriptor) throws IOException {
		return accepting(this.portable.adoptListening(descriptor));
	}

	@Override
	public AdoptedSocket<ListeningSocket> adoptListeningDuplicate(int descriptor) throws IOException {
		return accepting(this.portable.adoptListeningDuplicate(descriptor));
	}

	/** The other transport has the socket, and closes it. */
	private AdoptedSocket<ListeningSocket> accepting(AdoptedSocket<ListeningSocket> adopted) {
		ListeningSocket socket = adopted.socket();
		return new AdoptedSocket<>(
				new NativeListeningSocket(socket.descriptor(), this.portable.descriptorPassing(), socket),
				adopted.address());
	}

	@Override
	public AdoptedSocket<StreamSocket> adoptConnected(int descriptor) throws IOException {
		return this.portable.adoptConnected(descriptor);
	}

	@Override
	public DescriptorPassing descriptorPassing() {
		return this.portable.descriptorPassing();
	}

}
