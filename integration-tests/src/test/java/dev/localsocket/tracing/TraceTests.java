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

import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.localsocket.autoconfigure.LocalSocketAutoConfiguration;
import dev.localsocket.autoconfigure.metrics.LocalSocketObservationAutoConfiguration;
import dev.localsocket.client.ImportLocalSocketExchanges;
import dev.localsocket.client.LocalSocketExchange;
import dev.localsocket.testing.JavaProcess;
import dev.localsocket.tracing.TracedServerMain.SpanIds;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a trace goes on in the process of the server: in two JVMs.
 */
@Timeout(60)
class TraceTests {

	@TempDir
	Path directory;

	@Test
	void theSpanOfTheServerIsAChildOfTheClients() throws Exception {
		Spans spans = new Spans();
		ObservationRegistry registry = Tracing.registry(spans);
		String name = this.directory.resolve("traced").toString();
		try (JavaProcess server = JavaProcess.start(TracedServerMain.class,
				"--local-socket.servers.traced.name=" + name, "--local-socket.servers.traced.protocol=json-rpc",
				"--local-socket.servers.traced.framing.type=json-lines", "--spring.main.banner-mode=off",
				"--logging.level.root=off")) {
			assertThat(server.readLine()).isEqualTo("ready");
			new ApplicationContextRunner()
				.withConfiguration(AutoConfigurations.of(LocalSocketAutoConfiguration.class,
						LocalSocketObservationAutoConfiguration.class))
				.withUserConfiguration(Client.class)
				.withBean(ObservationRegistry.class, () -> registry)
				.withPropertyValues("local-socket.clients.traced.name=" + name,
						"local-socket.clients.traced.protocol=json-rpc",
						"local-socket.clients.traced.framing.type=json-lines")
				.run((context) -> {
					Traced traced = context.getBean(Traced.class);
					SpanIds remote = Observation.createNotStarted("task", registry).observe(traced::trace);
					ReadableSpan call = spans.next();
					ReadableSpan task = spans.next();
					assertThat(call.getName()).isEqualTo("trace");
					assertThat(call.getParentSpanContext()).isEqualTo(task.getSpanContext());
					assertThat(remote)
						.isEqualTo(new SpanIds(task.getSpanContext().getTraceId(), call.getSpanContext().getSpanId()));
				});
		}
	}

	@Configuration(proxyBeanMethods = false)
	@ImportLocalSocketExchanges(client = "traced", types = Traced.class)
	static class Client {

	}

	@LocalSocketExchange
	interface Traced {

		SpanIds trace();

	}

	/** Those that have ended here, in this order. */
	private static final class Spans implements SpanProcessor {

		private final BlockingQueue<ReadableSpan> ended = new LinkedBlockingQueue<>();

		ReadableSpan next() throws InterruptedException {
			ReadableSpan span = this.ended.poll(20, TimeUnit.SECONDS);
			assertThat(span).isNotNull();
			return span;
		}

		@Override
		public void onStart(Context parent, ReadWriteSpan span) {
		}

		@Override
		public boolean isStartRequired() {
			return false;
		}

		@Override
		public void onEnd(ReadableSpan span) {
			this.ended.add(span);
		}

		@Override
		public boolean isEndRequired() {
			return true;
		}

	}

}
