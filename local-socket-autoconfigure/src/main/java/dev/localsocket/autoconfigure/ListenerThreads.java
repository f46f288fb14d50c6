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

import java.util.concurrent.Executor;
import java.util.function.ToIntFunction;

import org.jspecify.annotations.Nullable;

/**
 * Tells how many threads the handlers of a server may have: what is set for it, or for
 * all servers; otherwise, 200 of our own pool, and any number of virtual threads or of
 * another executor, which has a limit of its own.
 */
class ListenerThreads implements ToIntFunction<String> {

	static final int DEFAULT = 200;

	private final LocalSocketProperties properties;

	private final int forAll;

	/**
	 * Creates the function.
	 * @param properties the properties, whose keys are checked
	 * @param executor the executor
	 */
	ListenerThreads(LocalSocketProperties properties, Executor executor) {
		this.properties = properties;
		int unset = (executor instanceof ListenerThreadPool) ? DEFAULT : Integer.MAX_VALUE;
		this.forAll = valueOr(unset, "listener.max-threads", properties.listener().maxThreads());
		properties.servers().keySet().forEach(this::applyAsInt);
	}

	@Override
	public int applyAsInt(String server) {
		return valueOr(this.forAll, "servers.%s.max-threads".formatted(server),
				this.properties.server(server).maxThreads());
	}

	private static int valueOr(int unset, String key, @Nullable Integer value) {
		if (value != null && value < 1) {
			throw InvalidProperty.of(key, value, "There must be at least 1 thread.");
		}
		return (value != null) ? value : unset;
	}

}
