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

package dev.localsocket.web.internal.tomcat;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.CompletionHandler;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.localsocket.LocalSocket;
import dev.localsocket.ReplyOutput;
import dev.localsocket.web.internal.HttpConnection;
import dev.localsocket.web.internal.PeerAddress;
import dev.localsocket.web.internal.Readiness;
import jakarta.servlet.ServletConnection;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.apache.tomcat.util.net.SSLSupport;
import org.apache.tomcat.util.net.SendfileDataBase;
import org.apache.tomcat.util.net.SendfileState;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * A connection as Tomcat sees it. What was received waits in the socket, and what is to
 * be sent waits there, too, up to its high-water mark. Tomcat asks to be told once when
 * it can read, or write, again: whoever takes back that interest, the event loop or the
 * check of timeouts, calls Tomcat.
 */
final class LocalSocketWrapper extends SocketWrapperBase<LocalSocket> {

	private static final Duration FOREVER = Duration.ofMillis(-1);

	private static final SocketBufferHandler CLOSED = new SocketBufferHandler(0, 0, false) {

		@Override
		public void expand(int size) {
			// Nothing is kept any more
		}

		@Override
		public void unReadReadBuffer(ByteBuffer returned) {
			// Nobody will read it
		}

	};

	private final HttpConnection connection;

	private final LocalSocketEndpoint endpoint;

	private final ReplyOutput output;

	private final AtomicBoolean readInterest = new AtomicBoolean();

	private final AtomicBoolean writeInterest = new AtomicBoolean();

	/** Has a permit when a thread that writes is to look again. */
	private final Semaphore writable = new Semaphore(0);

	private final Runnable tellWritable = this::tellWritable;

	private volatile long readSince = System.nanoTime();

	private volatile long writeSince = System.nanoTime();

	LocalSocketWrapper(HttpConnection connection, LocalSocketEndpoint endpoint) {
		super(connection.socket(), endpoint);
		this.connection = connection;
		this.endpoint = endpoint;
		this.output = connection.socket().replyOutput();
		this.socketBufferHandler = new SocketBufferHandler(endpoint.getSocketProperties().getAppReadBufSize(),
				endpoint.getSocketProperties().getAppWriteBufSize(), endpoint.getSocketProperties().getDirectBuffer());
		this.remoteAddr = connection.address().text();
		this.remoteHost = connection.address().text();
		this.remotePort = 0;
		this.localAddr = PeerAddress.LOCAL.text();
		this.localName = PeerAddress.LOCAL.socketAddress().getHostName();
		this.localPort = 0;
	}

	void begin() {
		getSocket().addListener(new Readiness(this::tellReadable, this.tellWritable));
		registerReadInterest();
	}

	private void tellReadable() {
		if (this.readInterest.compareAndSet(true, false)) {
			process(SocketEvent.OPEN_READ);
		}
	}

	private void tellWritable() {
		this.writable.release();
		if (this.writeInterest.compareAndSet(true, false)) {
			process(SocketEvent.OPEN_WRITE);
		}
	}

	private void process(SocketEvent event) {
		if (!this.endpoint.processSocket(this, event, true)) {
			close();
		}
	}

	void checkTimeout() {
		if (this.readInterest.get() && isOver(this.readSince, getReadTimeout())
				&& this.readInterest.compareAndSet(true, false)) {
			fail();
		}
		else if (this.writeInterest.get() && isOver(this.writeSince, getWriteTimeout())
				&& this.writeInterest.compareAndSet(true, false)) {
			fail();
		}
	}

	private static boolean isOver(long since, long timeout) {
		return timeout > 0 && System.nanoTime() - since > TimeUnit.MILLISECONDS.toNanos(timeout);
	}

	private void fail() {
		setError(new SocketTimeoutException());
		process(SocketEvent.ERROR);
	}

	@Override
	public void registerReadInterest() {
		this.readSince = System.nanoTime();
		this.readInterest.set(true);
		if (getSocket().bytesAvailable() > 0 || getSocket().atEnd()) {
			tellReadable();
		}
	}

	@Override
	public void registerWriteInterest() {
		this.writeSince = System.nanoTime();
		this.writeInterest.set(true);
		if (this.output.isWritable(this.tellWritable)) {
			tellWritable();
		}
	}

	@Override
	public boolean isReadyForRead() throws IOException {
		this.socketBufferHandler.configureReadBufferForRead();
		if (this.socketBufferHandler.getReadBuffer().hasRemaining()) {
			return true;
		}
		this.socketBufferHandler.configureReadBufferForWrite();
		return receive(false, this.socketBufferHandler.getReadBuffer()) > 0;
	}

	@Override
	public int read(boolean block, byte[] target, int offset, int length) throws IOException {
		int buffered = populateReadBuffer(target, offset, length);
		return (buffered > 0) ? buffered : receive(block, ByteBuffer.wrap(target, offset, length));
	}

