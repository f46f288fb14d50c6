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

import dev.localsocket.client.ClientCall;
import dev.localsocket.client.ClientInterceptor;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Makes an {@linkplain LocalSocketObservation#CLIENT observation} of each call and
 * notification of a client: with the metrics and tracing of Spring Boot a timer and a
 * span, whose context the call carries to the server. While the registry has no handlers,
 * nothing is done and nothing allocated.
 *
 * @since 0.1.0
 */
public class ObservationClientInterceptor implements ClientInterceptor {

	private static final LocalSocketClientObservationConvention DEFAULT_CONVENTION = new DefaultLocalSocketClientObservationConvention();

	private final ObservationRegistry registry;

	private final @Nullable LocalSocketClientObservationConvention convention;

	/**
	 * Creates an interceptor.
	 * @param registry has the handlers of observations
	 * @param convention the convention, or null for that of the registry or the default
	 */
	public ObservationClientInterceptor(ObservationRegistry registry,
			@Nullable LocalSocketClientObservationConvention convention) {
		this.registry = registry;
		this.convention = convention;
	}

	@Override
	public Interception begin(ClientCall call) {
		if (this.registry.isNoop()) {
			return Interception.NONE;
		}
		Observation observation = LocalSocketObservation.CLIENT
			.observation(this.convention, DEFAULT_CONVENTION, () -> new LocalSocketClientContext(call), this.registry)
			.start();
		return observation.isNoop() ? Interception.NONE : (failure) -> end(observation, failure);
	}

	private static void end(Observation observation, @Nullable Throwable failure) {
		if (failure != null) {
			observation.error(failure);
		}
		if (observation.getContext() instanceof LocalSocketClientContext context) {
			context.setEnded();
		}
		observation.stop();
	}

}
