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

package dev.localsocket;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What is kept with one socket. Thread-safe; reading takes no lock.
 */
final class SocketAttributes {

	/** Immutable; replaced under the monitor of this. */
	private volatile Map<SocketAttribute<?>, Object> values = Map.of();

	@SuppressWarnings("unchecked")
	<T> @Nullable T get(SocketAttribute<T> attribute) {
		return (T) this.values.get(attribute);
	}

	synchronized <T> void set(SocketAttribute<T> attribute, @Nullable T value) {
		Map<SocketAttribute<?>, Object> changed = new HashMap<>(this.values);
		if (value != null) {
			changed.put(attribute, value);
		}
		else {
			changed.remove(attribute);
		}
		this.values = Map.copyOf(changed);
	}

}
