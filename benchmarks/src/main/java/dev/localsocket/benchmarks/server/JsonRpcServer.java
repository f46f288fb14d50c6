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

package dev.localsocket.benchmarks.server;

import java.io.IOException;
import java.util.Map;

import dev.localsocket.annotation.Execution;
import dev.localsocket.annotation.LocalSocketListener;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * An application with a method that adds two numbers for those who call it by JSON-RPC,
 * with the starter's defaults.
 */
public final class JsonRpcServer {

	private JsonRpcServer() {
	}

	/**
	 * Runs the application.
	 * @param args the path of the socket, the number of event loops and where the method
	 * runs: "event-loop" or "worker"
	 * @throws IOException if the driver cannot be heard
	 */
	public static void main(String[] args) throws IOException {
		ServerControl.reserveOutput();
		SpringApplication application = new SpringApplication(Application.class,
				args[2].equals("worker") ? OnWorker.class : OnEventLoop.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setBannerMode(Banner.Mode.OFF);
		application.setLogStartupInfo(false);
		application.setDefaultProperties(Map.ofEntries(Map.entry("local-socket.event-loop.threads", args[1]),
				Map.entry("local-socket.servers.sum.name", args[0]),
				Map.entry("local-socket.servers.sum.framing.type", "content-length"),
				Map.entry("local-socket.servers.sum.protocol", "json-rpc")));
		application.run();
		ServerControl.obey();
	}

	/** The peers are not observed either. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = { MetricsAutoConfiguration.class, ObservationAutoConfiguration.class })
	static class Application {

		@Bean
		JsonMapper jsonMapper() {
			return new JsonMapper();
		}

	}

	static class OnEventLoop {

		@LocalSocketListener(servers = "sum", route = "add", execution = Execution.EVENT_LOOP)
		int add(int a, int b) {
			return a + b;
		}

	}

	static class OnWorker {

		@LocalSocketListener(servers = "sum", route = "add")
		int add(int a, int b) {
			return a + b;
		}

	}

}
