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

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.newsclub.net.unix.AFUNIXServerSocketChannel;
import org.newsclub.net.unix.FileDescriptorCast;

/**
 * The {@link Transport} of Linux itself, through the Foreign Function API. It makes one
 * system call to accept a connection, where junixsocket also looks at the path and asks
 * for names and options.
 */
final class NativeTransport implements Transport {

	/** Read now: when connections come there may be no descriptors left to do that. */
	static final List<Class<?>> CLASSES_OF_CONNECTIONS = List.of(SocketCalls.class, SocketCalls.Scratch.class,
			NativeSocket.class);

	/**
	 * Fails where something is missing that only connections need, too. Their functions
	 * are linked when the first one comes, which takes some milliseconds for each.
	 */
	NativeTransport() {
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
		if (!Files.isDirectory(OpenDirectory.DESCRIPTORS)) {
			return null;
		}
		int descriptor = DirectoryCalls.open(directory);
		return new DirectoryDescriptor(descriptor, () -> Epoll.close(descriptor));
	}

	@Override
	public ListeningSocket listen(EndpointAddress address, int backlog) throws IOException {
		int descriptor = ListenCalls.listen(address.nativePath(), backlog);
		return new NativeListeningSocket(descriptor, () -> Epoll.close(descriptor));
	}

	@Override
	public boolean listens(AFUNIXServerSocketChannel channel) throws IOException {
		return ListenCalls.listens(descriptor(channel));
	}

	@Override
	public ListeningSocket adopt(AFUNIXServerSocketChannel channel, Closeable resources) throws IOException {
		return new NativeListeningSocket(descriptor(channel), resources);
	}

	private static int descriptor(AFUNIXServerSocketChannel channel) throws IOException {
		return FileDescriptorCast.using(channel.getFileDescriptor()).as(Integer.class);
	}

}
