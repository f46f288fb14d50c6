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

package dev.localsocket.testing;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import dev.localsocket.transport.Transports;
import dev.localsocket.transport.spi.Transport;

/**
 * What the tests of this run use, by system properties of this JVM, and other JVMs that
 * they start use too.
 */
public final class TestedTransport {

	private static final List<String> PROPERTIES = List.of("local-socket.transport", "local-socket.native-binding");

	private TestedTransport() {
	}

	/**
	 * Returns the transport.
	 * @return the transport
	 */
	public static Transport get() {
		return "junixsocket".equals(System.getProperty("local-socket.transport")) ? Transports.portable()
				: Transports.best();
	}

	/**
	 * Returns the options for another JVM.
	 * @return the options, none unless this JVM has them
	 */
	public static List<String> options() {
		return PROPERTIES.stream().flatMap(TestedTransport::option).toList();
	}

	private static Stream<String> option(String property) {
		return Optional.ofNullable(System.getProperty(property))
			.map((value) -> "-D%s=%s".formatted(property, value))
			.stream();
	}

}
