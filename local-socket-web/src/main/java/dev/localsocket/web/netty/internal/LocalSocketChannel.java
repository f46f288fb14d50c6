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
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.localsocket.LocalSocket;
import dev.localsocket.RequestInput;
import dev.localsocket.web.internal.Readiness;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.AbstractChannel;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.FileRegion;
import org.jspecify.annotations.Nullable;

/**
 * A channel whose input and output a {@link LocalSocket} does. It may be registered with
 * any event loop: that of the socket receives and tells this one, whose thread takes what
 * there is, and sends by itself.
 * <p>
 * The peer is held back while nobody reads, by the read buffer of the socket, and the
 * channel does not write while the peer does not read, beyond 64 KiB. As with a native
 * transport, the channel closes when the peer has ended its output and all of it was
 * read.
 */
public abstract class LocalSocketChannel extends AbstractChannel {

	private static final ChannelMetadata METADATA = new ChannelMetadata(false);

	/** Before other channels get their turn. */
	private static final int MAX_READS = 16;

	private final ChannelConfig config = new SocketConfig(this);

	private final AtomicBoolean readScheduled = new AtomicBoolean();

	private final Runnable readTask = this::readScheduled;

	private final Runnable flushTask = this::flushNow;

	private final SocketAddress address;

	private volatile @Nullable Connected connected;

	private volatile boolean closed;

	/** Whether somebody wants to read; on the thread of the event loop only. */
	private boolean readPending;

	/**
	 * Creates a channel.
	 * @param parent the channel of the server, or null for a client
	 * @param address where the server listens
	 */
	LocalSocketChannel(@Nullable Channel parent, SocketAddress address) {
		super(parent);
		this.address = address;
	}

	/**
	 * Takes over a connection, before anybody is told of it.
	 * @param socket the connection
	 */
	final void open(LocalSocket socket) {
		this.connected = new Connected(socket, socket.requestInput(), new SocketOutput(socket));
		socket.addListener(new Readiness(this::scheduleRead, () -> {
		}));
	}

	/**
	 * Returns the connection.
	 * @return the connection, or null if there is none yet
	 */
	public final @Nullable LocalSocket socket() {
		Connected current = this.connected;
		return (current != null) ? current.socket() : null;
	}

	@Override
	public ChannelConfig config() {
		return this.config;
	}

	@Override
	public ChannelMetadata metadata() {
		return METADATA;
	}

	@Override
	public boolean isOpen() {
		return !this.closed;
	}

	@Override
	public boolean isActive() {
		return this.connected != null && !this.closed;
	}

	@Override
	protected boolean isCompatible(EventLoop loop) {
		return true;
	}

	@Override
	protected @Nullable SocketAddress localAddress0() {
		return this.address;
	}

	/** A peer has no address: its credentials say who it is. */
	@Override
	protected @Nullable SocketAddress remoteAddress0() {
		return this.address;
	}

	@Override
	protected void doRegister(ChannelPromise promise) {
		promise.setSuccess();
		// What has come before
		scheduleRead();
	}

	@Override
	protected void doBind(SocketAddress localAddress) {
		throw new UnsupportedOperationException("A connection over a local socket has no address of its own");
	}

	@Override
	protected void doDisconnect() {
		doClose();
	}

	/** What the socket has taken is still sent. */
	@Override
	protected void doClose() {
		this.closed = true;
		Connected current = this.connected;
		if (current != null) {
			current.socket().disconnectFromServer();
		}
	}

	@Override
	protected void doBeginRead() {
		this.readPending = true;
		Connected current = this.connected;
		if (current != null && (current.socket().bytesAvailable() > 0 || current.socket().atEnd())) {
			scheduleRead();
		}
	}

	/** Any thread may call it, also before there is an event loop. */
	final void scheduleRead() {
		if (isRegistered() && this.readScheduled.compareAndSet(false, true)) {
			execute(this.readTask);
		}
	}

	private void execute(Runnable task) {
		try {
			eventLoop().execute(task);
		}
		catch (RejectedExecutionException ex) {
			// The event loop has ended, and with it whoever would close this
			doClose();
		}
	}

	private void readScheduled() {
		this.readScheduled.set(false);
		Connected current = this.connected;
		if (current == null || this.closed) {
			return;
		}
		if (this.readPending) {
			read(current.input());
		}
		else if (current.socket().atEnd()) {
			closeAtEnd();
		}
	}

	private void read(RequestInput input) {
		int messages = 0;
		ByteBuffer taken;
		do {
			taken = input.take(false);
			if (taken == null || !taken.hasRemaining()) {
				break;
			}
			messages++;
			this.readPending = false;
			pipeline().fireChannelRead(Unpooled.wrappedBuffer(taken));
		}
		while (config().isAutoRead() && messages < MAX_READS);
		if (messages > 0) {
			pipeline().fireChannelReadComplete();
		}
		if (taken == null) {
			closeAtEnd();
		}
		else if (!this.readPending && config().isAutoRead()) {
			doBeginRead();
		}
	}

	private void closeAtEnd() {
		if (mayCloseAtEnd()) {
			unsafe().close(voidPromise());
		}
	}

	/** Whether the end of the input is that of the channel. */
	boolean mayCloseAtEnd() {
		return true;
	}

	@Override
	protected Object filterOutboundMessage(Object message) {
		if (message instanceof ByteBuf || message instanceof FileRegion) {
			return message;
		}
		throw new UnsupportedOperationException("A local socket sends bytes, not " + message.getClass().getName());
	}

	@Override
	protected void doWrite(ChannelOutboundBuffer buffer) throws Exception {
		Connected current = this.connected;
		if (current == null) {
			throw new ClosedChannelException();
		}
		while (!buffer.isEmpty() && current.output().isWritable(this::scheduleFlush)) {
			current.output().write(buffer, alloc());
		}
	}

	private void scheduleFlush() {
		execute(this.flushTask);
	}

	private void flushNow() {
		((SocketUnsafe) unsafe()).resume();
	}

	/** What the unsafe operations of each channel have in common. */
	abstract class SocketUnsafe extends AbstractUnsafe {

		final void resume() {
			flush0();
		}

	}

	/**
	 * A connection.
	 *
	 * @param socket the connection itself
	 * @param input what it receives
	 * @param output what it sends
	 */
	private record Connected(LocalSocket socket, RequestInput input, SocketOutput output) {

	}

}
