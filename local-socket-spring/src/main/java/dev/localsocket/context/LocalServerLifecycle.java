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

package dev.localsocket.context;

import dev.localsocket.LocalServer;

import org.springframework.context.SmartLifecycle;

/**
 * Starts the servers with the application context and stops them with it, beside the web
 * server's graceful shutdown. Stopping first refuses new connections; then owners of
 * connections see the end of their input and finish, and what they wrote is sent. A peer
 * that goes on reading has all of the grace period for that; one that reads nothing for a
 * quarter of it, or five seconds if that is less, is given up. At the end of the grace
 * period what is left is aborted. All servers stop together, within the grace period and
 * two seconds. It can be started again. If a bean starts it before all singletons are
 * there, new connections are announced, and given to their handlers, when they are;
 * events of the servers themselves are published at once. A bean that the library makes,
 * and may add methods to. Thread-safe.
 *
 * @since 0.1.0
 */
public interface LocalServerLifecycle extends SmartLifecycle {

	/** The phase: that of the web server's graceful shutdown. */
	int PHASE = Integer.MAX_VALUE - 1024;

	/**
	 * Lets one server listen, also one that does not start by itself. It listens again
	 * when the context is stopped and started. Blocks as {@link LocalServer#listen} does,
	 * and while the context starts or stops.
	 * @param beanName the name of the server's bean
	 * @throws LocalServerStartException if it cannot listen
	 * @throws IllegalArgumentException if there is no such server
	 * @throws IllegalStateException if the context has not been started or is stopped
	 */
	void startServer(String beanName);

	/**
	 * Lets one server stop listening on purpose. Connections that were taken live on. It
	 * stays stopped, also when the context is stopped and started, until
	 * {@link #startServer} is called. Blocks while the context starts or stops.
	 * @param beanName the name of the server's bean
	 * @throws IllegalArgumentException if there is no such server
	 * @throws IllegalStateException if the context has not been started or is stopped
	 */
	void stopServer(String beanName);

}
