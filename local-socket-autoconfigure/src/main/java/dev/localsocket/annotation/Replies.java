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

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
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
	 * A reply of a reactive type.
	 *
	 * @param publisher emits it
	 * @param multiValue whether it may have more than one element
	 */
	record ReactiveReply(Publisher<?> publisher, boolean multiValue) {

	}

}
