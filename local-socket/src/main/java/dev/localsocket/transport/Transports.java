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
import dev.localsocket.transport.spi.Transport;
import org.jspecify.annotations.Nullable;

/**
 * The transports of this JVM: {@link NativeTransport} on Linux, and
 * {@link JunixTransport} everywhere. Thread-safe.
 */
public final class Transports {

	private static final SafeLogger logger = new SafeLogger(Transports.class);

	private static final NativeChoice nativeChoice = chooseNative();

	private static final Transport portable = new JunixTransport(
			(nativeChoice.transport() != null) ? nativeChoice.transport().descriptorReceiving() : null);

	private Transports() {
	}

	/**
	 * Returns the best transport that can be used here.
	 * @return the transport
	 */
	public static Transport best() {
		return (nativeChoice.transport() != null) ? nativeChoice.transport() : portable;
	}

	/**
	 * Returns the native transport.
	 * @return the transport
	 * @throws UnsupportedOperationException saying why there is none
	 */
	public static Transport nativeOne() {
		if (nativeChoice.transport() == null) {
			throw new UnsupportedOperationException(nativeChoice.reason());
		}
		return nativeChoice.transport();
	}

	/**
	 * Returns the transport that every supported system has.
	 * @return the transport
	 */
	public static Transport portable() {
		return portable;
	}

	/**
	 * Returns why a transport is not the best that there is on Linux.
	 * @param transport the transport
	 * @return the reason, or null if it is, or this is another system
	 */
	public static @Nullable String whyNotBest(Transport transport) {
		if (!isLinux()) {
			return null;
		}
		if (transport == nativeChoice.transport()) {
			return NativeTransport.whyNotBetter();
		}
		return (nativeChoice.reason() != null) ? nativeChoice.reason() : "it was asked for";
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

	/** The native transport, or why there is none. */
	private record NativeChoice(@Nullable NativeTransport transport, @Nullable String reason) {

	}

}
