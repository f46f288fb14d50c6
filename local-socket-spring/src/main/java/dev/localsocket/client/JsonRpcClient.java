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

package dev.localsocket.client;

import java.io.InterruptedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Function;

import dev.localsocket.EventLoops;
import dev.localsocket.framing.Framing;
import dev.localsocket.framing.RawFraming;
import dev.localsocket.rpc.JsonRpcException;
import dev.localsocket.rpc.internal.HandedOver;
import dev.localsocket.rpc.internal.JsonRpcLimits;
import dev.localsocket.rpc.internal.JsonRpcProtocol;
import dev.localsocket.rpc.internal.JsonRpcSession;
import dev.localsocket.worker.Workers;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.aop.support.AopUtils;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.MethodIntrospector.MetadataLookup;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * Calls the methods of one local server that speaks JSON-RPC 2.0, over one connection
 * with many requests in flight: replies come in any order, and no request waits for
 * another. Thread-safe.
 * <p>
 * It connects when it is first used, and again when the connection was lost. Then, and
 * while the server cannot be reached, it waits before the next attempt: a random time,
 * which grows with each failure. A call that is made meanwhile waits for that attempt,
 * and fails with it. <strong>Nothing is sent twice</strong>: the calls of a connection
 * that breaks fail, and only the caller can know whether the server may handle them
 * again.
 * <p>
 * Before anything is sent, it checks who listens, as {@link LocalSocketClient} does. Its
 * connection does not keep the JVM alive. Needs Jackson on the class path.
 *
 * @since 0.1.0
 */
public final class JsonRpcClient implements AutoCloseable {

	private final String name;

	private final Duration timeout;

	private final Workers workers;

	private final ClientInterceptor interceptor;

	private final ServerCalls serverCalls;

	private final SharedConnection connection;

	private JsonRpcClient(String name, Duration timeout, Workers workers, ClientInterceptor interceptor,
			ServerCalls serverCalls, SharedConnection connection) {
		this.name = name;
		this.timeout = timeout;
		this.workers = workers;
		this.interceptor = interceptor;
		this.serverCalls = serverCalls;
		this.connection = connection;
	}

	/**
	 * Begins to build a client.
	 * @param settings where the server is, and the limits; that of the connections has no
	 * meaning, as there is one
	 * @param framing how messages follow one another, which must be what the server
	 * expects, and not {@link RawFraming}
	 * @return the builder
	 */
	public static Builder builder(LocalSocketClientSettings settings, Framing framing) {
		return new Builder(settings, framing);
	}

	/**
	 * Calls a method, and waits for its result, for as long as a request may take. An
	 * interrupt cancels the request.
	 * @param <T> the type of the result
	 * @param method the name of the method
	 * @param params what becomes the parameters: an object or map for those by name, a
	 * {@link java.util.List} or array for those by position, or null for none
	 * @param resultType the type of the result, such as {@code String.class}
	 * @return the result
	 * @throws JsonRpcException if the server replies with an error
	 * @throws LocalSocketClientException if the server cannot be reached, is not trusted,
	 * closes the connection instead, or does not reply in time. If it was reached, it may
	 * have handled the request even so
	 * @throws LocalSocketConversionException if the parameters or the result cannot be
	 * converted
	 * @throws IllegalStateException if the client is closed, or on the thread of an event
	 * loop
	 */
	public <T> @Nullable T request(String method, @Nullable Object params, Type resultType) {
		return await(new RemoteCall<T>(method, params, resultType, this.timeout));
	}

	/**
	 * Calls a method. Does not block. To cancel the future cancels the request.
	 * @param <T> the type of the result
	 * @param method the name of the method
	 * @param params what becomes the parameters, as for
	 * {@link #request(String, Object, Type)}; converted when there is a connection
	 * @param resultType the type of the result, such as {@code String.class}
	 * @return is completed as {@link #request(String, Object, Type)} ends, on a thread of
	 * the executor, where what depends on it may block
	 * @throws IllegalStateException if the client is closed
	 */
	public <T> CompletableFuture<@Nullable T> call(String method, @Nullable Object params, Type resultType) {
		return start(new RemoteCall<T>(method, params, resultType, this.timeout));
	}

	/**
	 * Sends a notification, which has no reply. Does not block.
	 * @param method the name of the method
	 * @param params what becomes the parameters, as for
	 * {@link #request(String, Object, Type)}
	 * @return is completed when it is queued, on a thread of the executor, or with a
	 * {@link LocalSocketClientException} if it cannot be
	 * @throws IllegalStateException if the client is closed
	 */
	public CompletableFuture<@Nullable Void> sendNotification(String method, @Nullable Object params) {
		return start(new RemoteCall<Void>(method, params, null, this.timeout));
	}

	/**
	 * Lets the server call the methods of an object that are annotated with
	 * {@link LocalSocketClientListener @LocalSocketClientListener}, whatever client that
	 * names.
	 * @param listener the object
	 * @throws LocalSocketExchangeException if a method cannot be called, or there is one
	 * of its name already
	 * @see #keepConnected()
	 */
	public void addListener(Object listener) {
		addListener(listener,
				MethodIntrospector.selectMethods(AopUtils.getTargetClass(listener),
						(MetadataLookup<LocalSocketClientListener>) (method) -> AnnotatedElementUtils
							.findMergedAnnotation(method, LocalSocketClientListener.class)));
	}

	void addListener(Object listener, Map<Method, LocalSocketClientListener> methods) {
		methods.forEach((method, annotation) -> this.serverCalls
			.add(annotation.method().isEmpty() ? method.getName() : annotation.method(), listener, method));
	}

