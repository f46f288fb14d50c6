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

import java.util.Optional;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.messaging.Message;
import org.springframework.util.ClassUtils;

/**
 * Tells what kind of value a handler has returned.
 */
final class Replies {

	private static final boolean REACTIVE_STREAMS = ClassUtils.isPresent("org.reactivestreams.Publisher",
			Replies.class.getClassLoader());

	private Replies() {
	}

	/**
	 * Returns a value as a publisher.
	 * @param value what a handler has returned
	 * @return the publisher, or null if it is of no reactive type
	 */
	static @Nullable ReactiveReply publisher(@Nullable Object value) {
		if (!REACTIVE_STREAMS || value == null || value instanceof CompletionStage) {
			return null;
		}
		ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(null, value);
		return (adapter != null) ? new ReactiveReply(adapter.toPublisher(value), adapter.isMultiValue()) : null;
	}

	/**
	 * Tells whether values of a type are taken for publishers.
	 * @param type the type
	 * @return whether it is of a reactive library that is there
	 */
	static boolean isReactive(Class<?> type) {
		return REACTIVE_STREAMS && !CompletionStage.class.isAssignableFrom(type)
				&& ReactiveAdapterRegistry.getSharedInstance().getAdapter(type) != null;
	}

	/**
	 * Tells whether a type stands for values to come.
	 * @param type the type
	 * @return whether it does
	 */
	static boolean isLater(Class<?> type) {
		return CompletionStage.class.isAssignableFrom(type) || isReactive(type);
	}

	/**
	 * Returns what is to be sent of a value.
	 * @param value what a handler has returned
	 * @return the content of an {@link Optional} or a {@link Message}, or else the value;
	 * null if there is nothing to be sent
	 */
	static @Nullable Object content(@Nullable Object value) {
		if (value instanceof Optional<?> optional) {
			return content(optional.orElse(null));
		}
		if (value instanceof Message<?> message) {
			return content(message.getPayload());
		}
		return (value != null && isUnit(value.getClass())) ? null : value;
	}

	/**
	 * Tells whether a type is Kotlin's for nothing.
	 * @param type the type
	 * @return whether it is
	 */
	static boolean isUnit(Class<?> type) {
		return type.getName().equals("kotlin.Unit");
	}

	/**
	 * A reply of a reactive type.
	 *
	 * @param publisher emits it
	 * @param multiValue whether it may have more than one element
	 */
	record ReactiveReply(Publisher<?> publisher, boolean multiValue) {

	}

}
