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

import dev.localsocket.LocalSocket;
import dev.localsocket.annotation.Execution;
import dev.localsocket.annotation.ListenerInvocation;
import dev.localsocket.event.NewConnectionEvent;
import dev.localsocket.event.internal.ConnectionClaim;
import dev.localsocket.event.internal.ConnectionOwner;
import dev.localsocket.worker.WorkerTask;
import dev.localsocket.worker.Workers;

/**
 * Makes a connection or message handler the owner of connections.
 */
abstract class HandlerAdapter implements ConnectionOwner {

	private final ListenerMethod method;

	private final ListenerInvoker invoker;

	private final ListenerCondition condition;

	HandlerAdapter(ListenerMethod method, ListenerInvoker invoker, ListenerCondition condition) {
		this.method = method;
		this.invoker = invoker;
		this.condition = condition;
	}

	@Override
	public void own(NewConnectionEvent event, ConnectionClaim claim) {
		if (this.condition.matches(event)) {
			ListenerInvocation invocation = new HandlerInvocation(this.method, event.getBeanName(), event.getSocket());
			this.invoker.settings().interceptor().prepare(invocation);
			handle(event, claim, invocation);
		}
		else {
			claim.release();
		}
	}

	/**
	 * Handles a connection, which is to be taken first.
	 * @param event the event of the connection
	 * @param claim takes the connection
	 * @param invocation says to the interceptors what is invoked
	 */
	abstract void handle(NewConnectionEvent event, ConnectionClaim claim, ListenerInvocation invocation);

	/**
	 * Returns what runs the handler again, after it has been called.
	 * @param socket the connection
	 * @param workers the workers of its server
	 * @return the workers or the event loop
	 */
	final Consumer<WorkerTask> executor(LocalSocket socket, Workers workers) {
		return (method().execution() == Execution.EVENT_LOOP) ? socket.eventLoop()::execute : workers::execute;
	}

	ListenerMethod method() {
		return this.method;
	}

	ListenerInvoker invoker() {
		return this.invoker;
	}

	/** The method as messages call it. */
	@Override
	public String toString() {
		return this.method.toString();
	}

}
