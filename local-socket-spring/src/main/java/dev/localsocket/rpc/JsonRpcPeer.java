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

package dev.localsocket.rpc;

import java.lang.reflect.Type;
import java.util.concurrent.CompletableFuture;

import dev.localsocket.LocalSocket;
import org.jspecify.annotations.Nullable;

/**
 * The other end of a connection on which JSON-RPC 2.0 is spoken: both ends may call
 * methods of the other. The library implements it, and may add methods. Thread-safe;
 * nothing waits.
 * <p>
 * <strong>A request that has not been answered, because it waits for a call of its
 * caller, counts among those that may run at a time</strong>: if as many wait so at both
 * ends as may run, they wait for each other, until the call timeout.
 *
 * @since 0.1.0
 */
public interface JsonRpcPeer {

	/**
	 * Returns the connection.
	 * @return the connection
	 */
	LocalSocket socket();

	/**
	 * Calls a method. To cancel the future tells the other end, by
	 * {@code $/cancelRequest}, that the result is not wanted any more.
	 * @param <T> the type of the result
	 * @param method the name of the method
	 * @param params what becomes the parameters: an object or map for those by name, a
	 * {@link java.util.List} or array for those by position, or null for none
	 * @param resultType the type of the result, such as {@code String.class}
	 * @return is completed with the result, with a {@link JsonRpcRemoteException} if the
	 * other end replies with an error, or else with why no reply will come: a
	 * {@link java.util.concurrent.TimeoutException} after the call timeout, a
	 * {@link dev.localsocket.error.LocalSocketException} when the connection ends, or
	 * when the call does not fit into the write buffer. That happens on the thread of a
	 * worker, so what depends on it may block
	 */
	<T> CompletableFuture<@Nullable T> call(String method, @Nullable Object params, Type resultType);

	/**
	 * Sends a notification, which is not answered.
	 * @param method the name of the method
	 * @param params what becomes the parameters, as for
	 * {@link #call(String, Object, Type)}
	 * @return whether it is queued; false if the connection has ended, or its write
	 * buffer is full
	 */
	boolean sendNotification(String method, @Nullable Object params);

}
