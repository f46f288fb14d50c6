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

package dev.localsocket.fault;

import java.util.List;

import dev.localsocket.annotation.LocalSocketListener;
import dev.localsocket.context.LocalServerRegistration;
import dev.localsocket.context.LocalServerRegistry;
import dev.localsocket.health.LocalServerHealthIndicator;
import dev.localsocket.worker.ServerWorkers;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;

/**
 * An application that uses up its heap when it is asked to.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class HungryApplication {

	private static final int LARGE = 900_000;

	private final HeapHog hog = new HeapHog();

	private final List<LocalServerHealthIndicator> health;

	HungryApplication(LocalServerRegistry registry, ServerWorkers workers) {
		this.health = registry.all().stream().map((registration) -> indicator(registration, workers)).toList();
	}

	private static LocalServerHealthIndicator indicator(LocalServerRegistration registration, ServerWorkers workers) {
		return new LocalServerHealthIndicator(registration, workers);
	}

	/**
	 * Handles a request.
	 * @param request {@code large} for a large reply, {@code hog} for a time without
	 * memory, {@code health} for the health, or anything else for an echo
	 * @return the reply
	 */
	@LocalSocketListener("control")
	String handle(String request) {
		return switch (request) {
			case "large" -> "x".repeat(LARGE);
			case "hog" -> this.hog.start();
			case "health" -> this.health.get(0).health().getStatus().getCode();
			default -> request;
		};
	}

	/**
	 * Starts the application.
	 * @param arguments its properties
	 */
	public static void main(String[] arguments) {
		SpringApplication.run(HungryApplication.class, arguments);
	}

}
