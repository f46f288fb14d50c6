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

import dev.localsocket.context.LocalServerRegistry;
import dev.localsocket.worker.ServerWorkers;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Registers the {@linkplain LocalSocketMeter meters} of all servers.
 */
public class LocalServerMetrics implements MeterBinder {

	/** Meters keep what they measure by weak references. */
	private final List<MeasuredServer> servers;

	/**
	 * Creates a binder.
	 * @param servers the servers
	 * @param workers run their listeners
	 */
	public LocalServerMetrics(LocalServerRegistry servers, ServerWorkers workers) {
		this.servers = servers.all()
			.stream()
			.map((registration) -> new MeasuredServer(registration.beanName(), registration.server(), workers))
			.toList();
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (LocalSocketMeter meter : LocalSocketMeter.values()) {
			this.servers.forEach((server) -> meter.bindTo(registry, server));
		}
	}

}
