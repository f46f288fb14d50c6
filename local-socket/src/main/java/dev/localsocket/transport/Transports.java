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
import dev.localsocket.transport.junix.JunixFileDescriptorNumbers;
import dev.localsocket.transport.junix.JunixTransport;
import dev.localsocket.transport.linux.NativeTransport;
import dev.localsocket.transport.spi.DescriptorReceiving;
import dev.localsocket.transport.spi.Transport;
import org.jspecify.annotations.Nullable;

/**
 * The transports of this JVM: {@link NativeTransport} on Linux, and
 * {@link JunixTransport} everywhere. Thread-safe.
 */
public final class Transports {

	private static final SafeLogger logger = new SafeLogger(Transports.class);

	private Transports() {
	}

	/**
	 * Returns the best transport that can be used here.
	 * @return the transport
	 */
	public static Transport best() {
		NativeTransport transport = Native.choice.transport();
		return (transport != null) ? transport : Fallback.transport;
	}

	/**
	 * Returns the native transport.
	 * @return the transport
	 * @throws UnsupportedOperationException saying why there is none
	 */
	public static Transport nativeOne() {
		NativeTransport transport = Native.choice.transport();
		if (transport == null) {
			throw new UnsupportedOperationException(Native.choice.reason());
		}
		return transport;
	}

	/**
	 * Returns the transport that every supported system has. The native one is not looked
	 * for until descriptors are to be received.
	 * @return the transport
	 */
	public static Transport portable() {
		return Portable.transport;
	}

	private static boolean isLinux() {
		return System.getProperty("os.name").equals("Linux");
	}

	private static NativeChoice chooseNative() {
		if (!isLinux()) {
			return new NativeChoice(null, "this system is not Linux but " + System.getProperty("os.name"));
		}
		try {
			return new NativeChoice(new NativeTransport(new JunixFileDescriptorNumbers()), null);
		}
		catch (UnsupportedOperationException | LinkageError ex) {
			logger.debug("The system calls of Linux cannot be used directly", ex);
			return new NativeChoice(null, String.valueOf(ex.getMessage()));
		}
	}

	private static @Nullable DescriptorReceiving descriptorReceiving() {
		NativeTransport transport = Native.choice.transport();
		return (transport != null) ? transport.descriptorReceiving() : null;
	}

	/** The native transport, or why there is none. */
	private record NativeChoice(@Nullable NativeTransport transport, @Nullable String reason) {

	}

	/** Loads a library, or links functions, when it is first asked for. */
	private static final class Native {

		static final NativeChoice choice = chooseNative();

	}

	/** What takes the place of the native transport. */
	private static final class Fallback {

		static final Transport transport = new JunixTransport(() -> null, isLinux() ? Native.choice.reason() : null);

	}

	/** What was asked for. */
	private static final class Portable {

		static final Transport transport = new JunixTransport(Transports::descriptorReceiving,
				isLinux() ? "it was asked for" : null);

	}

}
