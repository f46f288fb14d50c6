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

package dev.localsocket.sample.control;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import dev.localsocket.annotation.LocalSocketListener;

import org.springframework.boot.health.actuate.endpoint.CompositeHealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.stereotype.Component;

/**
 * Tells the health of the application and of each component.
 */
@Component
class HealthCommand {

	private final HealthEndpoint endpoint;

	HealthCommand(HealthEndpoint endpoint) {
		this.endpoint = endpoint;
	}

	@LocalSocketListener(servers = "control", route = "health",
			description = "the health of the application and its components")
	List<String> health() {
		return lines("application", "", this.endpoint.health()).toList();
	}

	private static Stream<String> lines(String name, String prefix, HealthDescriptor health) {
		Stream<String> line = Stream.of(name + " " + health.getStatus().getCode());
		return (health instanceof CompositeHealthDescriptor composite)
				? Stream.concat(line, components(prefix, composite)) : line;
	}

	private static Stream<String> components(String prefix, CompositeHealthDescriptor health) {
		return Objects.requireNonNullElse(health.getComponents(), Map.<String, HealthDescriptor>of())
			.entrySet()
			.stream()
			.flatMap((entry) -> lines(prefix + entry.getKey(), prefix + entry.getKey() + "/", entry.getValue()));
	}

}
