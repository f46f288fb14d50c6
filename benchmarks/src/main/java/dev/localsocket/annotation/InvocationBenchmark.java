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

package dev.localsocket.annotation;

import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.localsocket.LocalServer;
import dev.localsocket.messaging.ConnectionHeaders;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.util.ReflectionUtils;

/**
 * One message, from the bytes of its frame to what the listener's method returns. In this
 * package, because what does it is not public.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class InvocationBenchmark {

	private static final String SERVER = "control";

	/** The name of the method, which is also the type of the payload that it takes. */
	@Param({ "string", "bytes" })
	public String method = "string";

	/** The size of the payload. */
	@Param({ "64", "4096" })
	public int size;

	private ConfigurableApplicationContext context;

	private ListenerInvoker invoker;

	private Message<byte[]> message;

	/** Starts an application with a server that does not listen. */
	@Setup
	public void setUp() {
		SpringApplication application = new SpringApplication(Application.class, Handlers.class);
		application.setBannerMode(Banner.Mode.OFF);
		application.setDefaultProperties(Map.of("local-socket.servers.control.auto-startup", false,
				"local-socket.servers.other.auto-startup", false, "logging.level.root", "warn"));
		this.context = application.run();
		this.invoker = new ListenerInvoker(this.context, listenerMethod());
		LocalServer server = this.context.getBean(SERVER, LocalServer.class);
		byte[] payload = "x".repeat(this.size).getBytes(StandardCharsets.UTF_8);
		this.message = new GenericMessage<>(payload, new ConnectionHeaders(SERVER, server, null));
	}

	private ListenerMethod listenerMethod() {
		for (Method candidate : ReflectionUtils.getDeclaredMethods(Handlers.class)) {
			if (candidate.getName().equals(this.method)) {
				String bean = this.context.getBeanNamesForType(Handlers.class)[0];
				return ListenerMethod.of(bean, Handlers.class, candidate,
						new ServerNames(this.context.getBeanFactory(), this.context.getEnvironment()));
			}
		}
		throw new IllegalStateException("There is no method " + this.method);
	}

	/** Stops the application. */
	@TearDown
	public void tearDown() {
		this.context.close();
	}

	/**
	 * Invokes the method.
	 * @return what it returned
	 * @throws Exception if it cannot be invoked
	 */
	@Benchmark
	public @Nullable Object invoke() throws Exception {
		return this.invoker.invoke(this.message);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	static class Handlers {

		@LocalSocketListener(SERVER)
		String string(String payload) {
			return payload;
		}

		@LocalSocketListener("other")
		byte[] bytes(byte[] payload) {
			return payload;
		}

	}

}
