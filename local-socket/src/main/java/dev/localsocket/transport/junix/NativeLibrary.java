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

package dev.localsocket.transport.junix;

import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import dev.localsocket.transport.spi.Circumstances;
import org.jspecify.annotations.Nullable;
import org.newsclub.net.unix.AFUNIXSocket;

/**
 * The native part of the socket library.
 */
public final class NativeLibrary {

	/** The system property that says where it is extracted to. */
	public static final String DIRECTORY = "org.newsclub.net.unix.library.tmpdir";

	static {
		Circumstances.prepare();
	}

	private NativeLibrary() {
	}

	/**
	 * Fails if the native library cannot be used here.
	 * @throws LocalSocketException {@link SocketError#UNSUPPORTED_OPERATION} saying what
	 * to do
	 */
	static void check() throws LocalSocketException {
		if (!AFUNIXSocket.isSupported()) {
			throw new LocalSocketException(SocketError.UNSUPPORTED_OPERATION,
					"The native library of junixsocket could not be loaded. It is extracted to '%s', "
						.formatted(System.getProperty(DIRECTORY, System.getProperty("java.io.tmpdir")))
							+ "which must allow execution: set -D" + DIRECTORY + "=DIRECTORY "
							+ "to move it, and see that there is a build of it for this platform");
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
	public static @Nullable String loaded() {
		try {
			return AFUNIXSocket.isSupported() ? AFUNIXSocket.getLoadedLibrary() : null;
		}
		catch (LinkageError ex) {
			return null;
		}
	}

}
