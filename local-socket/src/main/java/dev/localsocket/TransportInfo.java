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
import dev.localsocket.transport.junix.NativeLibrary;
import dev.localsocket.transport.spi.Transport;
import dev.localsocket.transport.spi.TransportLibrary;
import org.jspecify.annotations.Nullable;

/**
 * What servers and sockets work with on this platform.
 *
 * @param transport what makes the system calls: {@code native} or {@code junixsocket},
 * see {@link TransportType}
 * @param library what it makes them by: {@code Foreign Function API}, {@code jffi} or
 * {@code junixsocket}
 * @param version the version of the library, or null if it is not known
 * @param supported whether servers can be used here
 * @param nativeLibrary which build of the native part of junixsocket has been loaded, or
 * null if none
 * @param poller how event loops wait: {@code epoll}, or {@code selector} for
 * {@code poll(2)} through the selector of junixsocket
 * @param whyNotBest why it is not the best that there is on Linux, or null if it is, or
 * this is another system
 * @since 0.1.0
 */
public record TransportInfo(String transport, String library, @Nullable String version, boolean supported,
		@Nullable String nativeLibrary, String poller, @Nullable String whyNotBest) {

	/**
	 * The system property that says where the native part of junixsocket is extracted to,
	 * by default the directory for temporary files.
	 */
	public static final String NATIVE_LIBRARY_DIRECTORY = NativeLibrary.DIRECTORY;

	/**
	 * Returns what {@link EventLoops#shared()} use. May load the native part of a
	 * library, which reads and writes files.
	 * @return the description
	 */
	public static TransportInfo get() {
		return EventLoops.shared().transportInfo();
	}

	static TransportInfo of(Transport transport) {
		TransportLibrary library = transport.library();
		return new TransportInfo(transport.name(), library.name(), library.version(), isSupported(transport),
				library.loaded(), transport.pollerName(), library.whyNotBest());
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
	 * Returns what is in use as a text, and why it is not the best.
	 * @return one line
	 */
	public String summary() {
		String used = this.library.equals(this.transport) ? this.transport : this.transport + " by " + this.library;
		String summary = "transport %s, poller %s".formatted(used, this.poller);
		return (this.whyNotBest != null) ? "%s (not the best, because %s)".formatted(summary, this.whyNotBest)
				: summary;
	}

}
