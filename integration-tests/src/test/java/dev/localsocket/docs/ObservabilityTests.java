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
package dev.localsocket.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.localsocket.EventLoops;
import dev.localsocket.LocalSocket;
import dev.localsocket.RejectionReason;
import dev.localsocket.SocketOption;
import dev.localsocket.TransportType;
import dev.localsocket.actuate.LocalSocketInfoContributor;
import dev.localsocket.actuate.LocalSocketsEndpoint;
import dev.localsocket.actuate.LocalSocketsEndpoint.ConnectionDescriptor;
import dev.localsocket.actuate.LocalSocketsEndpoint.CountersDescriptor;
import dev.localsocket.actuate.LocalSocketsEndpoint.OptionsDescriptor;
import dev.localsocket.actuate.LocalSocketsEndpoint.PeerDescriptor;
import dev.localsocket.actuate.LocalSocketsEndpoint.ServerDescriptor;
import dev.localsocket.actuate.LocalSocketsEndpoint.ServerDetailsDescriptor;
import dev.localsocket.annotation.LocalSocketListener;
import dev.localsocket.autoconfigure.actuate.LocalSocketInfoContributorAutoConfiguration;
import dev.localsocket.autoconfigure.actuate.LocalSocketsEndpointAutoConfiguration;
import dev.localsocket.autoconfigure.health.LocalSocketHealthContributorAutoConfiguration;
import dev.localsocket.autoconfigure.metrics.LocalSocketObservationAutoConfiguration;
import dev.localsocket.metrics.LocalSocketMeter;
import dev.localsocket.metrics.LocalSocketObservation;
import dev.localsocket.metrics.LocalSocketObservation.ClientHighCardinalityKey;
import dev.localsocket.metrics.LocalSocketObservation.ClientLowCardinalityKey;
import dev.localsocket.metrics.LocalSocketObservation.ListenerHighCardinalityKey;
import dev.localsocket.metrics.LocalSocketObservation.ListenerLowCardinalityKey;
import dev.localsocket.test.LocalSocketTestClient;
import io.micrometer.core.instrument.Tag;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.PropertiesEndpointAccessResolver;
import org.springframework.boot.actuate.autoconfigure.endpoint.jackson.JacksonEndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.jackson.EndpointJsonMapper;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static dev.localsocket.docs.MarkdownTable.code;
import static dev.localsocket.docs.MarkdownTable.codes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@code docs/observability.md}: its tables and answers are the generated ones,
 * and its samples do what it says.
 */
@Timeout(30)
class ObservabilityTests {

	private static final String PAGE = "observability.md";

	@TempDir
	Path directory;

	@Test
	void metersAreTheOnesShown() throws IOException {
		MarkdownTable table = new MarkdownTable("meter", "type", "unit", "tags", "meaning");
		for (LocalSocketMeter meter : LocalSocketMeter.values()) {
			table.row(code(meter.meterName()), lowerCase(meter.type()), meter.baseUnit(), codes(tagKeys(meter)),
					meter.description());
		}
		new GeneratedSection(PAGE, "meters", table.toString()).check();
	}

	private static List<String> tagKeys(LocalSocketMeter meter) {
		return Stream.concat(Stream.of(LocalSocketMeter.SERVER_TAG), tags(meter).map(Tag::getKey)).distinct().toList();
	}

	private static Stream<Tag> tags(LocalSocketMeter meter) {
		return meter.tags().stream().flatMap((tags) -> tags.stream());
	}

