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

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

import dev.localsocket.LocalServer;
import dev.localsocket.annotation.LocalSocketListener;
import dev.localsocket.context.LocalServerLifecycle;
import dev.localsocket.context.LocalServerStartException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.NestedExceptionUtils;

/**
 * An application with a server on a descriptor, which starts, stops and restarts as it is
 * told to on its standard input, and says what came of it.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class ActivatedApplication {

	@LocalSocketListener("control")
	String echo(String line) {
		return line;
	}

	/**
	 * Obeys {@code start DESCRIPTOR}, {@code stop}, {@code listen}, {@code restart} and
	 * {@code close}.
	 * @param arguments none
	 * @throws IOException if the commands cannot be read
	 */
	public static void main(String[] arguments) throws IOException {
		BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		ConfigurableApplicationContext context = null;
		for (String line = commands.readLine(); line != null; line = commands.readLine()) {
			if (line.startsWith("start ")) {
				context = start(line.substring("start ".length()));
			}
			else if (context != null) {
				System.out.println(obey(line, context));
			}
		}
		if (context != null) {
			context.close();
		}
	}

	private static @Nullable ConfigurableApplicationContext start(String descriptor) {
		SpringApplication application = new SpringApplication(ActivatedApplication.class);
		String[] all = { "--local-socket.servers.control.socket-descriptor=" + descriptor, "--logging.level.root=off",
				"--spring.main.banner-mode=off" };
		try {
			ConfigurableApplicationContext context = application.run(all);
			System.out.println(describe(context));
			return context;
		}
		catch (RuntimeException ex) {
			System.out.println(describe(ex));
			return null;
		}
	}

	private static String describe(Throwable failure) {
		Throwable cause = NestedExceptionUtils.getMostSpecificCause(failure);
		if (cause instanceof InvalidConfigurationPropertyValueException ex) {
			return "%s: %s".formatted(ex.getName(), ex.getReason());
		}
		return (cause instanceof LocalServerStartException ex) ? "%s: %s".formatted(ex.getError(), ex.getText())
				: cause.toString();
	}

	private static String obey(String command, ConfigurableApplicationContext context) {
		LocalServerLifecycle lifecycle = context.getBean(LocalServerLifecycle.class);
		switch (command) {
			case "stop" -> lifecycle.stopServer("control");
			case "listen" -> lifecycle.startServer("control");
			case "restart" -> context.restart();
			case "close" -> {
				context.close();
				return "CLOSED";
			}
			default -> throw new IllegalArgumentException(command);
		}
		return describe(context);
	}

	private static String describe(ConfigurableApplicationContext context) {
		LocalServer server = context.getBean(LocalServer.class);
		return server.isListening() ? "LISTENING " + server.fullServerName() : "STOPPED";
	}

}
