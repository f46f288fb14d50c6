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
package dev.localsocket.autoconfigure.health;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

import dev.localsocket.annotation.LocalSocketListener;
import dev.localsocket.autoconfigure.LocalSocketAutoConfiguration;
import dev.localsocket.context.LocalServerLifecycle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the health of local socket servers can be a part of the readiness.
 */
@Timeout(30)
class ReadinessTests {

	@TempDir
	Path directory;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(LocalSocketAutoConfiguration.class,
				LocalSocketHealthContributorAutoConfiguration.class, ApplicationAvailabilityAutoConfiguration.class,
				EndpointAutoConfiguration.class, AvailabilityProbesAutoConfiguration.class,
				HealthContributorAutoConfiguration.class, HealthContributorRegistryAutoConfiguration.class,
				HealthEndpointAutoConfiguration.class))
		.withPropertyValues("management.endpoint.health.probes.enabled=true",
				"management.endpoint.health.group.readiness.include=localsocket");

	private ApplicationContextRunner runner() {
		return this.runner.withPropertyValues("local-socket.servers.control.directory=" + this.directory,
				"local-socket.servers.feed.directory=" + this.directory);
	}

	private static Status health(ApplicationContext context, String... path) {
		HealthDescriptor descriptor = context.getBean(HealthEndpoint.class).healthForPath(path);
		assertThat(descriptor).isNotNull();
		return descriptor.getStatus();
	}

	@Test
	void applicationIsReadyWhileItsServersListen() {
		runner().run((context) -> assertThat(health(context, "readiness")).isEqualTo(Status.UP));
	}

	@Test
	void healthTellsWhichMethodHandlesTheConnections() {
		runner().withUserConfiguration(Handler.class).run((context) -> {
			assertThat(details(context, "control")).containsEntry("handler", "ReadinessTests.Handler.handle()");
			assertThat(details(context, "feed")).containsEntry("handler", "none");
		});
	}

	private static Map<String, Object> details(ApplicationContext context, String server) {
		CompositeHealthContributor servers = context.getBean("localsocketHealthContributor",
				CompositeHealthContributor.class);
		Health health = ((HealthIndicator) Objects.requireNonNull(servers.getContributor(server))).health();
		return Objects.requireNonNull(health).getDetails();
	}

	@Test
	void stoppedServerTakesTheApplicationOutOfService() {
		runner().run((context) -> {
			LocalServerLifecycle lifecycle = context.getBean(LocalServerLifecycle.class);
			lifecycle.stopServer("control");
			assertThat(health(context, "readiness")).isEqualTo(Status.OUT_OF_SERVICE);
			assertThat(health(context, "localsocket", "control")).isEqualTo(Status.OUT_OF_SERVICE);
			assertThat(health(context, "localsocket", "feed")).isEqualTo(Status.UP);
			lifecycle.startServer("control");
			assertThat(health(context, "readiness")).isEqualTo(Status.UP);
		});
	}

	@Test
	void lostFileTakesTheApplicationDown() {
		runner().withPropertyValues("local-socket.servers.control.republish=false").run((context) -> {
			Files.delete(this.directory.resolve("control"));
			assertThat(health(context, "readiness")).isEqualTo(Status.DOWN);
		});
	}

	@Test
	void oneServerCanBeLeftOut() {
		runner().withPropertyValues("management.endpoint.health.group.readiness.include=localsocket/feed")
			.run((context) -> {
				context.getBean(LocalServerLifecycle.class).stopServer("control");
				assertThat(health(context, "readiness")).isEqualTo(Status.UP);
			});
	}

	static class Handler {

		@LocalSocketListener("control")
		String handle(String line) {
			return line;
		}

	}

}