	private static String lowerCase(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT);
	}

	@Test
	void valuesOfTagsAreTheOnesShown() throws IOException {
		Map<String, List<String>> values = Arrays.stream(LocalSocketMeter.values())
			.flatMap(ObservabilityTests::tags)
			.collect(Collectors.groupingBy(Tag::getKey, LinkedHashMap::new,
					Collectors.mapping(Tag::getValue, Collectors.toList())));
		MarkdownTable table = new MarkdownTable("tag", "values");
		values.forEach((key, constants) -> table.row(code(key), codes(constants)));
		new GeneratedSection(PAGE, "values", table.toString()).check();
	}

	@Test
	void observationIsTheOneShown() throws IOException {
		assertThat(Files.readString(Path.of("../docs", PAGE)))
			.contains(code(String.valueOf(LocalSocketObservation.LISTENER.getName())));
		MarkdownTable table = new MarkdownTable("key", "of", "meaning");
		for (ListenerLowCardinalityKey key : ListenerLowCardinalityKey.values()) {
			table.row(code(key.asString()), "timer and span", key.description());
		}
		for (ListenerHighCardinalityKey key : ListenerHighCardinalityKey.values()) {
			table.row(code(key.asString()), "span", key.description());
		}
		new GeneratedSection(PAGE, "observation-keys", table.toString()).check();
	}

	@Test
	void observationOfClientsIsTheOneShown() throws IOException {
		assertThat(Files.readString(Path.of("../docs", PAGE)))
			.contains(code(String.valueOf(LocalSocketObservation.CLIENT.getName())));
		MarkdownTable table = new MarkdownTable("key", "of", "meaning");
		for (ClientLowCardinalityKey key : ClientLowCardinalityKey.values()) {
			table.row(code(key.asString()), "timer and span", key.description());
		}
		for (ClientHighCardinalityKey key : ClientHighCardinalityKey.values()) {
			table.row(code(key.asString()), "span", key.description());
		}
		new GeneratedSection(PAGE, "client-observation-keys", table.toString()).check();
	}

	@Test
	void answerOfTheEndpointIsTheOneShown() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(JacksonEndpointAutoConfiguration.class))
			.run((context) -> {
				String json = context.getBean(EndpointJsonMapper.class)
					.get()
					.writerWithDefaultPrettyPrinter()
					.writeValueAsString(server());
				new GeneratedSection(PAGE, "endpoint", "```json\n" + json + "\n```").check();
			});
	}

	private static ServerDetailsDescriptor server() {
		OptionsDescriptor options = new OptionsDescriptor(true, Set.of(SocketOption.USER_ACCESS), true, true, 4096, 30,
				1024, 0, 512, 16, Duration.ofMinutes(5), Duration.ofSeconds(30), Duration.ofSeconds(30), 65536, 1048576,
				0);
		CountersDescriptor counters = new CountersDescriptor(0, 1, 42, Map.of(RejectionReason.NOT_AUTHORIZED, 3L),
				Map.of(), 0, 5120, 20480);
		ConnectionDescriptor connection = new ConnectionDescriptor("42", LocalSocket.State.CONNECTED,
				new PeerDescriptor(23434, 1001, 1001, "alice", "alice", "/usr/bin/socat"), Duration.ofMillis(61500), 7,
				6, 0, 0);
		return new ServerDetailsDescriptor(
				new ServerDescriptor("socket", "/tmp/app-control", true, true, null, null, options, counters),
				List.of(connection));
	}

	@Test
	void informationHasTheKeysShown() throws IOException {
		Info.Builder builder = new Info.Builder();
		new LocalSocketInfoContributor(EventLoops.shared(TransportType.NATIVE)).contribute(builder);
		Map<?, ?> details = (Map<?, ?>) builder.build().getDetails().get("localSocket");
		assertThat(details).isNotNull();
		MarkdownTable table = new MarkdownTable("key", "for example");
		Map<String, String> examples = Map.of("transport", "native", "library", "jffi", "version", "1.3.15",
				"supported", "true", "poller", "epoll", "platform", "Linux amd64");
		details.keySet()
			.forEach((key) -> table.row(code("localSocket." + key), code(String.valueOf(examples.get(key)))));
		new GeneratedSection(PAGE, "info", table.toString()).check();
	}

	@Test
	void configurationDoesWhatThePageSays() {
		Samples.runner(this.directory, "observability.yml")
			.withInitializer(
					(context) -> context.getEnvironment().setConversionService(new ApplicationConversionService()))
			.withConfiguration(AutoConfigurations.of(LocalSocketsEndpointAutoConfiguration.class,
					LocalSocketInfoContributorAutoConfiguration.class,
					LocalSocketHealthContributorAutoConfiguration.class, ApplicationAvailabilityAutoConfiguration.class,
					EndpointAutoConfiguration.class, AvailabilityProbesAutoConfiguration.class,
					HealthContributorAutoConfiguration.class, HealthContributorRegistryAutoConfiguration.class,
					HealthEndpointAutoConfiguration.class))
			.run((context) -> {
				assertThat(context).hasSingleBean(LocalSocketsEndpoint.class)
					.hasSingleBean(LocalSocketInfoContributor.class);
				assertThat(new PropertiesEndpointAccessResolver(context.getEnvironment())
					.accessFor(EndpointId.of("localsockets"), Access.NONE)).isEqualTo(Access.UNRESTRICTED);
				assertThat(context.getBean(HealthEndpoint.class).healthForPath("readiness", "localsocket", "control"))
					.isNotNull();
			});
	}

	@Test
	void conventionAddsAKey() {
		TestObservationRegistry registry = TestObservationRegistry.create();
		Samples.runner(this.directory, GreeterSample.class, CommandConvention.class)
			.withConfiguration(AutoConfigurations.of(LocalSocketObservationAutoConfiguration.class))
			.withBean(ObservationRegistry.class, () -> registry)
			.run((context) -> {
				try (LocalSocketTestClient client = Samples.connect(context)) {
					client.send("world").expectLine("Hello world");
				}
				await().untilAsserted(() -> TestObservationRegistryAssert.assertThat(registry)
					.hasSingleObservationThat()
					.hasLowCardinalityKeyValueWithKey("root")
					.hasBeenStopped());
			});
	}

	static class GreeterSample {

		@LocalSocketListener
		String greet(String name) {
			return "Hello " + name;
		}

	}

}
