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

package dev.localsocket.autoconfigure;

import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/**
 * A pool that gives a task to the thread that became idle last, or else to a new one, so
 * none ever waits in it. How many threads a server may have is limited before.
 */
class ListenerThreadPool extends ThreadPoolTaskExecutor {

	private static final long serialVersionUID = 1L;

	private static final int KEEP_ALIVE_SECONDS = 30;

	ListenerThreadPool() {
		setThreadNamePrefix("local-socket-listener-");
		setCorePoolSize(0);
		setQueueCapacity(0);
		setKeepAliveSeconds(KEEP_ALIVE_SECONDS);
		// Connections that come to their end while the context closes need threads
		setAcceptTasksAfterContextClose(true);
	}

}