	@Override
	public int read(boolean block, ByteBuffer target) throws IOException {
		int buffered = populateReadBuffer(target);
		return (buffered > 0) ? buffered : receive(block, target);
	}

	private int receive(boolean block, ByteBuffer target) throws IOException {
		int count = getSocket().read(target);
		while (block && count == 0 && target.hasRemaining()) {
			if (!getSocket().waitForReadyRead(timeout(getReadTimeout())) && !getSocket().atEnd()) {
				throw new SocketTimeoutException();
			}
			count = getSocket().read(target);
		}
		if (count < 0) {
			throw new EOFException();
		}
		return count;
	}

	private static Duration timeout(long millis) {
		return (millis > 0) ? Duration.ofMillis(millis) : FOREVER;
	}

	@Override
	public boolean canWrite() {
		return super.canWrite() && this.output.isWritable();
	}

	@Override
	protected boolean flushNonBlocking() throws IOException {
		if (!this.socketBufferHandler.isWriteBufferEmpty()) {
			doWrite(false);
		}
		boolean left = !this.socketBufferHandler.isWriteBufferEmpty();
		if (!left && !this.nonBlockingWriteBuffer.isEmpty()) {
			left = this.nonBlockingWriteBuffer.write(this::writeFromBuffer, false);
			if (!left && !this.socketBufferHandler.isWriteBufferEmpty()) {
				doWrite(false);
				left = !this.socketBufferHandler.isWriteBufferEmpty();
			}
		}
		return left;
	}

	private boolean writeFromBuffer(ByteBuffer source, boolean block) throws IOException {
		writeNonBlockingInternal(source);
		return source.hasRemaining();
	}

	/** Large ones need no copy. */
	@Override
	protected void writeBlocking(ByteBuffer source) throws IOException {
		if (source.remaining() < this.socketBufferHandler.getWriteBuffer().capacity()) {
			super.writeBlocking(source);
			return;
		}
		doWrite(true);
		doWrite(true, source);
	}

	@Override
	protected void doWrite(boolean block, ByteBuffer source) throws IOException {
		if (block) {
			if (this.previousIOException != null) {
				throw new IOException(this.previousIOException);
			}
			awaitWritable();
		}
		if (source.hasRemaining() && this.output.isWritable() && !this.output.write(source)) {
			throw new SocketException("The connection is over: " + getSocket().errorString());
		}
		this.writeSince = System.nanoTime();
	}

	private void awaitWritable() throws IOException {
		while (!this.output.isWritable(this.tellWritable)) {
			if (!acquireWritable()) {
				this.previousIOException = new SocketTimeoutException();
				throw this.previousIOException;
			}
		}
	}

	private boolean acquireWritable() throws InterruptedIOException {
		try {
			long timeout = getWriteTimeout();
			if (timeout > 0) {
				return this.writable.tryAcquire(timeout, TimeUnit.MILLISECONDS);
			}
			this.writable.acquire();
			return true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new InterruptedIOException("Interrupted while the peer does not read");
		}
	}

	@Override
	protected void doClose() {
		this.endpoint.remove(getSocket());
		getSocket().close();
		this.socketBufferHandler = CLOSED;
		this.connection.release();
	}

	@Override
	public ServletConnection getServletConnection(String protocol, String protocolConnectionId) {
		ServletConnection made = this.servletConnection;
		if (made == null) {
			made = new LocalServletConnection(this.connection, protocol, protocolConnectionId);
			this.servletConnection = made;
		}
		return made;
	}

	@Override
	protected void populateRemoteHost() {
		// Known from the beginning, as all of the following
	}

	@Override
	protected void populateRemoteAddr() {
	}

	@Override
	protected void populateRemotePort() {
	}

	@Override
	protected void populateLocalName() {
	}

	@Override
	protected void populateLocalAddr() {
	}

	@Override
	protected void populateLocalPort() {
	}

	@Override
	public void setAppReadBufHandler(ApplicationBufferHandler handler) {
		// For those that decrypt
	}

	@Override
	public SendfileDataBase createSendfileData(String filename, long position, long length) {
		throw new UnsupportedOperationException("Files cannot be sent by the kernel here");
	}

	@Override
	public SendfileState processSendfile(SendfileDataBase data) {
		return SendfileState.ERROR;
	}

	@Override
	public void doClientAuth(SSLSupport support) {
		throw new UnsupportedOperationException("There is no TLS on a local socket");
	}

	@Override
	public @Nullable SSLSupport getSslSupport() {
		return null;
	}

	@Override
	protected <A> OperationState<A> newOperationState(boolean read, ByteBuffer[] buffers, int offset, int length,
			BlockingMode block, long timeout, TimeUnit unit, A attachment, CompletionCheck check,
			CompletionHandler<Long, ? super A> handler, Semaphore semaphore,
			VectoredIOCompletionHandler<A> completion) {
		throw new UnsupportedOperationException("Tomcat does not use this unless asked to");
	}

}
