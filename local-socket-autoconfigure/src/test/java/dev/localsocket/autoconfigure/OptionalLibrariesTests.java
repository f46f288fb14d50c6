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

package dev.localsocket.autoconfigure;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.localsocket.LocalServer;
import dev.localsocket.annotation.ListenerObserver;
import dev.localsocket.metrics.LocalServerMetrics;
import dev.localsocket.metrics.ObservationListenerObserver;
import dev.localsocket.security.PeerAuthentications;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurationImportSelector;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.AnnotationAttributes;
import org.springframework.core.type.AnnotationMetadata;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that metrics and health are there with their libraries, and that all else works
 * without them.
 */
class OptionalLibrariesTests {

	@TempDir
	Path directory;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withUserConfiguration(Application.class);

	private ApplicationContextRunner runner() {
		return this.runner.withPropertyValues("local-socket.servers.control.directory=" + this.directory);
	}

	@ParameterizedTest
	@ValueSource(strings = { "io.micrometer", "io.micrometer.core", "io.micrometer.observation",
			"org.springframework.boot.micrometer", "org.springframework.boot.health",
			"org.springframework.boot.actuate", "org.springframework.security", "tools.jackson", "reactor" })
	void serversListenWithoutTheLibrary(String library) {
		runner().withClassLoader(new FilteredClassLoader(library))
			.run((context) -> assertThat(context.getBean(LocalServer.class).isListening()).isTrue());
	}

	@Test
	void metersAreBoundWhenThereIsARegistry() {
		runner().withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.run((context) -> assertThat(context).hasSingleBean(LocalServerMetrics.class));
		runner().run((context) -> assertThat(context).doesNotHaveBean(LocalServerMetrics.class));
	}

	@Test
	void listenersAreObservedWhenThereIsARegistry() {
		runner().withBean(ObservationRegistry.class, ObservationRegistry::create)
			.run((context) -> assertThat(context).hasSingleBean(ObservationListenerObserver.class));
		runner().run((context) -> assertThat(context).doesNotHaveBean(ObservationListenerObserver.class));
	}

	@Test
	void observersOfTheApplicationAreToldToo() {
		ListenerObserver own = (listener, server, socket) -> ListenerObserver.Invocation.NONE;
		runner().withBean(ObservationRegistry.class, ObservationRegistry::create)
			.withBean(ListenerObserver.class, () -> own)
			.run((context) -> assertThat(context.getBeansOfType(ListenerObserver.class).values()).contains(own)
				.hasAtLeastOneElementOfType(ObservationListenerObserver.class));
	}

	@Test
	void handlersActAsTheirPeerWhereSpringSecurityIsThere() {
		runner().run((context) -> assertThat(context).hasSingleBean(PeerAuthentications.class));
		runner().withClassLoader(new FilteredClassLoader("org.springframework.security"))
			.run((context) -> assertThat(context).doesNotHaveBean("localSocketPeerAuthentications"));
	}

	@Test
	void healthHasAnEntryForEachServer() {
		runner().withPropertyValues("local-socket.servers.feed.directory=" + this.directory)
			.run((context) -> assertThat(
					context.getBean("localsocketHealthContributor", CompositeHealthContributor.class).stream())
				.extracting(HealthContributors.Entry::name)
				.containsExactlyInAnyOrder("control", "feed"));
	}

	@Test
	void healthCanBeSwitchedOff() {
		runner().withPropertyValues("management.health.localsocket.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean("localsocketHealthContributor"));
	}

	@Test
	void thereIsNoHealthWithoutServers() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean("localsocketHealthContributor"));
	}

	/**
	 * Imports what is in our list of auto-configurations and, as a real application does,
	 * reads the conditions on classes before it loads them.
	 */
	static class OurAutoConfigurations extends AutoConfigurationImportSelector {

		@Override
		protected AnnotationAttributes getAttributes(AnnotationMetadata metadata) {
			return new AnnotationAttributes(Map.of("exclude", new String[0], "excludeName", new String[0]));
		}

		@Override
		protected List<String> getCandidateConfigurations(AnnotationMetadata metadata,
				@Nullable AnnotationAttributes attributes) {
			List<String> ours = super.getCandidateConfigurations(metadata, attributes).stream()
				.filter((name) -> name.startsWith("dev.localsocket."))
				.toList();
			assertThat(ours).hasSize(7);
			return ours;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(OurAutoConfigurations.class)
	static class Application {

	}

}
