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

import dev.localsocket.error.LocalSocketException;
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
	 * Returns why the transport is not the native one, where that could be expected.
	 * @return the reason, or null if it is, or cannot be on this Java or platform
	 */
	public static @Nullable String whyNotNative() {
		return Transports.whyNotNative();
	}

	/**
	 * Tells whether servers can be used: with the native transport also without the
	 * socket library. Without it, tries to load the native part of that.
	 * @return whether local sockets can be used
	 */
	public static boolean isSupported() {
		try {
			Transports.chosen().check();
			return true;
		}
		catch (LocalSocketException ex) {
			return false;
		}
	}

	/**
	 * Returns the version of the socket library.
	 * @return the version, or {@code none} if the library is not on the class path
	 */
	public static String version() {
		try {
			return AFUNIXSocket.getVersion();
		}
		catch (LinkageError ex) {
			return "none";
		}
	}

	/**
	 * Returns which build of the native part has been loaded.
	 * @return its artifact and name, or null if none has
	 */
	public static @Nullable String nativeLibrary() {
		try {
			return AFUNIXSocket.isSupported() ? AFUNIXSocket.getLoadedLibrary() : null;
		}
		catch (LinkageError ex) {
			return null;
		}
	}

	/**
	 * Returns the kind of poller that event loops use.
	 * @return its name
	 */
	public static String poller() {
		return Transports.chosen().pollerName();
	}

}
