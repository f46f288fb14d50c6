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

package dev.localsocket.benchmarks.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

import org.jspecify.annotations.Nullable;

/**
 * An echo on the channels of the JDK, on one selector.
 */
public final class NioServer {

	private static final int BUFFER = 64 * 1024;

	private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);

	private final Selector selector;

	private final ServerSocketChannel listening;

	private NioServer(String path) throws IOException {
		this.selector = Selector.open();
		this.listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
		this.listening.bind(UnixDomainSocketAddress.of(path), BareServer.BACKLOG);
		this.listening.configureBlocking(false);
		this.listening.register(this.selector, SelectionKey.OP_ACCEPT);
	}

	/**
	 * Runs the server.
	 * @param args the path of the socket
	 * @throws IOException if it cannot listen, or the driver cannot be heard
	 */
	public static void main(String[] args) throws IOException {
		NioServer server = new NioServer(args[0]);
		Thread thread = new Thread(server::run, "nio-loop");
		thread.setDaemon(true);
		thread.start();
		ServerControl.obey();
	}

	private void run() {
		try {
			while (true) {
				this.selector.select(this::handle);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void handle(SelectionKey key) {
		try {
			if (key.isAcceptable()) {
				accept();
			}
			else if (key.attachment() instanceof ByteBuffer unsent) {
				sendRest(key, unsent);
			}
			else {
				echo(key);
			}
		}
		catch (IOException ex) {
			close(key);
		}
	}

	private void accept() throws IOException {
		SocketChannel channel = this.listening.accept();
		while (channel != null) {
			channel.configureBlocking(false);
			channel.register(this.selector, SelectionKey.OP_READ);
			channel = this.listening.accept();
		}
	}

	private void echo(SelectionKey key) throws IOException {
		SocketChannel channel = (SocketChannel) key.channel();
		if (channel.read(this.buffer.clear()) < 0) {
			close(key);
			return;
		}
		channel.write(this.buffer.flip());
		if (this.buffer.hasRemaining()) {
			waitToSend(key, ByteBuffer.allocateDirect(this.buffer.remaining()).put(this.buffer).flip());
		}
	}

	private void sendRest(SelectionKey key, ByteBuffer unsent) throws IOException {
		((SocketChannel) key.channel()).write(unsent);
		if (!unsent.hasRemaining()) {
			waitToSend(key, null);
		}
	}

	private void waitToSend(SelectionKey key, @Nullable ByteBuffer unsent) {
		key.attach(unsent);
		key.interestOps((unsent != null) ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
	}

	private void close(SelectionKey key) {
		try {
			key.channel().close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
