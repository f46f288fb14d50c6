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

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.WritableByteChannel;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.localsocket.LocalSocket;
import dev.localsocket.LocalSocketCallbacks;
import dev.localsocket.ReplyOutput;
import dev.localsocket.RequestInput;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.AbstractChannel;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.EventLoop;
import io.netty.channel.FileRegion;
import io.netty.channel.unix.DomainSocketAddress;
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

	/** How much is offered to the socket at once. */
	private static final int MAX_WRITE = 64 * 1024;

	private static final int MAX_BUFFERS = 64;

	/** Before other channels get their turn. */
	private static final int MAX_READS = 16;

	private static final Set<ChannelOption<?>> TCP_OPTIONS = Set.of(ChannelOption.TCP_NODELAY,
			ChannelOption.SO_KEEPALIVE, ChannelOption.SO_LINGER, ChannelOption.SO_REUSEADDR, ChannelOption.SO_RCVBUF,
			ChannelOption.SO_SNDBUF, ChannelOption.IP_TOS, ChannelOption.TCP_FASTOPEN);

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
		this.connected = new Connected(socket, socket.requestInput(), socket.replyOutput());
		socket.addListener(new Callbacks());
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
			write(buffer, current);
		}
	}

	private void write(ChannelOutboundBuffer buffer, Connected current) throws IOException {
		Object message = buffer.current();
		if (message instanceof FileRegion region) {
			write(region, buffer, current);
			return;
		}
		ByteBuffer[] sources = buffer.nioBuffers(MAX_BUFFERS, MAX_WRITE);
		int count = buffer.nioBufferCount();
		if (count == 0) {
			buffer.remove();
			return;
		}
		int length = (count == 1) ? send(first(sources[0]), current) : gather(sources, count, current);
		buffer.removeBytes(length);
	}

	private static ByteBuffer first(ByteBuffer source) {
		return (source.remaining() <= MAX_WRITE) ? source : source.slice(source.position(), MAX_WRITE);
	}

	/** One system call is worth more than the copy. */
	private int gather(ByteBuffer[] sources, int count, Connected current) throws IOException {
		int length = 0;
		for (int i = 0; i < count; i++) {
			length += sources[i].remaining();
		}
		ByteBuf gathered = alloc().directBuffer(length);
		try {
			for (int i = 0; i < count; i++) {
				gathered.writeBytes(sources[i]);
			}
			return send(gathered.nioBuffer(), current);
		}
		finally {
			gathered.release();
		}
	}

	private static int send(ByteBuffer source, Connected current) throws IOException {
		int length = source.remaining();
		if (!current.output().write(source)) {
			throw new IOException(current.socket().errorString());
		}
		return length;
	}

	private static void write(FileRegion region, ChannelOutboundBuffer buffer, Connected current) throws IOException {
		long sent = region.transferTo(new Output(current), region.transferred());
		if (sent > 0) {
			buffer.progress(sent);
		}
		if (region.transferred() >= region.count()) {
			buffer.remove();
		}
		else if (sent <= 0 && current.output().isWritable()) {
			throw new IOException("The file is shorter than %d bytes".formatted(region.count()));
		}
	}

	private void scheduleFlush() {
		execute(this.flushTask);
	}

	private void flushNow() {
		((SocketUnsafe) unsafe()).resume();
	}

	/** Options of TCP, which any server sets, mean nothing. */
	private static final class SocketConfig extends DefaultChannelConfig {

		SocketConfig(Channel channel) {
			super(channel);
		}

		@Override
		public <T> boolean setOption(ChannelOption<T> option, T value) {
			return super.setOption(option, value) || TCP_OPTIONS.contains(option);
		}

	}

	/** What the unsafe operations of each channel have in common. */
	abstract class SocketUnsafe extends AbstractUnsafe {

		final void resume() {
			flush0();
		}

	}

	/** Tells the event loop, on the thread of the socket's. */
	private final class Callbacks implements LocalSocketCallbacks {

		@Override
		public void readyRead(LocalSocket socket) {
			scheduleRead();
		}

		@Override
		public void readChannelFinished(LocalSocket socket) {
			scheduleRead();
		}

		@Override
		public void disconnected(LocalSocket socket) {
			scheduleRead();
		}

	}

	/**
	 * A connection.
	 *
	 * @param socket the connection itself
	 * @param input what it receives
	 * @param output what it sends
	 */
	private record Connected(LocalSocket socket, RequestInput input, ReplyOutput output) {

	}

	/**
	 * Takes the bytes of a file, as many as the peer reads.
	 *
	 * @param connected where they go
	 */
	private record Output(Connected connected) implements WritableByteChannel {

		@Override
		public int write(ByteBuffer source) throws IOException {
			if (!this.connected.output().isWritable() || !source.hasRemaining()) {
				return 0;
			}
			int start = source.position();
			int length = send(first(source), this.connected);
			// The one that was sent may be a slice
			source.position(start + length);
			return length;
		}

		@Override
		public boolean isOpen() {
			return true;
		}

		@Override
		public void close() {
			// The channel is closed by its event loop
		}

	}

}
