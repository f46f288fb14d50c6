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

package dev.localsocket.annotation;

import java.lang.reflect.Method;
import java.util.Map;

import dev.localsocket.LocalSocket;
import dev.localsocket.account.PeerCredentials;

/**
 * What is known of the invocations of a connection or message handler for one connection,
 * or of one invocation where the peer has sent something with it: what a
 * {@link ListenerInterceptor} is told. The library implements it, and may add methods.
 * Thread-safe.
 *
 * @since 0.1.0
 */
public interface ListenerInvocation {

	/**
	 * Returns the listener.
	 * @return its id
	 */
	String listener();

	/**
	 * Returns the method of the listener.
	 * @return the method of the class behind the bean
	 */
	Method method();

	/**
	 * Returns what the listener handles.
	 * @return the kind
	 */
	Kind kind();

	/**
	 * Returns the server.
	 * @return the name of its bean
	 */
	String server();

	/**
	 * Returns the connection.
	 * @return the connection
	 */
	LocalSocket socket();

	/**
	 * Returns who is at the other end of the connection.
	 * @return the peer
	 */
	default PeerCredentials peer() {
		return socket().peerCredentials();
	}

	/**
	 * Returns what has called the handler, where the server has a
	 * {@linkplain dev.localsocket.rpc.ServerProtocol protocol}.
	 * @return the route of its annotation; the name that the peer gave if that has none;
	 * or nothing if there is no protocol
	 */
	default String route() {
		return "";
	}

	/**
	 * Returns what the peer has sent with the request beside its parameters: for
	 * JSON-RPC, the members of {@code _meta} that are text, such as {@code traceparent}.
	 * @return the values by their names, empty where there are none
	 */
	default Map<String, String> meta() {
		return Map.of();
	}

	/**
	 * What a listener handles.
	 *
	 * @since 0.1.0
	 */
	enum Kind {

		/** Connections: it is invoked once. */
		CONNECTION,

		/** Messages: it is invoked for each. */
		MESSAGE

	}

}
