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

import dev.localsocket.error.LocalSocketException;
import dev.localsocket.transport.Transports;
import dev.localsocket.transport.junix.NativeLibrary;
import dev.localsocket.transport.spi.Transport;
import org.jspecify.annotations.Nullable;

/**
 * What servers and sockets work with on this platform.
 *
 * @param transport what makes the system calls of connections: {@code native} for Java
 * itself, on Linux with Java 22 and later, or {@code junixsocket} for the socket library
 * @param library the name of the socket library, which {@code native} needs only for what
 * Java cannot do itself, such as to adopt descriptors
 * @param version the version of the socket library
 * @param supported whether servers can be used here
 * @param nativeLibrary which build of the native part has been loaded, or null if none
 * @param poller how event loops wait: {@code epoll}, or {@code selector} for
 * {@code poll(2)} through the socket library's selector
 */
public record TransportInfo(String transport, String library, String version, boolean supported,
		@Nullable String nativeLibrary, String poller) {

	/**
	 * The system property that says where the native part of the library is extracted to,
	 * by default the directory for temporary files.
	 */
	public static final String NATIVE_LIBRARY_DIRECTORY = NativeLibrary.DIRECTORY;

	/**
	 * Returns what is in use. The first call may load the native part of the library,
	 * which reads and writes files.
	 * @return the description
	 */
	public static TransportInfo get() {
		Transport chosen = Transports.chosen();
		return new TransportInfo(chosen.name(), "junixsocket", NativeLibrary.version(), isSupported(chosen),
				NativeLibrary.loaded(), chosen.pollerName());
	}

	private static boolean isSupported(Transport transport) {
		try {
			transport.check();
			return true;
		}
		catch (LocalSocketException ex) {
			return false;
		}
	}

	/**
	 * Returns what is in use as a text, and why it is not the native transport where that
	 * could be expected. Loads nothing.
	 * @return the names of the transport and the poller
	 */
	public static String summary() {
		String summary = "transport %s, poller %s".formatted(Transports.chosen().name(),
				Transports.chosen().pollerName());
		String reason = Transports.whyNotNative();
		return (reason != null) ? "%s (not native, because %s)".formatted(summary, reason) : summary;
	}

}
