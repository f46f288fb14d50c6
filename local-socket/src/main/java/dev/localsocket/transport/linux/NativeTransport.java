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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import dev.localsocket.account.PeerCredentials;
import dev.localsocket.error.LocalSocketException;
import dev.localsocket.transport.spi.AdoptedSocket;
import dev.localsocket.transport.spi.DescriptorReceiving;
import dev.localsocket.transport.spi.DescriptorTransfer;
import dev.localsocket.transport.spi.DirectoryDescriptor;
import dev.localsocket.transport.spi.EndpointAddress;
import dev.localsocket.transport.spi.FileDescriptorNumbers;
import dev.localsocket.transport.spi.FileLock;
import dev.localsocket.transport.spi.ListeningSocket;
import dev.localsocket.transport.spi.Poller;
import dev.localsocket.transport.spi.StreamSocket;
import dev.localsocket.transport.spi.Transport;
import dev.localsocket.transport.spi.TransportLibrary;
import org.jspecify.annotations.Nullable;

/**
 * The {@link Transport} of Linux itself, which calls the C library.
 */
public final class NativeTransport implements Transport {

	/** Read now, see {@link #prepareConnections()}. */
	static final List<Class<?>> CLASSES_OF_CONNECTIONS = List.of(NativeSocket.class, PeerCredentials.class);

	private final FileDescriptorNumbers numbers;

	private final NativeDescriptorPassing descriptorPassing;

	/**
	 * Fails where something is missing, also what only connections need. Their functions
	 * are linked with the first server or client.
	 * @param numbers those of the descriptors that are passed
	 * @throws UnsupportedOperationException saying what is missing
	 */
	public NativeTransport(FileDescriptorNumbers numbers) {
		Bindings.chosen()
			.require("accept4", "recv", "send", "shutdown", "getsockopt", "setsockopt", "sendmsg", "recvmsg",
					"epoll_create1", "epoll_ctl", "epoll_wait", "eventfd", "eventfd_write");
		this.numbers = numbers;
		this.descriptorPassing = new NativeDescriptorPassing(numbers);
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
	public TransportLibrary library() {
		Binding binding = Bindings.chosen();
		return new TransportLibrary(binding.name(), binding.version(), null, Bindings.whyNotBetter());
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
		return new DirectoryDescriptor(descriptor, () -> DescriptorCalls.close(descriptor));
	}

	@Override
	public ListeningSocket listen(EndpointAddress address, int backlog) throws IOException {
		prepareConnections();
		return new NativeListeningSocket(OpenCalls.listen(address, backlog), this.descriptorPassing);
	}

	/**
	 * When connections come, there may be no descriptors left to read classes with, and
	 * no memory to link functions.
	 */
	private static void prepareConnections() {
		DescriptorCalls.prepare();
		SocketCalls.prepare();
		SocketOptions.prepare();
	}

	@Override
	public StreamSocket connect(EndpointAddress address, Duration timeout) throws IOException {
		return new NativeSocket(OpenCalls.connect(address, timeout), this.descriptorPassing);
	}

	@Override
	public AdoptedSocket<ListeningSocket> adoptListening(int descriptor) throws IOException {
		AdoptedDescriptor.checkListening(descriptor);
		return listening(descriptor);
	}

	@Override
	public AdoptedSocket<ListeningSocket> adoptListeningDuplicate(int descriptor) throws IOException {
		AdoptedDescriptor.checkListening(descriptor);
		int duplicate = DescriptorCalls.duplicate(descriptor);
		try {
			return listening(duplicate);
		}
		catch (IOException | RuntimeException | Error ex) {
			DescriptorCalls.close(duplicate);
			throw ex;
		}
	}

	private AdoptedSocket<ListeningSocket> listening(int descriptor) throws IOException {
		prepareConnections();
		EndpointAddress address = OpenCalls.address(descriptor);
		DescriptorCalls.setNonBlocking(descriptor);
		return new AdoptedSocket<>(new NativeListeningSocket(descriptor, this.descriptorPassing), address);
	}

	@Override
	public AdoptedSocket<StreamSocket> adoptConnected(int descriptor) throws IOException {
		AdoptedDescriptor.checkConnected(descriptor);
		EndpointAddress peer = OpenCalls.peerAddress(descriptor);
		EndpointAddress address = peer.toString().isEmpty() ? OpenCalls.address(descriptor) : peer;
		DescriptorCalls.setNonBlocking(descriptor);
		return new AdoptedSocket<>(new NativeSocket(descriptor, this.descriptorPassing), address);
	}

	@Override
	public @Nullable FileLock lockFile(Path file, boolean create) throws IOException {
		return OpenFileLock.tryLock(file, create);
	}

	@Override
	public DescriptorTransfer descriptorTransfer() throws LocalSocketException {
		this.numbers.check();
		return new NativeDescriptorTransfer(this.numbers);
	}

	/**
	 * Returns what receives descriptors, also for sockets of other transports.
	 * @return the system call
	 */
	public DescriptorReceiving descriptorReceiving() {
		return this.descriptorPassing;
	}

	@Override
	public void checkReceivingDescriptors() throws LocalSocketException {
		this.descriptorPassing.check();
	}

}
