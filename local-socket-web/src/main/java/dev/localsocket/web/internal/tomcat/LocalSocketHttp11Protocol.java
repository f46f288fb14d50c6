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

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import dev.localsocket.LocalSocket;
import dev.localsocket.web.internal.HttpConnections;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1, with its upgrades, on the connections of a local server. The server decides
 * who connects and when it stops: at the stop the input of each connection ends, and what
 * was read before is answered, so that there is no pause in which Tomcat would answer
 * with 503.
 */
public final class LocalSocketHttp11Protocol extends AbstractHttp11Protocol<LocalSocket> {

	private static final Log logger = LogFactory.getLog(LocalSocketHttp11Protocol.class);

	private static final long TIMEOUT_CHECK_MILLIS = 1000;

	private final LocalSocketEndpoint endpoint;

	private @Nullable ScheduledFuture<?> timeoutCheck;

	/**
	 * Creates a protocol, as Tomcat does by the name of the class. It needs
	 * {@linkplain #setConnections connections} before it starts.
	 */
	public LocalSocketHttp11Protocol() {
		this(new LocalSocketEndpoint());
	}

	private LocalSocketHttp11Protocol(LocalSocketEndpoint endpoint) {
		super(endpoint);
		this.endpoint = endpoint;
	}

	/**
	 * Sets where connections come from.
	 * @param connections the connections of the local server
	 * @param beforeFirst is called before the first of them is served
	 */
	public void setConnections(HttpConnections connections, Runnable beforeFirst) {
		this.endpoint.setConnections(connections, beforeFirst);
	}

	@Override
	public void start() throws Exception {
		super.start();
		this.timeoutCheck = getUtilityExecutor().scheduleWithFixedDelay(this.endpoint::checkTimeouts,
				TIMEOUT_CHECK_MILLIS, TIMEOUT_CHECK_MILLIS, TimeUnit.MILLISECONDS);
	}

	@Override
	public void stop() throws Exception {
		ScheduledFuture<?> check = this.timeoutCheck;
		if (check != null) {
			check.cancel(false);
		}
		super.stop();
	}

	/** The server has stopped listening, or does so in the same phase. */
	@Override
	public void closeServerSocketGraceful() {
		this.endpoint.endInput();
	}

	@Override
	public boolean isPaused() {
		return false;
	}

	@Override
	protected Log getLog() {
		return logger;
	}

	@Override
	protected String getNamePrefix() {
		return "http-local";
	}

}
