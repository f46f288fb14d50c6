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

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

import dev.localsocket.LocalSocket;

/**
 * Several observers as one: they are told of the begin of an invocation in order, and of
 * all else in the reverse order. Thread-safe. What one throws does not keep the others
 * from being told.
 */
public final class CompositeListenerObserver implements ListenerObserver {

	private final List<ListenerObserver> observers;

	private CompositeListenerObserver(List<ListenerObserver> observers) {
		this.observers = observers;
	}

	/**
	 * Makes one observer of any number.
	 * @param observers the observers
	 * @return an observer
	 */
	public static ListenerObserver of(List<ListenerObserver> observers) {
		return switch (observers.size()) {
			case 0 -> NONE;
			case 1 -> observers.get(0);
			default -> new CompositeListenerObserver(List.copyOf(observers));
		};
	}

	@Override
	public Invocation begin(String listener, String server, LocalSocket socket) {
		CompositeInvocation composite = new CompositeInvocation();
		try {
			for (ListenerObserver observer : this.observers) {
				composite.invocations.push(observer.begin(listener, server, socket));
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
	private static final class CompositeInvocation implements Invocation {

		private final Deque<Invocation> invocations = new ArrayDeque<>();

		@Override
		public void failed(Throwable failure) {
			tell((invocation) -> invocation.failed(failure));
		}

		@Override
		public void returned() {
			tell(Invocation::returned);
		}

		@Override
		public void leave() {
			tell(Invocation::leave);
		}

		/** In the order in which they have begun, and closed in the other. */
		@Override
		public Scope resume() {
			Deque<Scope> scopes = new ArrayDeque<>();
			try {
				this.invocations.descendingIterator().forEachRemaining((each) -> scopes.push(each.resume()));
			}
			catch (RuntimeException | Error ex) {
				scopes.forEach(Scope::close);
				throw ex;
			}
			return () -> scopes.forEach(Scope::close);
		}

		@Override
		public void end() {
			tell(Invocation::end);
		}

		private void tell(Consumer<Invocation> call) {
			RuntimeException failure = null;
			for (Invocation invocation : this.invocations) {
				try {
					call.accept(invocation);
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
