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

/**
 * Surrounds the invocations of connection and message handlers: gives their thread a
 * context, for example, and takes it away again, or measures them. A bean of this type is
 * called for each. Thread-safe. What its methods throw is treated as if the handler had
 * thrown it.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ListenerInterceptor {

	/** Does nothing, and allocates nothing. */
	ListenerInterceptor NONE = (invocation) -> Interception.NONE;

	/**
	 * A connection is about to be given to its handler: once, after all listeners have
	 * seen its event, and before it is first invoked. On a worker thread, which may
	 * block. What this throws ends the connection.
	 * @param invocation says which
	 */
	default void prepare(ListenerInvocation invocation) {
	}

	/**
	 * A handler is about to be called, on this thread. Must not block, because it may be
	 * the thread of an event loop.
	 * @param invocation says which
	 * @return is told how it goes on
	 */
	Interception begin(ListenerInvocation invocation);

	/**
	 * What surrounds one invocation of a handler. The calls come one after the other.
	 *
	 * @since 0.1.0
	 */
	interface Interception {

		/** Does nothing. */
		Interception NONE = new Interception() {
		};

		/**
		 * The handler has failed. On any thread, before {@link #end()}.
		 * @param failure what it threw, or why it could not be called
		 */
		default void failed(Throwable failure) {
		}

		/**
		 * The method has returned. Nothing was done with what it returned yet, so that
		 * nothing can have happened later. On the thread of
		 * {@link ListenerInterceptor#begin(ListenerInvocation)}.
		 */
		default void returned() {
		}

		/**
		 * The handler has returned, and its reply was sent, or has been asked for if it
		 * comes later. Once, on the thread of
		 * {@link ListenerInterceptor#begin(ListenerInvocation)}.
		 */
		default void leave() {
		}

		/**
		 * Something more is done for the invocation after {@link #leave()}, such as its
		 * error handler, on this thread, which may be any.
		 * @return is closed on this thread when it is done
		 */
		default Scope resume() {
			return Scope.NONE;
		}

		/**
		 * The handler has completed, also what it does later. Once, after
		 * {@link #leave()}, on any thread.
		 */
		default void end() {
		}

	}

	/**
	 * Something that is done for an invocation, on one thread.
	 *
	 * @since 0.1.0
	 */
	@FunctionalInterface
	interface Scope extends AutoCloseable {

		/** Does nothing. */
		Scope NONE = () -> {
		};

		/** Gives the thread back what it had before. */
		@Override
		void close();

	}

}
