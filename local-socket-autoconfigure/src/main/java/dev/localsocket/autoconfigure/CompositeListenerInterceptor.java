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

package dev.localsocket.autoconfigure;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

import dev.localsocket.annotation.ListenerInterceptor;
import dev.localsocket.annotation.ListenerInvocation;

/**
 * Several interceptors as one: they are told of the begin of an invocation in order, and
 * of all else in the reverse order. Thread-safe. What one throws does not keep the others
 * from being told.
 */
final class CompositeListenerInterceptor implements ListenerInterceptor {

	private final List<ListenerInterceptor> interceptors;

	private CompositeListenerInterceptor(List<ListenerInterceptor> interceptors) {
		this.interceptors = interceptors;
	}

	/**
	 * Makes one interceptor of any number.
	 * @param interceptors the interceptors
	 * @return an interceptor
	 */
	static ListenerInterceptor of(List<ListenerInterceptor> interceptors) {
		return switch (interceptors.size()) {
			case 0 -> NONE;
			case 1 -> interceptors.get(0);
			default -> new CompositeListenerInterceptor(List.copyOf(interceptors));
		};
	}

	@Override
	public void prepare(ListenerInvocation invocation) {
		this.interceptors.forEach((interceptor) -> interceptor.prepare(invocation));
	}

	@Override
	public Interception begin(ListenerInvocation invocation) {
		CompositeInterception composite = new CompositeInterception();
		try {
			for (ListenerInterceptor interceptor : this.interceptors) {
				composite.interceptions.push(interceptor.begin(invocation));
			}
			return composite;
		}
		catch (RuntimeException | Error ex) {
			composite.failed(ex);
			composite.leave();
			composite.end();
			throw ex;
		}
	}

	/** The last that has begun is the first. */
	private static final class CompositeInterception implements Interception {

		private final Deque<Interception> interceptions = new ArrayDeque<>();

		@Override
		public void failed(Throwable failure) {
			tell((interception) -> interception.failed(failure));
		}

		@Override
		public void returned() {
			tell(Interception::returned);
		}

		@Override
		public void leave() {
			tell(Interception::leave);
		}

		/** In the order in which they have begun, and closed in the other. */
		@Override
		public Scope resume() {
			Deque<Scope> scopes = new ArrayDeque<>();
			try {
				this.interceptions.descendingIterator().forEachRemaining((each) -> scopes.push(each.resume()));
			}
			catch (RuntimeException | Error ex) {
				scopes.forEach(Scope::close);
				throw ex;
			}
			return () -> scopes.forEach(Scope::close);
		}

		@Override
		public void end() {
			tell(Interception::end);
		}

		private void tell(Consumer<Interception> call) {
			RuntimeException failure = null;
			for (Interception interception : this.interceptions) {
				try {
					call.accept(interception);
				}
				catch (RuntimeException ex) {
					failure = ex;
				}
			}
			if (failure != null) {
				throw failure;
			}
		}

	}

}
