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

package dev.localsocket;

import dev.localsocket.error.LocalSocketException;
import dev.localsocket.transport.connection.Acceptor;
import dev.localsocket.transport.endpoint.ServerEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * What there is while a server listens.
 *
 * @param name the name of the server
 * @param endpoint where it listens
 * @param run lets connections in
 * @param acceptor accepts them
 * @param guard looks after the file
 * @param offer lets other processes ask for the server, or null if it is not handed over
 */
record Listening(String name, ServerEndpoint endpoint, ServerRun run, Acceptor acceptor, EndpointGuard guard,
		@Nullable HandoverOffer offer) {

	/** Accepts nothing yet. */
	Listening at(ServerEndpoint another) throws LocalSocketException {
		return new Listening(this.name, another, this.run, this.acceptor.successor(another), this.guard, this.offer);
	}

}
