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

package dev.localsocket.web.netty.internal;

import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ConnectionPendingException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import dev.localsocket.LocalSocket;
import dev.localsocket.error.LocalSocketException;
import io.netty.channel.ChannelPromise;
import io.netty.channel.unix.DomainSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The channel of a client.
 */
public final class ClientChannel extends LocalSocketChannel {

	private final Connector connector;

	private final Executor executor;

	private @Nullable ChannelPromise connectPromise;

	/**
	 * Creates a channel that is not connected.
	 * @param address where the server listens, for the logs
	 * @param connector connects
	 * @param executor has the threads that wait for it
	 */
	public ClientChannel(DomainSocketAddress address, Connector connector, Executor executor) {
		super(null, address);
		this.connector = connector;
		this.executor = executor;
	}

	@Override
	protected AbstractUnsafe newUnsafe() {
		return new ClientUnsafe();
	}

	/** On a thread that may wait. */
	private void connect(ChannelPromise promise) {
		try {
			LocalSocket socket = this.connector.connect();
			eventLoop().execute(() -> connected(socket, promise));
		}
		catch (LocalSocketException | RuntimeException ex) {
			eventLoop().execute(() -> failed(ex, promise));
		}
	}

	private void connected(LocalSocket socket, ChannelPromise promise) {
		if (!isOpen()) {
			socket.abort();
			promise.tryFailure(new ClosedChannelException());
			return;
		}
		open(socket);
		promise.trySuccess();
		pipeline().fireChannelActive();
	}

	private void failed(Exception failure, ChannelPromise promise) {
		promise.tryFailure(failure);
		unsafe().close(voidPromise());
	}

	/** Makes the connection. */
	@FunctionalInterface
	public interface Connector {

		/**
		 * Connects. Blocks.
		 * @return the connection
		 * @throws LocalSocketException if it cannot
		 */
		LocalSocket connect() throws LocalSocketException;

	}

	private final class ClientUnsafe extends SocketUnsafe {

		@Override
		public void connect(SocketAddress remoteAddress, SocketAddress localAddress, ChannelPromise promise) {
			if (!promise.setUncancellable() || !ensureOpen(promise)) {
				return;
			}
			if (ClientChannel.this.connectPromise != null) {
				throw new ConnectionPendingException();
			}
			ClientChannel.this.connectPromise = promise;
			try {
				ClientChannel.this.executor.execute(() -> ClientChannel.this.connect(promise));
			}
			catch (RejectedExecutionException ex) {
				failed(ex, promise);
			}
		}

	}

}
