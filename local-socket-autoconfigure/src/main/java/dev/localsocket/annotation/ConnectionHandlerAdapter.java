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

import java.util.concurrent.CompletionStage;

import dev.localsocket.annotation.ListenerObserver.Invocation;
import dev.localsocket.event.ConnectionClaim;
import dev.localsocket.event.LocalServerEvent;
import dev.localsocket.event.NewConnectionEvent;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Gives each connection to a connection handler, on the worker that announced it or on
 * its event loop.
 */
final class ConnectionHandlerAdapter extends ListenerAdapter {

	private static final Log logger = LogFactory.getLog(ConnectionHandlerAdapter.class);

	ConnectionHandlerAdapter(ListenerMethod method, ListenerInvoker invoker, ListenerCondition condition) {
		super(method, invoker, condition);
	}

	@Override
	void onServerEvent(LocalServerEvent event) {
		NewConnectionEvent newConnection = (NewConnectionEvent) event;
		if (method().execution() == Execution.EVENT_LOOP) {
			newConnection.setOwner((claim) -> claim.socket().eventLoop().execute(() -> own(claim, event)));
		}
		else {
			newConnection.setOwner((claim) -> own(claim, event));
		}
	}

	private void own(ConnectionClaim claim, LocalServerEvent event) {
		if (!claim.take()) {
			return;
		}
		Invocation invocation = Invocation.NONE;
		try {
			invocation = invoker().settings().observer().begin(method().id(), event.getBeanName(), claim.socket());
			Object result = invoke(claim, event, invocation);
			if (result instanceof CompletionStage<?> stage) {
				Invocation current = invocation;
				stage.whenComplete((value, ex) -> end(claim, event, current, ex));
			}
			else {
				end(claim, event, invocation, null);
			}
		}
		catch (Exception | Error ex) {
			end(claim, event, invocation, ex);
		}
	}

	private @Nullable Object invoke(ConnectionClaim claim, LocalServerEvent event, Invocation invocation)
			throws Exception {
		try {
			return (method().execution() == Execution.EVENT_LOOP) ? invoker().invoke(claim.socket(), headers(event))
					: invokeInterruptibly(claim, event);
		}
		finally {
			invocation.leave();
		}
	}

	private @Nullable Object invokeInterruptibly(ConnectionClaim claim, LocalServerEvent event) throws Exception {
		HandlerThread thread = new HandlerThread();
		claim.onAbort(thread::interrupt);
		thread.enter();
		try {
			return invoker().invoke(claim.socket(), headers(event));
		}
		finally {
			thread.leave();
		}
	}

	private void end(ConnectionClaim claim, LocalServerEvent event, Invocation invocation,
			@Nullable Throwable failure) {
		boolean close = method().closeOnReturn() || failure != null;
		try {
			if (failure != null) {
				Exception exception = Exceptions.unwrap(failure);
				invocation.failed(exception);
				invoker().handleError(
						new ListenerFailure(method().id(), event.getBeanName(), claim.socket(), null, exception));
			}
		}
		catch (RuntimeException ex) {
			logger.error("The error handler of the listener '" + method().id() + "' failed", ex);
		}
		finally {
			if (close) {
				claim.socket().disconnectFromServer();
			}
			claim.release();
			invocation.end();
		}
	}

}
