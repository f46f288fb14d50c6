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
package dev.localsocket.benchmarks.startup;

import java.util.stream.Stream;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;

/**
 * An application with nothing but Actuator, and a server with a listener if the starter
 * is on the class path. It ends as soon as it has started.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class EmptyApplication {

	/** What it says when it has started. */
	static final String STARTED = "started";

	/**
	 * Runs the application.
	 * @param args the name of the class of a listener, or nothing, and properties
	 * @throws ClassNotFoundException if there is no such class
	 */
	public static void main(String[] args) throws ClassNotFoundException {
		Stream.Builder<Class<?>> sources = Stream.<Class<?>>builder().add(EmptyApplication.class);
		if (args.length > 0 && !args[0].startsWith("--")) {
			sources.add(Class.forName(args[0]));
		}
		SpringApplication application = new SpringApplication(sources.build().toArray(Class<?>[]::new));
		application.run(args);
		System.out.println(STARTED);
		System.exit(0);
	}

}
