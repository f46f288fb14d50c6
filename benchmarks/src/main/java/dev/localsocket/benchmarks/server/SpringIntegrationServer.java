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
import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.config.EnableIntegration;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.integration.dsl.Transformers;
import org.springframework.integration.ip.dsl.Tcp;
import org.springframework.integration.ip.tcp.connection.TcpConnectionServerListeningEvent;
import org.springframework.integration.ip.tcp.serializer.ByteArrayLfSerializer;

/**
 * What one would write with Spring Integration in the place of {@link ListenerServer}: an
 * application with an inbound gateway that hands lines of text to a method, and sends
 * what that returns. It listens at a port of the loopback interface, because Spring
 * Integration knows no other sockets. Each connection takes 60 KiB of the heap, and more
 * while it is busy.
 */
public final class SpringIntegrationServer {

	private static final int LONGEST_LINE = 8 * 1024;

	/** Each connection gets an array of twice that; by default it is one of megabytes. */
	private static final int SEND_BUFFER = 16 * 1024;

	private SpringIntegrationServer() {
	}

	/**
	 * Tells whether a jar is on the class path for this server alone, so that the other
	 * applications can do without it.
	 * @param name the name of the jar
	 * @return whether it is
	 */
	public static boolean aloneNeeds(String name) {
		return name.matches("(spring-integration|spring-tx|reactor|reactive-streams)-.*");
	}

	/**
	 * Runs the application.
	 * @param args are not used: there is one selector, and a port that is free
	 * @throws IOException if the driver cannot be heard
	 */
	public static void main(String[] args) throws IOException {
		ServerControl.reserveOutput();
		CompletableFuture<Integer> port = new CompletableFuture<>();
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setBannerMode(Banner.Mode.OFF);
		application.setLogStartupInfo(false);
		application.setDefaultProperties(Map.of("logging.level.org.springframework.integration", LogLevel.OFF));
		application.addListeners(
				(ApplicationListener<TcpConnectionServerListeningEvent>) (event) -> port.complete(event.getPort()));
		application.run();
		ServerControl.obeyAtPort(port.join());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableIntegration
	@EnableAutoConfiguration(exclude = { MetricsAutoConfiguration.class, ObservationAutoConfiguration.class })
	static class Application {

		@Bean
		IntegrationFlow lines() {
			return IntegrationFlow
				.from(Tcp.inboundGateway(Tcp.nioServer(0)
					.localAddress(InetAddress.getLoopbackAddress().getHostAddress())
					.backlog(BareServer.BACKLOG)
					.soTcpNoDelay(true)
					.soSendBufferSize(SEND_BUFFER)
					.deserializer(framing())
					.serializer(framing())))
				.transform(Transformers.objectToString())
				.handle(new Replies(), "reply")
				.get();
		}

		private static ByteArrayLfSerializer framing() {
			ByteArrayLfSerializer framing = new ByteArrayLfSerializer();
			framing.setMaxMessageSize(LONGEST_LINE);
			return framing;
		}

	}

	/** Public, as Spring Integration calls its methods only then without SpEL. */
	public static final class Replies {

		/**
		 * Replies with what is said.
		 * @param line a line
		 * @return the same line
		 */
		public String reply(String line) {
			return line;
		}

	}

}
