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

package dev.localsocket.endpoint;

import java.util.List;

import dev.localsocket.LocalServer;
import dev.localsocket.annotation.LocalSocketListener;
import dev.localsocket.autoconfigure.LocalSocketAutoConfiguration;
import dev.localsocket.client.LocalSocketClient;
import dev.localsocket.web.LocalSocketRequestAttributes;

import org.springframework.boot.Banner;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * An application with a server and a client of it. It prints what it has asked itself,
 * and what it sees of each of our modules.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class ModularMain {

	@Bean
	Echo echo() {
		return new Echo();
	}

	/**
	 * Asks once.
	 * @param arguments the path of the socket
	 */
	public static void main(String[] arguments) {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(ModularMain.class)
			.properties("local-socket.servers.control.name=" + arguments[0],
					"local-socket.clients.asking.name=" + arguments[0], "logging.threshold.console=off")
			.bannerMode(Banner.Mode.OFF)
			.run()) {
			System.out.println(context.getBean(LocalSocketClient.class).request("hello", String.class));
		}
		List.of(LocalServer.class, LocalSocketListener.class, LocalSocketAutoConfiguration.class,
				LocalSocketRequestAttributes.class)
			.forEach((type) -> printExports(type.getModule()));
	}

	private static void printExports(Module module) {
		module.getPackages()
			.stream()
			.filter((name) -> module.isExported(name, ModularMain.class.getModule()))
			.sorted()
			.forEach((name) -> System.out.println(module.getName() + " " + name));
	}

	/** Answers. */
	static class Echo {

		@LocalSocketListener("control")
		String echo(String line) {
			return "echo " + line;
		}

	}

}
