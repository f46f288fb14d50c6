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

import dev.localsocket.context.LocalServerRegistration;
import dev.localsocket.context.LocalServerRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Registers the {@linkplain LocalSocketMeter meters} of all servers.
 */
public class LocalServerMetrics implements MeterBinder {

	private final LocalServerRegistry servers;

	/**
	 * Creates a binder.
	 * @param servers the servers
	 */
	public LocalServerMetrics(LocalServerRegistry servers) {
		this.servers = servers;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.servers.all().forEach((registration) -> bindTo(registry, registration));
	}

	private static void bindTo(MeterRegistry registry, LocalServerRegistration registration) {
		for (LocalSocketMeter meter : LocalSocketMeter.values()) {
			meter.bindTo(registry, registration.server(), registration.beanName());
		}
	}

}
