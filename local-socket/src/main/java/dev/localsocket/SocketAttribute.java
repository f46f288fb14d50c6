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

/**
 * The key of something that is kept with a connection and goes when that does, see
 * {@link LocalSocket#attribute}. Make a constant of it: two of the same name are
 * different keys.
 *
 * @param <T> the type of what is kept
 * @since 0.1.0
 */
public final class SocketAttribute<T> {

	private final String name;

	/**
	 * Creates a key.
	 * @param name says what is kept, for people only
	 */
	public SocketAttribute(String name) {
		this.name = name;
	}

	/**
	 * Returns what was given as the name.
	 * @return the name
	 */
	@Override
	public String toString() {
		return this.name;
	}

}
