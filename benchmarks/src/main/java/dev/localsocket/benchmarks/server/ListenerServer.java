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
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Map;

import dev.localsocket.annotation.Execution;
import dev.localsocket.annotation.LocalSocketListener;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.context.annotation.Configuration;

/**
 * An application with two servers: at the path that it is given lines of text, at the
 * same path with {@value #RAW_SUFFIX} bytes as they arrive. Both are sent back by
 * annotated methods.
 */
public final class ListenerServer {

	/** What the path of the server without frames has in addition. */
	public static final String RAW_SUFFIX = ".raw";

	private ListenerServer() {
	}

	/**
	 * Runs the application.
	 * @param args the path of the socket, the number of event loops and where the methods
	 * run: "event-loop", "worker" or "virtual"
	 * @throws IOException if the driver cannot be heard
	 */
	public static void main(String[] args) throws IOException {
		ServerControl.reserveOutput();
		Where where = Where.valueOf(args[2].replace('-', '_').toUpperCase(Locale.ROOT));
		SpringApplication application = new SpringApplication(Application.class, where.listener);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setBannerMode(Banner.Mode.OFF);
		application.setLogStartupInfo(false);
		application.setDefaultProperties(Map.ofEntries(Map.entry("local-socket.event-loop.threads", args[1]),
				Map.entry("local-socket.servers.line.name", args[0]),
				Map.entry("local-socket.servers.line.max-connections", BareServer.MAX_CONNECTIONS),
				Map.entry("local-socket.servers.line.listen-backlog-size", BareServer.BACKLOG),
				Map.entry("local-socket.servers.raw.name", args[0] + RAW_SUFFIX),
				Map.entry("local-socket.servers.raw.max-connections", BareServer.MAX_CONNECTIONS),
				Map.entry("local-socket.servers.raw.listen-backlog-size", BareServer.BACKLOG),
				Map.entry("local-socket.servers.raw.framing.type", "raw"),
				Map.entry("spring.threads.virtual.enabled", where == Where.VIRTUAL)));
		application.run();
		ServerControl.obey();
	}

	/** Where the methods run. */
	private enum Where {

		EVENT_LOOP(OnEventLoop.class),

		WORKER(OnWorker.class),

		VIRTUAL(OnWorker.class);

		private final Class<?> listener;

		Where(Class<?> listener) {
			this.listener = listener;
		}

	}

	/** The peers are not observed either. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = { MetricsAutoConfiguration.class, ObservationAutoConfiguration.class })
	static class Application {

	}

	static class OnEventLoop {

		@LocalSocketListener(servers = "line", execution = Execution.EVENT_LOOP)
		String reply(String line) {
			return line;
		}

		@LocalSocketListener(servers = "raw", execution = Execution.EVENT_LOOP)
		ByteBuffer echo(ByteBuffer bytes) {
			return bytes;
		}

	}

	static class OnWorker {

		@LocalSocketListener("line")
		String reply(String line) {
			return line;
		}

		@LocalSocketListener("raw")
		byte[] echo(byte[] bytes) {
			return bytes;
		}

	}

}
