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

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import dev.localsocket.LocalSocket;
import dev.localsocket.LocalSocketCallbacks;
import org.jspecify.annotations.Nullable;

/**
 * Cancels what a connection handler does when its connection ends, whoever has ended it.
 */
final class ConnectionBound implements LocalSocketCallbacks {

	private final CompletableFuture<?> work;

	private volatile boolean over;

	private ConnectionBound(CompletableFuture<?> work) {
		this.work = work;
	}

	/**
	 * Binds work to a connection.
	 * @param socket the connection
	 * @param work what the handler does
	 * @return a stage that is completed as the work is, but normally if it was cancelled
	 * because of the end
	 */
	static CompletionStage<?> bind(LocalSocket socket, CompletableFuture<?> work) {
		ConnectionBound bound = new ConnectionBound(work);
		socket.addListener(bound);
		if (socket.state() == LocalSocket.State.UNCONNECTED) {
			bound.disconnected(socket);
		}
		return work.<@Nullable Object>handle((value, ex) -> {
			socket.removeListener(bound);
			return bound.completed(ex);
		});
	}

	private @Nullable Object completed(@Nullable Throwable ex) {
		if (ex == null || (this.over && Exceptions.thrownBy(ex) instanceof CancellationException)) {
			return null;
		}
		throw new CompletionException(Exceptions.thrownBy(ex));
	}

	@Override
	public void disconnected(LocalSocket socket) {
		this.over = true;
		this.work.cancel(true);
	}

}
