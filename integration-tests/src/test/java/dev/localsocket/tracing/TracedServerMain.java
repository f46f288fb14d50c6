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

package dev.localsocket.tracing;

import dev.localsocket.annotation.LocalSocketListener;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The other process: a server whose method tells in which span it runs.
 */
final class TracedServerMain {

	private TracedServerMain() {
	}

	public static void main(String[] arguments) throws Exception {
		SpringApplication application = new SpringApplication(Server.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		ConfigurableApplicationContext context = application.run(arguments);
		System.out.println("ready");
		System.in.read();
		context.close();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Server {

		@Bean
		ObservationRegistry observationRegistry() {
			return Tracing.registry(SpanProcessor.composite());
		}

		@LocalSocketListener(servers = "traced", route = "trace")
		SpanIds trace() {
			ReadableSpan span = (ReadableSpan) Span.current();
			return new SpanIds(span.getSpanContext().getTraceId(), span.getParentSpanContext().getSpanId());
		}

	}

	record SpanIds(String trace, String parent) {

	}

}
