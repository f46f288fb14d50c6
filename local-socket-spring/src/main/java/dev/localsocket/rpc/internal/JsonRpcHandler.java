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

package dev.localsocket.rpc.internal;

import dev.localsocket.rpc.JsonRpcException;
import org.jspecify.annotations.Nullable;

/**
 * What a session does with what the peer sends. Thread-safe; nothing blocks, because it
 * is called on the thread of the event loop.
 */
public interface JsonRpcHandler {

	/**
	 * Finds a method.
	 * @param name the name that the peer calls it by
	 * @return the method, or null if there is none
	 */
	@Nullable JsonRpcMethod find(String name);

	/**
	 * Says what the peer is told of a failure. May be called on any thread, and for a
	 * notification too, of which the peer is told nothing.
	 * @param request the request
	 * @param failure what the method threw, or what its stage was completed with
	 * @return the error; nothing internal may be in it
	 */
	JsonRpcException error(JsonRpcRequest request, Throwable failure);

	/** The session is over: called once, when no method runs any more. */
	void ended();

}