	/**
	 * Connects now, and from now on whenever the connection is lost, so that what the
	 * server sends unasked is not missed for long. Does not block, and does not fail if
	 * the server is not there yet.
	 * @throws IllegalStateException if the client is closed
	 */
	public void keepConnected() {
		this.connection.keep();
	}

	/**
	 * Tells whether there is a connection now.
	 * @return whether there is
	 */
	public boolean isConnected() {
		return this.connection.isConnected();
	}

	/**
	 * Makes a call, and waits for its end.
	 * @throws IllegalStateException on the thread of an event loop
	 */
	<T> @Nullable T await(RemoteCall<T> call) {
		EventLoops.checkMayBlock();
		CompletableFuture<@Nullable T> result = begin(call);
		try {
			return result.get();
		}
		catch (InterruptedException ex) {
			result.cancel(true);
			Thread.currentThread().interrupt();
			throw LocalSocketConversation.interrupted("for the server '%s'".formatted(this),
					new InterruptedIOException());
		}
		catch (ExecutionException ex) {
			throw CallFailure.ofCaller(ex.getCause());
		}
	}

	/** Makes a call, on whose end others may wait. */
	<T> CompletableFuture<@Nullable T> start(RemoteCall<T> call) {
		return start(call, (result) -> result);
	}

	<T, R> CompletableFuture<@Nullable R> start(RemoteCall<T> call, Function<@Nullable T, @Nullable R> mapping) {
		return HandedOver.of(begin(call), mapping, this.workers::execute);
	}

	private <T> CompletableFuture<@Nullable T> begin(RemoteCall<T> call) {
		return call.begin(this.name, this.interceptor, this.connection);
	}

	Duration timeout() {
		return this.timeout;
	}

	/**
	 * Ends the connection. Calls that wait for a reply fail, and so does whatever is
	 * called from now on.
	 */
	@Override
	public void close() {
		this.connection.close();
	}

	/**
	 * Returns the name of the client.
	 * @return the name of its bean, or that of the server if it has none
	 */
	@Override
	public String toString() {
		return this.name;
	}

	/**
	 * Builds a {@link JsonRpcClient}. Not thread-safe.
	 *
	 * @since 0.1.0
	 */
	public static final class Builder {

		private static final Duration DEFAULT_RECONNECT_DELAY = Duration.ofMillis(100);

		private static final Duration DEFAULT_MAX_RECONNECT_DELAY = Duration.ofSeconds(5);

		private final LocalSocketClientSettings settings;

		private final Framing framing;

		private String name;

		private @Nullable JsonMapper mapper;

		private Executor executor = ForkJoinPool.commonPool();

		private ClientInterceptor interceptor = ClientInterceptor.NONE;

		private ReconnectDelay delay = new ReconnectDelay(DEFAULT_RECONNECT_DELAY, DEFAULT_MAX_RECONNECT_DELAY);

		private Builder(LocalSocketClientSettings settings, Framing framing) {
			if (framing instanceof RawFraming) {
				throw new IllegalArgumentException("JSON-RPC needs messages, and raw bytes have no end of a message");
			}
			this.settings = settings;
			this.framing = framing;
			this.name = settings.serverName();
		}

		/**
		 * Gives the client a name, for its exceptions, and for what measures it.
		 * @param name the name, by default that of the server
		 * @return this builder
		 */
		public Builder name(String name) {
			this.name = name;
			return this;
		}

		/**
		 * Sets what converts parameters and results.
		 * @param mapper the mapper, by default one with the modules that are there
		 * @return this builder
		 */
		@SuppressWarnings("exports") // Jackson is optional, so not required transitively
		public Builder mapper(JsonMapper mapper) {
			this.mapper = mapper;
			return this;
		}

		/**
		 * Sets where what depends on a result runs, and what the server calls.
		 * @param executor the executor, by default the common pool; must not run tasks on
		 * the thread of its caller, which is that of an event loop
		 * @return this builder
		 */
		public Builder executor(Executor executor) {
			this.executor = executor;
			return this;
		}

		/**
		 * Adds what surrounds calls and notifications, inside of those added before.
		 * @param interceptor the interceptor, by default none
		 * @return this builder
		 */
		public Builder interceptor(ClientInterceptor interceptor) {
			this.interceptor = (this.interceptor == ClientInterceptor.NONE) ? interceptor
					: new InterceptorPair(this.interceptor, interceptor);
			return this;
		}

		/**
		 * Sets how long to wait before the next attempt to connect: a random part of a
		 * time that each failure in a row doubles.
		 * @param first the longest time after a connection that was of use, positive, by
		 * default 100 milliseconds
		 * @param max the longest time of all, by default 5 seconds
		 * @return this builder
		 * @throws IllegalArgumentException if a time is not positive, or max is the
		 * shorter one
		 */
		public Builder reconnectDelay(Duration first, Duration max) {
			this.delay = new ReconnectDelay(first, max);
			return this;
		}

		/**
		 * Builds the client, which does not connect yet.
		 * @return the client
		 */
		public JsonRpcClient build() {
			JsonMapper used = (this.mapper != null) ? this.mapper : JsonMapper.builder().findAndAddModules().build();
			Workers workers = new Workers(this.executor);
			ServerCalls serverCalls = new ServerCalls(used, workers::execute);
			JsonRpcProtocol protocol = new JsonRpcProtocol(this.framing, used, JsonRpcLimits.DEFAULTS);
			SharedConnection connection = new SharedConnection(new ServerConnector(this.settings), (socket) -> {
				JsonRpcSession session = new JsonRpcSession(socket, protocol, serverCalls, workers::execute);
				session.start();
				return session;
			}, this.delay);
			return new JsonRpcClient(this.name, this.settings.requestTimeout(), workers, this.interceptor, serverCalls,
					connection);
		}

	}

}
