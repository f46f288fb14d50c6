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

package dev.localsocket;

import java.util.Arrays;
import java.util.Locale;

import dev.localsocket.transport.Transports;
import dev.localsocket.transport.spi.Transport;

/**
 * What makes the system calls of servers and sockets.
 *
 * @since 0.1.0
 */
public enum TransportType {

	/**
	 * {@link #NATIVE} where that is possible, or else {@link #JUNIXSOCKET}; unless the
	 * system property {@code local-socket.transport} names one of them. This is the
	 * default.
	 */
	AUTO,

	/**
	 * The C library of Linux, called through the Foreign Function API with Java 22 and
	 * later, and through jffi before. Its cost does not grow with the number of idle
	 * connections.
	 */
	NATIVE,

	/**
	 * The socket library junixsocket, which works on macOS, too. Each idle connection
	 * slows the others of its event loop down.
	 */
	JUNIXSOCKET;

	/** Says what {@link #AUTO} is. */
	static final String PROPERTY = "local-socket.transport";

	/**
	 * Finds the transport.
	 * @return the transport
	 * @throws UnsupportedOperationException saying why there is none of this type
	 */
	Transport transport() {
		return switch (this) {
			case AUTO -> automatic();
			case NATIVE -> nativeOne();
			case JUNIXSOCKET -> Transports.portable();
		};
	}

	private static Transport automatic() {
		String name = System.getProperty(PROPERTY, AUTO.toString());
		TransportType type = Arrays.stream(values())
			.filter((candidate) -> candidate.toString().equalsIgnoreCase(name))
			.findFirst()
			.orElseThrow(() -> new UnsupportedOperationException("The system property %s is '%s': set it to one of %s"
				.formatted(PROPERTY, name, Arrays.toString(values()))));
		return (type != AUTO) ? type.transport() : Transports.best();
	}

	private static Transport nativeOne() {
		try {
			return Transports.nativeOne();
		}
		catch (UnsupportedOperationException ex) {
			throw new UnsupportedOperationException(
					"The native transport cannot be used here, because " + ex.getMessage(), ex);
		}
	}

	/** As in properties. */
	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

}
