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
import java.util.concurrent.TimeUnit;

import dev.localsocket.web.internal.HttpConnection;
import dev.localsocket.web.internal.PeerAddress;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPromise;
import reactor.netty.channel.ChannelOperations;

/**
 * The channel of a connection that a local server has accepted.
 * <p>
 * When it is closed because the server stops, the peer can send nothing more, and the
 * channel closes when all that has come was answered. So no request is read and then
 * forgotten, whenever it comes.
 */
public final class AcceptedChannel extends LocalSocketChannel {

	/** For those who end without a word. */
	private static final long CHECK_MILLIS = 50;

	private final HttpConnection connection;

	/** Whether the requests that are there are the last; of the event loop only. */
	private boolean draining;

	/**
	 * Creates a channel.
	 * @param parent the channel of the server
	 * @param connection the connection
	 */
	public AcceptedChannel(Channel parent, HttpConnection connection) {
		super(parent, PeerAddress.LOCAL.socketAddress());
		this.connection = connection;
		open(connection.socket());
		closeFuture().addListener((future) -> connection.release());
	}

	/**
	 * Returns the connection, and who is at its other end.
	 * @return the connection
	 */
	public HttpConnection connection() {
		return this.connection;
	}

	@Override
	protected SocketAddress remoteAddress0() {
		return this.connection.address().socketAddress();
	}

	@Override
	protected AbstractUnsafe newUnsafe() {
		return new AcceptedUnsafe();
	}

	/** The local server may end the input before the web server stops. */
	@Override
	boolean mayCloseAtEnd() {
		if (!isAnswering()) {
			return true;
		}
		if (!this.draining && this.connection.socket().isInputShutDown()) {
			drain();
		}
		return !this.draining;
	}

	@Override
	void written() {
		if (this.draining) {
			scheduleRead();
		}
	}

	private boolean isAnswering() {
		return ChannelOperations.get(this) != null;
	}

	private boolean isToBeDrained() {
		return !this.draining && isActive() && !parent().isOpen();
	}

	private void drain() {
		this.draining = true;
		this.connection.socket().replyOutput().refuseInput();
		checkDrained();
	}

	private void checkDrained() {
		if (isOpen()) {
			if (!isAnswering()) {
				read();
			}
			scheduleRead();
			eventLoop().schedule(this::checkDrained, CHECK_MILLIS, TimeUnit.MILLISECONDS);
		}
	}

	private final class AcceptedUnsafe extends SocketUnsafe {

		@Override
		public void close(ChannelPromise promise) {
			if (isToBeDrained()) {
				closeFuture().addListener((future) -> promise.trySuccess());
				drain();
				return;
			}
			super.close(promise);
		}

		@Override
		public void connect(SocketAddress remoteAddress, SocketAddress localAddress, ChannelPromise promise) {
			promise.tryFailure(new UnsupportedOperationException("A server does not connect"));
		}

	}

}
