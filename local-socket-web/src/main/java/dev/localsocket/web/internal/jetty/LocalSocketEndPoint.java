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

package dev.localsocket.web.internal.jetty;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.localsocket.LocalSocket;
import dev.localsocket.ReplyOutput;
import dev.localsocket.web.internal.HttpConnection;
import dev.localsocket.web.internal.PeerAddress;
import dev.localsocket.web.internal.Readiness;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.jspecify.annotations.Nullable;

/**
 * A connection as Jetty sees it. What was received waits in the socket, and what is to be
 * sent waits there, too, up to its high-water mark. Event loops tell when there is
 * something to read, or room to write; what may block then runs on the executor.
 */
final class LocalSocketEndPoint extends AbstractEndPoint {

	private final HttpConnection connection;

	private final LocalSocketConnector connector;

	private final Executor executor;

	private final ReplyOutput output;

	private final AtomicBoolean fillInterest = new AtomicBoolean();

	private final AtomicBoolean flushInterest = new AtomicBoolean();

	private final Runnable tellWritable = this::tellWritable;

	LocalSocketEndPoint(HttpConnection connection, LocalSocketConnector connector) {
		super(connector.getScheduler());
		this.connection = connection;
		this.connector = connector;
		this.executor = connector.getExecutor();
		this.output = connection.socket().replyOutput();
	}

	void begin() {
		socket().addListener(new Readiness(this::tellReadable, this.tellWritable));
	}

	HttpConnection connection() {
		return this.connection;
	}

	private LocalSocket socket() {
		return this.connection.socket();
	}

	private void tellReadable() {
		if (this.fillInterest.compareAndSet(true, false)) {
			call(getFillInterest()::fillable, getFillInterest().getCallbackInvocationType());
		}
	}

	private void tellWritable() {
		if (this.flushInterest.compareAndSet(true, false)) {
			call(getWriteFlusher()::completeWrite, getWriteFlusher().getCallbackInvocationType());
		}
	}

	private void call(Runnable task, InvocationType type) {
		try {
			this.executor.execute(Invocable.from(type, task));
		}
		catch (RejectedExecutionException ex) {
			close(ex);
		}
	}

	@Override
	protected void needsFillInterest() {
		this.fillInterest.set(true);
		if (socket().bytesAvailable() > 0 || socket().atEnd()) {
			tellReadable();
		}
	}

	@Override
	protected void onIncompleteFlush() {
		this.flushInterest.set(true);
		if (this.output.isWritable(this.tellWritable)) {
			tellWritable();
		}
	}

	@Override
	public int fill(ByteBuffer buffer) {
		if (isInputShutdown()) {
			return -1;
		}
		int position = BufferUtil.flipToFill(buffer);
		int count;
		try {
			count = socket().read(buffer);
		}
		finally {
			BufferUtil.flipToFlush(buffer, position);
		}
		if (count > 0) {
			notIdle();
		}
		else if (count < 0) {
			shutdownInput();
		}
		return count;
	}

	@Override
	public boolean flush(ByteBuffer... buffers) throws IOException {
		for (ByteBuffer buffer : buffers) {
			if (buffer.hasRemaining()) {
				if (!this.output.isWritable()) {
					return false;
				}
				if (!this.output.write(buffer)) {
					throw new EofException("The connection is over: " + socket().errorString());
				}
				notIdle();
			}
		}
		return true;
	}

	@Override
	protected void doShutdownOutput() {
		socket().shutdownOutput();
	}

	@Override
	protected void doClose() {
		socket().close();
	}

	@Override
	public void onClose(@Nullable Throwable cause) {
		try {
			Connection current = getConnection();
			if (current != null) {
				current.onClose(cause);
			}
			super.onClose(cause);
		}
		finally {
			this.connector.onEndPointClosed(this);
			this.connection.release();
		}
	}

	@Override
	public Object getTransport() {
		return socket();
	}

	@Override
	public SocketAddress getLocalSocketAddress() {
		return PeerAddress.LOCAL.socketAddress();
	}

	@Override
	public SocketAddress getRemoteSocketAddress() {
		return this.connection.address().socketAddress();
	}

}
