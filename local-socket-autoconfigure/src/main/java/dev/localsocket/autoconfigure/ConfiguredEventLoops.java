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

import dev.localsocket.EventLoops;

import org.springframework.util.unit.DataSize;

/**
 * Makes the event loops of servers of the configuration properties. A value that makes no
 * sense, or a transport that there is not, is reported with its key.
 */
final class ConfiguredEventLoops {

	private ConfiguredEventLoops() {
	}

	/**
	 * Checks the properties without making anything of them.
	 * @param properties the properties
	 */
	static void check(LocalSocketProperties properties) {
		Integer threads = properties.eventLoop().threads();
		if (threads != null && threads < 1) {
			throw InvalidProperty.of("event-loop.threads", threads, "There must be at least 1 thread.");
		}
		DataSize max = properties.maxBuffered();
		if (max != null && max.isNegative()) {
			throw InvalidProperty.of("max-buffered", max, "The size must be positive, or 0 for no limit.");
		}
	}

	/**
	 * Makes the event loops, which loads what makes the system calls.
	 * @param properties the properties
	 * @return the event loops
	 */
	static EventLoops of(LocalSocketProperties properties) {
		check(properties);
		return eventLoops(properties).withMaxBuffered(maxBuffered(properties));
	}

	private static EventLoops eventLoops(LocalSocketProperties properties) {
		Integer threads = properties.eventLoop().threads();
		try {
			return (threads != null) ? new EventLoops(threads, properties.transport())
					: EventLoops.shared(properties.transport());
		}
		catch (UnsupportedOperationException ex) {
			throw InvalidProperty.ofTransport(properties.transport(), ex);
		}
	}

	private static long maxBuffered(LocalSocketProperties properties) {
		DataSize max = properties.maxBuffered();
		return (max != null) ? max.toBytes() : Runtime.getRuntime().maxMemory() / 4;
	}

}
