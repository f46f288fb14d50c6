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

import dev.localsocket.log.SafeLogger;
import dev.localsocket.transport.junix.JunixTransport;
import dev.localsocket.transport.spi.Transport;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the transport: {@code NativeTransport} on Linux with Java 22 or later, unless
 * the system property {@value #PROPERTY} is {@value #SELECTOR}, or else
 * {@link JunixTransport}.
 */
public final class Transports {

	private static final String PROPERTY = "local-socket.poller";

	private static final String SELECTOR = "selector";

	private static final String NATIVE_TRANSPORT = "dev.localsocket.transport.linux.NativeTransport";

	private static final SafeLogger logger = new SafeLogger(Transports.class);

	private static final Choice choice = choose();

	private Transports() {
	}

	/**
	 * Returns the transport of this JVM.
	 * @return the transport
	 */
	public static Transport chosen() {
		return choice.transport();
	}

	/**
	 * Returns why the transport is not the native one, where that could be expected.
	 * @return the reason, or null if it is, or this is no JVM for it
	 */
	public static @Nullable String whyNotNative() {
		return choice.whyNotNative();
	}

	private static Choice choose() {
		Transport portable = new JunixTransport();
		if (Runtime.version().feature() < 22 || !System.getProperty("os.name").equals("Linux")) {
			return new Choice(portable, null);
		}
		if (SELECTOR.equals(System.getProperty(PROPERTY))) {
			return new Choice(portable, "-D%s=%s is set".formatted(PROPERTY, SELECTOR));
		}
		return findNative(portable);
	}

	/**
	 * The class is compiled, and so found, only with Java 22 or later. Its creation fails
	 * where the C library lacks a function.
	 */
	private static Choice findNative(Transport portable) {
		try {
			return new Choice(Class.forName(NATIVE_TRANSPORT)
				.asSubclass(Transport.class)
				.getDeclaredConstructor(Transport.class)
				.newInstance(portable), null);
		}
		catch (ClassNotFoundException ex) {
			return new Choice(portable,
					"this library was built by a JDK before 22, or is on the class path as a directory, not as a jar");
		}
		catch (ReflectiveOperationException | LinkageError | RuntimeException ex) {
			logger.debug("The system calls of Linux cannot be used directly", ex);
			return new Choice(portable, "the system calls of Linux cannot be used directly: " + ex);
		}
	}

	/** What was chosen, and why not the better one. */
	private record Choice(Transport transport, @Nullable String whyNotNative) {

	}

}
