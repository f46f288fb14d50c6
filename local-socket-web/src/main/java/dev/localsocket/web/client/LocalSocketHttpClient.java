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

package dev.localsocket.web.client;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

import dev.localsocket.client.LocalSocketClientSettings;
import dev.localsocket.web.client.internal.HttpComponentsEngine;
import dev.localsocket.web.client.internal.ReactorEngine;
import dev.localsocket.web.client.internal.ServerConnections;
import org.jspecify.annotations.Nullable;

import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.util.ClassUtils;

/**
 * Speaks HTTP/1.1 to one local server: what {@code RestClient}, {@code WebClient} and
 * interfaces with {@code @HttpExchange} need for that. A bean of this type is there for
 * each {@code local-socket.clients.NAME} with {@code protocol: http}; it is also what the
 * HTTP service group of that name uses.
 * <p>
 * Whatever the host in a URL, it is this server that is connected to; the host is what
 * the server sees in the header {@code Host}. The scheme is {@code http}, or {@code ws}
 * for WebSocket. Before anything is sent, it is checked who listens, as
 * {@link LocalSocketClientSettings#trustedServer()} says. Redirects are followed to the
 * same host only, and proxies of the system are not used.
 * <p>
 * It connects when it is first used, keeps its connections, and connects again when the
 * server has closed them. {@link LocalSocketClientSettings#maxConnections()} is how many
 * {@code RestClient} may use at a time, and {@code WebClient} for each host; requests
 * beyond wait for one, no longer than {@link LocalSocketClientSettings#requestTimeout()},
 * which is also how long the server may be silent while a response is awaited or being
 * read. {@code RestClient} and {@code WebClient} wrap the failures; if there is no
 * connection, that is a {@link dev.localsocket.error.LocalSocketException}.
 * <p>
 * Thread-safe. Its connections do not keep the JVM alive.
 *
 * @since 0.1.0
 */
public final class LocalSocketHttpClient implements AutoCloseable {

	private static final boolean httpComponentsPresent = isPresent("org.apache.hc.client5.http.classic.HttpClient");

	private static final boolean reactorPresent = isPresent("reactor.netty.http.client.HttpClient");

	private final ServerConnections server;

	/** Guards the engines; nothing waits under it. */
	private final ReentrantLock lock = new ReentrantLock();

	private @Nullable AutoCloseable httpComponents;

	private @Nullable AutoCloseable reactor;

	private boolean closed;

	/**
	 * Creates a client, without connecting.
	 * @param settings where the server is, and the limits
	 */
	public LocalSocketHttpClient(LocalSocketClientSettings settings) {
		this.server = new ServerConnections(settings);
	}

	private static boolean isPresent(String className) {
		return ClassUtils.isPresent(className, LocalSocketHttpClient.class.getClassLoader());
	}

	/**
	 * Returns what a {@code RestClient} is to use, of HttpComponents 5. Its requests
	 * block, equally well on platform and virtual threads.
	 * @return a factory of requests
	 * @throws IllegalStateException if that library is not on the class path, or the
	 * client is closed
	 */
	public ClientHttpRequestFactory requestFactory() {
		return ((HttpComponentsEngine) httpComponents()).requestFactory();
	}

	/**
	 * Returns what a {@code WebClient} is to use, of Reactor Netty. Nothing of it blocks.
	 * @return a connector
	 * @throws IllegalStateException if that library is not on the class path, or the
	 * client is closed
	 */
	public ClientHttpConnector clientConnector() {
		return ((ReactorEngine) reactor()).connector();
	}

	private AutoCloseable httpComponents() {
		if (!httpComponentsPresent) {
			throw new IllegalStateException(
					"A RestClient over a local socket needs a library that is not on the class path: add "
							+ "org.apache.httpcomponents.client5:httpclient5");
		}
		this.lock.lock();
		try {
			AutoCloseable engine = this.httpComponents;
			if (engine == null) {
				engine = create(HttpComponentsEngine::new);
				this.httpComponents = engine;
			}
			return engine;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** For WebSocket, whose class is to be loaded only where the library is. */
	AutoCloseable reactor() {
		if (!reactorPresent) {
			throw new IllegalStateException(
					"A WebClient over a local socket needs a library that is not on the class path: add "
							+ "org.springframework.boot:spring-boot-starter-reactor-netty");
		}
		this.lock.lock();
		try {
			AutoCloseable engine = this.reactor;
			if (engine == null) {
				engine = create(ReactorEngine::new);
				this.reactor = engine;
			}
			return engine;
		}
		finally {
			this.lock.unlock();
		}
	}

	private AutoCloseable create(Function<ServerConnections, AutoCloseable> type) {
		if (this.closed) {
			throw new IllegalStateException("The client of the server '%s' is closed".formatted(this));
		}
		return type.apply(this.server);
	}

	/**
	 * Closes the connections. Requests that wait for a response fail.
	 */
	@Override
	public void close() {
		AutoCloseable[] engines;
		this.lock.lock();
		try {
			this.closed = true;
			engines = new AutoCloseable[] { this.httpComponents, this.reactor };
			this.httpComponents = null;
			this.reactor = null;
		}
		finally {
			this.lock.unlock();
		}
		for (AutoCloseable engine : engines) {
			close(engine);
		}
	}

	private static void close(@Nullable AutoCloseable engine) {
		try {
			if (engine != null) {
				engine.close();
			}
		}
		catch (Exception ex) {
			throw new IllegalStateException("A client could not be closed", ex);
		}
	}

	/**
	 * Returns the name or path of the server.
	 * @return the name
	 */
	@Override
	public String toString() {
		return this.server.toString();
	}

}
