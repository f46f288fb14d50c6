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

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.localsocket.InstanceScope;
import dev.localsocket.SingleInstance;
import org.jspecify.annotations.Nullable;

/**
 * The name that one application of this JVM has, or is about to acquire. Thread-safe.
 */
final class OwnedInstance {

	private static final Set<Key> owned = ConcurrentHashMap.newKeySet();

	private final @Nullable Key key;

	private volatile @Nullable SingleInstance instance;

	private OwnedInstance(@Nullable Key key) {
		this.key = key;
	}

	/**
	 * Takes a name, unless another application of this JVM has it.
	 * @param properties the name
	 * @return the name, or null if it is taken
	 */
	static @Nullable OwnedInstance reserve(SingleInstanceProperties properties) {
		Key key = new Key(String.valueOf(properties.name()), properties.scope(), properties.directory());
		return owned.add(key) ? new OwnedInstance(key) : null;
	}

	/**
	 * Takes over what the application has acquired.
	 * @param instance the first instance
	 * @return the name
	 */
	static OwnedInstance of(SingleInstance instance) {
		OwnedInstance given = new OwnedInstance(null);
		given.set(instance);
		return given;
	}

	void set(SingleInstance acquired) {
		this.instance = acquired;
	}

	SingleInstance get() {
		SingleInstance current = this.instance;
		if (current == null) {
			throw new IllegalStateException("It has not been acquired");
		}
		return current;
	}

	/** Gives the name up, once. */
	void release() {
		SingleInstance current = this.instance;
		if (current != null) {
			current.close();
		}
		if (this.key != null) {
			owned.remove(this.key);
		}
	}

	/** What a name is within this JVM. */
	private record Key(String name, InstanceScope scope, @Nullable String directory) {
	}

}
