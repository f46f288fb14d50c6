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

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Makes results of what methods return: a result is one value, so the elements of a
 * stream become a list.
 */
final class JsonRpcResults {

	/** A stream can be endless, a result not. */
	static final int MAX_ELEMENTS = 65_536;

	private JsonRpcResults() {
	}

	/**
	 * Returns what is to be written of a value.
	 * @param value what a method has returned, no publisher and no stage
	 * @return the result, or null
	 * @throws IllegalStateException if it is a stream of too many elements
	 */
	static @Nullable Object value(@Nullable Object value) {
		Object content = Replies.content(value);
		return (content instanceof Stream<?> stream) ? list(stream) : content;
	}

	private static List<?> list(Stream<?> stream) {
		try (stream) {
			List<@Nullable Object> elements = new ArrayList<>();
			Iterator<?> iterator = stream.iterator();
			while (iterator.hasNext()) {
				add(elements, iterator.next());
			}
			return elements;
		}
	}

	/**
	 * Adds an element.
	 * @param elements those before it
	 * @param element the element
	 */
	static void add(List<@Nullable Object> elements, @Nullable Object element) {
		if (elements.size() == MAX_ELEMENTS) {
			throw new IllegalStateException("A result has at most %d elements".formatted(MAX_ELEMENTS));
		}
		elements.add(element);
	}

}
