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

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import dev.localsocket.benchmarks.server.SpringIntegrationServer;

/**
 * What the application has of the starter. Each has what the one before it has.
 */
enum Variant {

	/** Only Actuator. */
	WITHOUT("without the starter"),

	/** The jars. */
	STARTER("with the starter"),

	/** A server of the properties. */
	SERVER("and a server"),

	/** The listener of the README. */
	LISTENER("and a listener");

	private static final Predicate<String> OF_THE_STARTER = (name) -> name
		.matches("(local-socket|jffi|junixsocket|spring-messaging).*");

	private final String title;

	Variant(String title) {
		this.title = title;
	}

	String title() {
		return this.title;
	}

	/**
	 * Tells whether a jar is on the class path.
	 * @param name the name of the jar
	 * @return whether it is
	 */
	boolean has(String name) {
		return !SpringIntegrationServer.aloneNeeds(name) && (this != WITHOUT || !OF_THE_STARTER.test(name));
	}

	/**
	 * Returns the arguments of {@link EmptyApplication}.
	 * @param directory where servers are to listen
	 * @return the arguments
	 */
	List<String> arguments(String directory) {
		List<String> arguments = new ArrayList<>();
		if (compareTo(LISTENER) >= 0) {
			arguments.add(Greeter.class.getName());
		}
		arguments.add("--spring.main.banner-mode=off");
		if (compareTo(SERVER) >= 0) {
			arguments.add("--local-socket.directory=" + directory);
			arguments.add("--local-socket.servers.%s.name=%s".formatted(Greeter.SERVER, Greeter.SERVER));
		}
		return arguments;
	}

}
