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
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.localsocket.annotation.LocalSocketListener;
import dev.localsocket.autoconfigure.metrics.LocalSocketMetricsAutoConfiguration;
import dev.localsocket.autoconfigure.metrics.LocalSocketObservationAutoConfiguration;
import dev.localsocket.metrics.LocalServerMetrics;
import dev.localsocket.metrics.LocalSocketMeter;
import dev.localsocket.testing.LineClient;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.io.FileSystemResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests that what the dashboard of Grafana and the alert rules of Prometheus name is what
 * Prometheus gets.
 */
class GrafanaTests {

	private static final Path FOLDER = Page.ROOT.resolve("docs/grafana");

	private static final Pattern METRIC = Pattern.compile("\\blocal_socket_\\w+");

	private static final Pattern LABEL = Pattern
		.compile("(?:\\bby \\(([\\w, ]+)\\)|\\b(\\w+)=~|\\$labels\\.(\\w+))|\\{\\{(\\w+)}}");

	private static final Set<String> LABELS = Set.of("server", "reason", "error", "listener", "outcome");

	@TempDir
	Path directory;

	/** The names of the series, of a server whose handler was called. */
	private Set<String> series() {
		PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		ObservationRegistry observations = ObservationRegistry.create();
		observations.observationConfig().observationHandler(new DefaultMeterObservationHandler(prometheus));
		Samples.runner(this.directory, Greeter.class)
			.withConfiguration(AutoConfigurations.of(LocalSocketMetricsAutoConfiguration.class,
					LocalSocketObservationAutoConfiguration.class))
			.withBean(ObservationRegistry.class, () -> observations)
			.withBean(PrometheusMeterRegistry.class, () -> prometheus)
			.run((context) -> {
				context.getBean(LocalServerMetrics.class).bindTo(prometheus);
				try (LineClient client = new LineClient(this.directory.resolve("control"))) {
					client.send("world\n");
					assertThat(client.readLine()).isNotNull();
				}
				await().until(() -> prometheus.scrape().contains("local_socket_listener_seconds_count"));
			});
		return prometheus.scrape()
			.lines()
			.filter((line) -> !line.startsWith("#"))
			.map((line) -> line.split("[{ ]")[0])
			.collect(Collectors.toCollection(TreeSet::new));
	}

	@ParameterizedTest
	@ValueSource(strings = { "local-sockets.json", "alerts.yml" })
	void everyMetricExists(String file) throws IOException {
		Set<String> named = found(METRIC, Files.readString(FOLDER.resolve(file)));
		assertThat(named).isNotEmpty();
		assertThat(series()).containsAll(named);
	}

	@ParameterizedTest
	@ValueSource(strings = { "local-sockets.json", "alerts.yml" })
	void everyLabelExists(String file) throws IOException {
		Set<String> named = found(LABEL, Files.readString(FOLDER.resolve(file)));
		assertThat(named).contains("server", "reason", "error");
		assertThat(LABELS).containsAll(named);
	}

	@Test
	void everyMeterIsOnTheDashboard() throws IOException {
		String dashboard = Files.readString(FOLDER.resolve("local-sockets.json"));
		assertThat(LocalSocketMeter.values())
			.filteredOn((meter) -> meter != LocalSocketMeter.ERRORS && !dashboard.contains(prometheusName(meter)))
			.isEmpty();
	}

	private static String prometheusName(LocalSocketMeter meter) {
		return meter.meterName().replace('.', '_') + "_" + meter.baseUnit();
	}

	@Test
	void everyPanelAsksTheChosenSource() throws IOException {
		JsonNode dashboard = JsonMapper.shared().readTree(Files.readString(FOLDER.resolve("local-sockets.json")));
		assertThat(dashboard.get("panels").valueStream()).isNotEmpty()
			.allSatisfy((panel) -> assertThat(panel.get("targets").valueStream()).isNotEmpty()
				.allSatisfy(
						(target) -> assertThat(target.at("/datasource/uid").asString()).isEqualTo("${datasource}")));
	}

	@Test
	void everyAlertSaysWhatToDo() throws IOException {
		EnumerablePropertySource<?> alerts = (EnumerablePropertySource<?>) new YamlPropertySourceLoader()
			.load("alerts", new FileSystemResource(FOLDER.resolve("alerts.yml")))
			.get(0);
		List<String> names = Arrays.stream(alerts.getPropertyNames())
			.filter((name) -> name.endsWith(".alert"))
			.toList();
		assertThat(names).hasSizeGreaterThan(5).allSatisfy((name) -> {
			String rule = name.substring(0, name.length() - ".alert".length());
			assertThat(List.of(".expr", ".labels.severity", ".annotations.summary", ".annotations.description"))
				.allMatch((key) -> alerts.containsProperty(rule + key));
		});
	}

	private static Set<String> found(Pattern pattern, String text) {
		return pattern.matcher(text)
			.results()
			.flatMap(GrafanaTests::names)
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private static Stream<String> names(MatchResult match) {
		if (match.groupCount() == 0) {
			return Stream.of(match.group());
		}
		return Stream.of(1, 2, 3, 4)
			.map(match::group)
			.filter((group) -> group != null)
			.flatMap((group) -> Arrays.stream(group.split(", ")));
	}

	static class Greeter {

		@LocalSocketListener("control")
		String greet(String name) {
			return "Hello " + name;
		}

	}

}
