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
package dev.localsocket.actuate;

import java.util.Map;
import java.util.Objects;

import dev.localsocket.EventLoops;
import dev.localsocket.TransportType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import org.springframework.boot.actuate.info.Info;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LocalSocketInfoContributor}.
 */
class LocalSocketInfoContributorTests {

	@Test
	@EnabledOnOs(OS.LINUX)
	void nativeTransportIsDescribed() {
		boolean foreign = Runtime.version().feature() >= 22;
		assertThat(details(TransportType.NATIVE)).containsEntry("transport", "native")
			.containsEntry("poller", "epoll")
			.containsEntry("library", foreign ? "Foreign Function API" : "jffi")
			.containsEntry("supported", true)
			.containsEntry("platform", System.getProperty("os.name") + " " + System.getProperty("os.arch"))
			.hasEntrySatisfying("version", (version) -> assertThat(version).asString().matches("\\d+\\.\\d+.*"))
			.doesNotContainKeys("nativeLibrary", "whyNotBest");
	}

	@Test
	void junixsocketIsDescribed() {
		assertThat(details(TransportType.JUNIXSOCKET)).containsEntry("transport", "junixsocket")
			.containsEntry("poller", "selector")
			.containsEntry("library", "junixsocket")
			.containsEntry("supported", true)
			.containsEntry("platform", System.getProperty("os.name") + " " + System.getProperty("os.arch"))
			.hasEntrySatisfying("version", (version) -> assertThat(version).asString().matches("\\d+\\.\\d+.*"))
			.hasEntrySatisfying("nativeLibrary", (library) -> assertThat(library).asString().contains("junixsocket"));
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> details(TransportType transport) {
		Info.Builder builder = new Info.Builder();
		new LocalSocketInfoContributor(EventLoops.shared(transport)).contribute(builder);
		Map<String, Object> details = builder.build().getDetails();
		assertThat(details).containsOnlyKeys("localSocket");
		return Objects.requireNonNull((Map<String, Object>) details.get("localSocket"));
	}

}
