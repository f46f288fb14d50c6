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

import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.localsocket.annotation.ListenerInterceptor;
import dev.localsocket.annotation.ListenerInvocation;
import dev.localsocket.annotation.LocalSocketListener;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * Makes an {@linkplain LocalSocketObservation#LISTENER observation} of each invocation of
 * a handler: with the metrics and tracing of Spring Boot a timer and a span. It is the
 * current observation of the handler's thread while the handler runs. While the registry
 * has no handlers, nothing is done and nothing allocated.
 *
 * @since 0.1.0
 */
public class ObservationListenerInterceptor implements ListenerInterceptor {

	private static final LocalSocketListenerObservationConvention DEFAULT_CONVENTION = new DefaultLocalSocketListenerObservationConvention();

	private static final String OTHER = "_OTHER";

	private final Map<Method, Boolean> routed = new ConcurrentHashMap<>();

	private final ObservationRegistry registry;

	private final @Nullable LocalSocketListenerObservationConvention convention;

	/**
	 * Creates an interceptor.
	 * @param registry has the handlers of observations
	 * @param convention the convention, or null for that of the registry or the default
	 */
	public ObservationListenerInterceptor(ObservationRegistry registry,
			@Nullable LocalSocketListenerObservationConvention convention) {
		this.registry = registry;
		this.convention = convention;
	}

	@Override
	public Interception begin(ListenerInvocation invocation) {
		if (this.registry.isNoop()) {
			return Interception.NONE;
		}
		Observation observation = LocalSocketObservation.LISTENER
			.observation(this.convention, DEFAULT_CONVENTION,
					() -> new LocalSocketListenerContext(invocation.server(), invocation.listener(),
							invocation.socket(), route(invocation), invocation.meta()),
					this.registry)
			.start();
		return observation.isNoop() ? Interception.NONE : new Observed(observation, observation.openScope());
	}

	/** Peers choose names at will, so that those without a route share one. */
	private String route(ListenerInvocation invocation) {
		String route = invocation.route();
		return (route.isEmpty()
				|| this.routed.computeIfAbsent(invocation.method(), ObservationListenerInterceptor::isRouted)) ? route
						: OTHER;
	}

	private static boolean isRouted(Method method) {
		LocalSocketListener listener = AnnotatedElementUtils.findMergedAnnotation(method, LocalSocketListener.class);
		return listener != null && !listener.route().isEmpty();
	}

	/** An observation that has begun. */
	private record Observed(Observation observation, Observation.Scope scope) implements Interception {

		@Override
		public void failed(Throwable failure) {
			this.observation.error(failure);
		}

		@Override
		public void leave() {
			this.scope.close();
		}

		@Override
		public ListenerInterceptor.Scope resume() {
			return this.observation.openScope()::close;
		}

		@Override
		public void end() {
			if (this.observation.getContext() instanceof LocalSocketListenerContext context) {
				context.setEnded();
			}
			this.observation.stop();
		}

	}

}
