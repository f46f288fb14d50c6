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

import java.io.IOException;
import java.lang.reflect.Constructor;

import org.jspecify.annotations.Nullable;

/**
 * Chooses the kind of poller: {@code EpollPoller} on Linux with Java 22 or later, unless
 * the system property {@value #PROPERTY} is {@value #SELECTOR}, or else
 * {@link SelectorPoller}.
 */
final class Pollers {

	private static final String PROPERTY = "local-socket.poller";

	private static final String SELECTOR = "selector";

	private static final String EPOLL_POLLER = "dev.localsocket.transport.EpollPoller";

	/** Its initializer fails where the C library lacks a function. */
	private static final String EPOLL = "dev.localsocket.transport.Epoll";

	private static final SafeLogger logger = new SafeLogger(Pollers.class);

	private static final @Nullable Constructor<? extends Poller> epoll = findEpoll();

	private Pollers() {
	}

	/**
	 * Opens a poller.
	 * @return the poller
	 * @throws IOException if it cannot be opened, for example for lack of descriptors
	 */
	static Poller open() throws IOException {
		if (epoll == null) {
			return new SelectorPoller();
		}
		try {
			return epoll.newInstance();
		}
		catch (ReflectiveOperationException ex) {
			if (ex.getCause() instanceof IOException cause) {
				throw cause;
			}
			throw new IllegalStateException("Could not open a poller", ex);
		}
	}

	static String name() {
		return (epoll != null) ? "epoll" : SELECTOR;
	}

	/** The class is compiled, and so found, only with Java 22 or later. */
	private static @Nullable Constructor<? extends Poller> findEpoll() {
		if (Runtime.version().feature() < 22 || !System.getProperty("os.name").equals("Linux")
				|| SELECTOR.equals(System.getProperty(PROPERTY))) {
			return null;
		}
		try {
			Constructor<? extends Poller> constructor = Class.forName(EPOLL_POLLER)
				.asSubclass(Poller.class)
				.getDeclaredConstructor();
			Class.forName(EPOLL, true, Pollers.class.getClassLoader());
			return constructor;
		}
		catch (ReflectiveOperationException | LinkageError | RuntimeException ex) {
			logger.debug("The poller on epoll cannot be used", ex);
			return null;
		}
	}

}
