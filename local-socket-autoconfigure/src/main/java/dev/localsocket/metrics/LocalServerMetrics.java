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

package dev.localsocket.metrics;

import java.util.List;
import java.util.function.ToIntFunction;

import dev.localsocket.context.LocalServerRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Registers the {@linkplain LocalSocketMeter meters} of all servers.
 *
 * @since 0.1.0
 */
public class LocalServerMetrics implements MeterBinder {

	/** Meters keep what they measure by weak references. */
	private final List<MeasuredServer> servers;

	/**
	 * Creates a binder.
	 * @param servers the servers
	 * @param waiting returns, for the bean name of a server, how many calls of its
	 * listeners wait for a thread
	 */
	public LocalServerMetrics(LocalServerRegistry servers, ToIntFunction<String> waiting) {
		this.servers = servers.all()
			.stream()
			.map((registration) -> new MeasuredServer(registration.beanName(), registration.server(), waiting))
			.toList();
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (MeasuredServer server : this.servers) {
			for (LocalSocketMeter meter : LocalSocketMeter.values()) {
				meter.bindTo(registry, server);
			}
		}
	}

}
