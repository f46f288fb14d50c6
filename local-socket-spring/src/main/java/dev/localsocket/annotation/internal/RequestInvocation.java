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

package dev.localsocket.annotation.internal;

import java.lang.reflect.Method;
import java.util.Map;

import dev.localsocket.LocalSocket;
import dev.localsocket.annotation.ListenerInvocation;

/**
 * One invocation of a handler, by a request.
 *
 * @param handler the handler
 * @param server the bean name of the server
 * @param socket the connection
 * @param route the name that the peer gave
 * @param meta what the peer has sent with the parameters
 */
record RequestInvocation(ListenerMethod handler, String server, LocalSocket socket, String route,
		Map<String, String> meta) implements ListenerInvocation {

	@Override
	public String listener() {
		return this.handler.id();
	}

	@Override
	public Method method() {
		return this.handler.targetMethod();
	}

	@Override
	public Kind kind() {
		return Kind.MESSAGE;
	}

}
