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

import java.net.InetSocketAddress;
import java.util.List;

import dev.localsocket.LocalSocket;
import dev.localsocket.web.internal.HttpConnection;
import dev.localsocket.web.internal.HttpConnections;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.apache.tomcat.util.net.AbstractEndpoint;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketProcessorBase;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * The connections that Tomcat serves. It binds nothing and accepts nothing: the local
 * server does, and limits how many there are. Event loops tell that a connection is
 * readable or writable, and Tomcat's executor does the work.
 */
final class LocalSocketEndpoint extends AbstractEndpoint<LocalSocket, LocalSocket> {

	private static final Log logger = LogFactory.getLog(LocalSocketEndpoint.class);

	private static final Runnable NOTHING = () -> {
	};

	private @Nullable HttpConnections source;

	private volatile Runnable beforeFirst = NOTHING;

	LocalSocketEndpoint() {
		setUseSendfile(false);
	}

	void setConnections(HttpConnections source, Runnable beforeFirst) {
		this.source = source;
		this.beforeFirst = beforeFirst;
	}

	private HttpConnections source() {
		HttpConnections set = this.source;
		if (set == null) {
			throw new IllegalStateException("There is no local server whose connections could be served");
		}
		return set;
	}

	@Override
	public String getId() {
		return source().serverName();
	}

	@Override
	public void bind() {
		// The local server binds
	}

	@Override
	public void startInternal() {
		if (!this.running) {
			this.running = true;
			this.paused = false;
			if (getExecutor() == null) {
				createExecutor();
			}
			source().start(this::accept);
		}
	}

	@Override
	public void stopInternal() {
		if (this.running) {
			source().finish();
			pause();
			this.running = false;
			wrappers().forEach(SocketWrapperBase::close);
			shutdownExecutor();
		}
	}

	@Override
	public void unbind() throws Exception {
		if (this.running) {
			stop();
		}
		super.unbind();
		if (getHandler() != null) {
			getHandler().recycle();
		}
	}

	private void accept(HttpConnection connection) {
		this.beforeFirst.run();
		LocalSocketWrapper wrapper = new LocalSocketWrapper(connection, this);
		wrapper.setReadTimeout(getConnectionTimeout());
		wrapper.setWriteTimeout(getConnectionTimeout());
		wrapper.setKeepAliveLeft(getMaxKeepAliveRequests());
		this.connections.put(connection.socket(), wrapper);
		wrapper.begin();
		if (!this.running) {
			wrapper.close();
		}
	}

	/** The local server counts. */
	@Override
	protected long countDownConnection() {
		return -1;
	}

	void remove(LocalSocket socket) {
		this.connections.remove(socket);
	}

	/** Lets requests that were read be answered, and none follow. */
	void endInput() {
		getHandler().pause();
		source().finish();
	}

	void checkTimeouts() {
		for (SocketWrapperBase<LocalSocket> wrapper : wrappers()) {
			((LocalSocketWrapper) wrapper).checkTimeout();
		}
	}

	private List<SocketWrapperBase<LocalSocket>> wrappers() {
		return List.copyOf(this.connections.values());
	}

	@Override
	protected SocketProcessorBase<LocalSocket> createSocketProcessor(SocketWrapperBase<LocalSocket> wrapper,
			SocketEvent event) {
		return new Processor(wrapper, event);
	}

	@Override
	public boolean getUseAsyncIO() {
		return false;
	}

	@Override
	protected @Nullable InetSocketAddress getLocalAddress() {
		return null;
	}

	@Override
	protected LocalSocket serverSocketAccept() {
		throw new UnsupportedOperationException("The local server accepts connections");
	}

	@Override
	protected boolean setSocketOptions(LocalSocket socket) {
		throw new UnsupportedOperationException("The local server accepts connections");
	}

	@Override
	protected void doCloseServerSocket() {
		// The local server closes it
	}

	@Override
	protected void destroySocket(LocalSocket socket) {
		socket.abort();
	}

	@Override
	protected Log getLog() {
		return logger;
	}

	/** One turn of Tomcat with a connection, under its lock. */
	private final class Processor extends SocketProcessorBase<LocalSocket> {

		Processor(SocketWrapperBase<LocalSocket> wrapper, SocketEvent event) {
			super(wrapper, event);
		}

		@Override
		protected void doRun() {
			try {
				Handler.SocketState state = getHandler().process(this.socketWrapper, this.event);
				if (state == Handler.SocketState.CLOSED) {
					this.socketWrapper.close();
				}
			}
			catch (RuntimeException | Error ex) {
				this.socketWrapper.close();
				throw ex;
			}
		}

	}

}
