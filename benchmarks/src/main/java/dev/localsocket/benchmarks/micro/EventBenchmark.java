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

package dev.localsocket.benchmarks.micro;

import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.localsocket.LocalServer;
import dev.localsocket.annotation.LocalSocketListener;
import dev.localsocket.event.ServerListeningEvent;
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
import org.springframework.context.event.EventListener;

/**
 * One event, from its publication to the method that observes it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class EventBenchmark {

	/** Who observes. */
	@Param
	public Observer observer = Observer.EVENT_LISTENER;

	private ConfigurableApplicationContext context;

	private ServerListeningEvent event;

	private Counter counter;

	/** Starts an application with a server that does not listen. */
	@Setup
	public void setUp() {
		SpringApplication application = new SpringApplication(Application.class, this.observer.type);
		application.setBannerMode(Banner.Mode.OFF);
		application.setDefaultProperties(
				Map.of("local-socket.servers.observed.auto-startup", false, "logging.level.root", "warn"));
		this.context = application.run();
		this.event = new ServerListeningEvent(this.context.getBean(LocalServer.class), "observed");
		this.counter = this.context.getBean(Counter.class);
	}

	/** Stops the application. */
	@TearDown
	public void tearDown() {
		this.context.close();
	}

	/** Publishes an event. */
	@Benchmark
	public long publish() {
		this.context.publishEvent(this.event);
		return this.counter.count;
	}

	/** The kinds of observers. */
	public enum Observer {

		/** A plain event listener. */
		EVENT_LISTENER(PlainObserver.class),

		/** A listener of ours. */
		LOCAL_SOCKET_LISTENER(AnnotatedObserver.class);

		private final Class<? extends Counter> type;

		Observer(Class<? extends Counter> type) {
			this.type = type;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	abstract static class Counter {

		long count;

	}

	static class PlainObserver extends Counter {

		@EventListener
		void on(ServerListeningEvent event) {
			this.count++;
		}

	}

	static class AnnotatedObserver extends Counter {

		@LocalSocketListener("observed")
		void on(ServerListeningEvent event) {
			this.count++;
		}

	}

}
