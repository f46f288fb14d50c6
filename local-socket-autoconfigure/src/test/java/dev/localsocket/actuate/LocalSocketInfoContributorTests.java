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

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.info.Info;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LocalSocketInfoContributor}.
 */
class LocalSocketInfoContributorTests {

	private static final boolean NATIVE = Runtime.version().feature() >= 22
			&& System.getProperty("os.name").equals("Linux");

	private static final String TRANSPORT = NATIVE ? "native" : "junixsocket";

	private static final String POLLER = NATIVE ? "epoll" : "selector";

	@Test
	void transportIsDescribed() {
		Info.Builder builder = new Info.Builder();
		new LocalSocketInfoContributor().contribute(builder);
		Map<String, Object> details = builder.build().getDetails();
		assertThat(details).containsOnlyKeys("localSocket");
		assertThat(details.get("localSocket")).asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
			.containsEntry("transport", TRANSPORT)
			.containsEntry("poller", POLLER)
			.containsEntry("library", "junixsocket")
			.containsEntry("supported", true)
			.containsEntry("platform", System.getProperty("os.name") + " " + System.getProperty("os.arch"))
			.hasEntrySatisfying("version", (version) -> assertThat(version).asString().matches("\\d+\\.\\d+.*"))
			.hasEntrySatisfying("nativeLibrary", (library) -> assertThat(library).asString().contains("junixsocket"));
	}

}
