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

package dev.localsocket.testing;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

/**
 * A call that another thread makes.
 *
 * @param <T> the type of the result
 * @param thread the thread
 * @param future the result to come
 */
public record BackgroundCall<T extends @Nullable Object>(Thread thread, Future<T> future) {

	/**
	 * Waits until the thread waits for something.
	 * @return this
	 */
	public BackgroundCall<T> awaitBlocked() {
		SocketSandbox.eventually()
			.until(() -> this.thread.getState() == Thread.State.WAITING
					|| this.thread.getState() == Thread.State.TIMED_WAITING);
		return this;
	}

	/**
	 * Waits for the end of the call.
	 * @return its result
	 * @throws Exception if the call failed, its own exception
	 */
	public T result() throws Exception {
		try {
			return this.future.get(60, TimeUnit.SECONDS);
		}
		catch (TimeoutException ex) {
			AssertionError error = new AssertionError("The call has not ended");
			error.setStackTrace(this.thread.getStackTrace());
			throw error;
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof Exception cause) {
				throw cause;
			}
			throw ex;
		}
	}

}
