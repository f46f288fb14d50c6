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

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.localsocket.LocalServer;
import dev.localsocket.annotation.LocalSocketListener;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.format.annotation.DurationFormat.Style;
import org.springframework.format.datetime.standard.DurationFormatterUtils;
import org.springframework.stereotype.Component;

/**
 * Tells what is running, and who is connected.
 */
@Component
class StatusCommand {

	private final String application;

	private final Map<String, LocalServer> servers;

	StatusCommand(@Value("${spring.application.name}") String application, Map<String, LocalServer> servers) {
		this.application = application;
		this.servers = servers;
	}

	@LocalSocketListener(servers = "control", route = "status", description = "the process and its servers")
	List<String> status() {
		Stream<String> process = Stream.of("application " + this.application, "pid " + ProcessHandle.current().pid(),
				"uptime " + uptime());
		return Stream.concat(process, this.servers.entrySet().stream().map(StatusCommand::describe)).toList();
	}

	private static String uptime() {
		Duration uptime = Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime());
		return DurationFormatterUtils.print(uptime.truncatedTo(ChronoUnit.SECONDS), Style.COMPOSITE);
	}

	private static String describe(Map.Entry<String, LocalServer> server) {
		return "server %s at %s: connections %d, errors %d".formatted(server.getKey(),
				server.getValue().fullServerName(), server.getValue().activeConnections(),
				server.getValue().errorCount());
	}

}
