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

import dev.localsocket.LocalSocket;
import dev.localsocket.web.internal.HttpConnection;
import dev.localsocket.web.internal.PeerAddress;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;

/**
 * The channel of a connection that a local server has accepted.
 * <p>
 * At the stop the input ends, and the peer can send nothing more. The channel closes when
 * each request that has come by then was answered, or the peer has gone.
 */
public final class AcceptedChannel extends LocalSocketChannel {

	private final HttpConnection connection;

	private final Exchanges exchanges = new Exchanges(this::scheduleReadOfEnd);

	/**
	 * Creates a channel.
	 * @param parent the channel of the server
	 * @param connection the connection
	 */
	public AcceptedChannel(Channel parent, HttpConnection connection) {
		super(parent, PeerAddress.LOCAL.socketAddress());
		this.connection = connection;
		open(connection.socket());
	}

	/**
	 * Returns the connection, and who is at its other end.
	 * @return the connection
	 */
	public HttpConnection connection() {
		return this.connection;
	}

	/** To be asked behind the codec. */
	Exchanges exchanges() {
		return this.exchanges;
	}

	@Override
	protected SocketAddress remoteAddress0() {
		return this.connection.address().socketAddress();
	}

	@Override
	protected AbstractUnsafe newUnsafe() {
		return new AcceptedUnsafe();
	}

	/**
	 * Closes the channel, from its event loop. Another thread does not know what was read
	 * at this moment, such as that of Reactor Netty which stops the server: then the
	 * input ends, and after it the channel.
	 */
	@Override
	public ChannelFuture close() {
		if (isRegistered() && !eventLoop().inEventLoop()) {
			this.connection.endInput();
			return closeFuture();
		}
		return super.close();
	}

	/**
	 * A peer that has gone does not wait for an answer, unlike one that sends no more.
	 */
	@Override
	boolean mayCloseAtEnd() {
		return !this.exchanges.isAnswerDue() || this.connection.socket().state() == LocalSocket.State.UNCONNECTED;
	}

	/** Also of a channel that no event loop has taken, which has no other end. */
	@Override
	protected void doClose() {
		super.doClose();
		this.connection.release();
	}

	private void scheduleReadOfEnd() {
		if (this.connection.socket().atEnd()) {
			scheduleRead();
		}
	}

	private final class AcceptedUnsafe extends SocketUnsafe {

		@Override
		public void connect(SocketAddress remoteAddress, SocketAddress localAddress, ChannelPromise promise) {
			promise.tryFailure(new UnsupportedOperationException("A server does not connect"));
		}

	}

}
