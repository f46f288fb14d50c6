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

import java.util.List;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.support.CompositeTaskDecorator;

/**
 * Calls listener methods inside the task decorators of the application, which Spring Boot
 * applies to its own executors. A worker calls several methods, so each call is a task.
 */
final class DecoratedCalls {

	private final @Nullable TaskDecorator decorator;

	/**
	 * Creates an instance.
	 * @param decorators the decorators, in the order in which Spring Boot applies them
	 */
	DecoratedCalls(List<TaskDecorator> decorators) {
		this.decorator = decorators.isEmpty() ? null : new CompositeTaskDecorator(decorators);
	}

	/**
	 * Calls a method.
	 * @param method calls it
	 * @return what it returned
	 * @throws Exception what it threw
	 */
	@Nullable Object call(Callable<@Nullable Object> method) throws Exception {
		if (this.decorator == null) {
			return method.call();
		}
		Call call = new Call(method);
		this.decorator.decorate(call).run();
		return call.result();
	}

	/** The task. Runs on the thread of its caller. */
	private static final class Call implements Runnable {

		private final Callable<@Nullable Object> method;

		private boolean called;

		private @Nullable Object returned;

		private @Nullable Throwable thrown;

		Call(Callable<@Nullable Object> method) {
			this.method = method;
		}

		@Override
		public void run() {
			this.called = true;
			try {
				this.returned = this.method.call();
			}
			catch (Exception | Error ex) {
				this.thrown = ex;
			}
		}

		@Nullable Object result() throws Exception {
			if (!this.called) {
				throw new IllegalStateException("A TaskDecorator has not run its task");
			}
			if (this.thrown instanceof Error error) {
				throw error;
			}
			if (this.thrown instanceof Exception exception) {
				throw exception;
			}
			return this.returned;
		}

	}

}
