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

package dev.localsocket.benchmarks.http;

import java.io.IOException;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * An application with one controller, which is served at a port of the loopback interface
 * and at a local socket. It says where the port is, and ends with its input.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class GreetingApplication {

	/** What the line begins with that says the port. */
	static final String PORT = "port ";

	/**
	 * Runs the application.
	 * @param args the web server, the path of the socket, and properties
	 * @throws IOException if its input breaks
	 */
	public static void main(String[] args) throws IOException {
		WebServer server = WebServer.valueOf(args[0]);
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(GreetingApplication.class,
				server.configuration(), Controller.class)
			.web(server.type())
			.properties("server.port=0", "server.address=127.0.0.1", "local-socket.web.server.name=" + args[1],
					"server.tomcat.max-keep-alive-requests=-1", "spring.main.banner-mode=off",
					"logging.level.root=warn")
			.run(args)) {
			System.out.println(PORT + context.getEnvironment().getProperty("local.server.port"));
			while (System.in.read() >= 0) {
				// It ends when the benchmark does
			}
		}
	}

	/** Greets. */
	@RestController
	static class Controller {

		@GetMapping("/hello")
		String hello() {
			return "hello";
		}

	}

}
