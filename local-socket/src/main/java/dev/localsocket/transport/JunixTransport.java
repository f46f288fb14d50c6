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
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.localsocket.error.LocalSocketException;
import org.jspecify.annotations.Nullable;
import org.newsclub.net.unix.AFUNIXServerSocketChannel;

/**
 * The {@link Transport} of junixsocket.
 */
final class JunixTransport implements Transport {

	@Override
	public String name() {
		return "junixsocket";
	}

	@Override
	public void check() throws LocalSocketException {
		NativeLibrary.check();
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
		return JunixListeningSocket.listen(address.socketAddress(), backlog);
	}

	/**
	 * The library has no way to {@code SO_ACCEPTCONN}, but a stream socket that is
	 * neither connected nor listens is told as hung up ({@code poll(2)} on Linux).
	 */
	@Override
	public boolean listens(AFUNIXServerSocketChannel channel) throws IOException {
		AtomicBoolean hungUp = new AtomicBoolean();
		boolean blocking = channel.isBlocking();
		channel.configureBlocking(false);
		try (Poller poller = openPoller()) {
			poller.register(channel, 0, (readable, writable, end) -> hungUp.set(end));
			poller.poll(0);
		}
		finally {
			channel.configureBlocking(blocking);
		}
		return !hungUp.get();
	}

	@Override
	public ListeningSocket adopt(AFUNIXServerSocketChannel channel, Closeable resources) throws IOException {
		return new JunixListeningSocket(channel, resources);
	}

}
