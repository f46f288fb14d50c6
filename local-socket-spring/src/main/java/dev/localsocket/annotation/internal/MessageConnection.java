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

import java.util.function.Consumer;

import dev.localsocket.annotation.ListenerInterceptor;
import dev.localsocket.event.NewConnectionEvent;
import dev.localsocket.event.internal.ConnectionClaim;
import dev.localsocket.messaging.ServerMessaging;
import dev.localsocket.messaging.internal.ConnectionHeaders;
import dev.localsocket.messaging.internal.ReplySender;
import dev.localsocket.worker.HandlerThread;
import dev.localsocket.worker.WorkerTask;

/**
 * A connection for whose messages handlers are called, one at a time.
 *
 * @param claim the right to it
 * @param server the bean name of its server
 * @param headers the headers of its messages
 * @param sender sends the replies
 * @param interceptor surrounds the calls
 * @param executor goes on with what is not done when a handler has returned
 * @param thread the worker that runs a handler
 */
record MessageConnection(ConnectionClaim claim, String server, ConnectionHeaders headers, ReplySender sender,
		ListenerInterceptor interceptor, Consumer<WorkerTask> executor, HandlerThread thread) {

	/**
	 * Describes a connection.
	 * @param event the event of the connection
	 * @param claim the right to it
	 * @param messaging how its messages become frames
	 * @param interceptor surrounds the calls
	 * @param executor goes on with what is not done when a handler has returned
	 * @return the connection
	 */
	static MessageConnection of(NewConnectionEvent event, ConnectionClaim claim, ServerMessaging messaging,
			ListenerInterceptor interceptor, Consumer<WorkerTask> executor) {
		ConnectionHeaders headers = new ConnectionHeaders(event.getBeanName(), event.getServer(), claim.socket());
		return new MessageConnection(claim, event.getBeanName(), headers,
				new ReplySender(claim.socket(), messaging, headers, executor), interceptor, executor,
				new HandlerThread());
	}

}
