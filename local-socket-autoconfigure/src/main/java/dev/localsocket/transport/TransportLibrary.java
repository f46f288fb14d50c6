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
import org.newsclub.net.unix.AFUNIXSocket;

/**
 * What the transport is made of on this platform.
 */
public final class TransportLibrary {

	private TransportLibrary() {
	}

	/**
	 * Returns what makes the system calls of connections.
	 * @return the name of the transport
	 */
	public static String transport() {
		return Transports.chosen().name();
	}

	/**
	 * Tells whether the native part of the socket library could be loaded. Tries to, the
	 * first time.
	 * @return whether local sockets can be used
	 */
	public static boolean isSupported() {
		return AFUNIXSocket.isSupported();
	}

	/**
	 * Returns the version of the socket library.
	 * @return the version
	 */
	public static String version() {
		return AFUNIXSocket.getVersion();
	}

	/**
	 * Returns which build of the native part has been loaded.
	 * @return its artifact and name, or null if none has
	 */
	public static @Nullable String nativeLibrary() {
		return isSupported() ? AFUNIXSocket.getLoadedLibrary() : null;
	}

	/**
	 * Returns the kind of poller that event loops use.
	 * @return its name
	 */
	public static String poller() {
		return Transports.chosen().pollerName();
	}

}
