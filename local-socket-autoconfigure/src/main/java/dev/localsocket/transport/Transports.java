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
package dev.localsocket.transport;

import org.jspecify.annotations.Nullable;

/**
 * Chooses the transport: {@code NativeTransport} on Linux with Java 22 or later, unless
 * the system property {@value #PROPERTY} is {@value #SELECTOR}, or else
 * {@link JunixTransport}.
 */
final class Transports {

	private static final String PROPERTY = "local-socket.poller";

	private static final String SELECTOR = "selector";

	private static final String NATIVE_TRANSPORT = "dev.localsocket.transport.NativeTransport";

	private static final SafeLogger logger = new SafeLogger(Transports.class);

	private static final Transport chosen = choose();

	private Transports() {
	}

	/**
	 * Returns the transport of this JVM.
	 * @return the transport
	 */
	static Transport chosen() {
		return chosen;
	}

	private static Transport choose() {
		Transport found = findNative();
		return (found != null) ? found : new JunixTransport();
	}

	/**
	 * The class is compiled, and so found, only with Java 22 or later. Its creation fails
	 * where the C library lacks a function.
	 */
	private static @Nullable Transport findNative() {
		if (Runtime.version().feature() < 22 || !System.getProperty("os.name").equals("Linux")
				|| SELECTOR.equals(System.getProperty(PROPERTY))) {
			return null;
		}
		try {
			return Class.forName(NATIVE_TRANSPORT).asSubclass(Transport.class).getDeclaredConstructor().newInstance();
		}
		catch (ReflectiveOperationException | LinkageError | RuntimeException ex) {
			logger.debug("The system calls of Linux cannot be used directly", ex);
			return null;
		}
	}

}
