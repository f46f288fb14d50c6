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

import dev.localsocket.account.PeerCredentials;

/**
 * Is told that the servers of a {@link HandoverGroup} have passed to another process.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface HandoverListener {

	/**
	 * The other process accepts connections now, and this one does not any more; it
	 * should serve those that it has accepted, and leave. Called once for each handover,
	 * after {@link LocalServerListener#handedOver}, on a thread of its own, which may be
	 * blocked. What it throws is logged.
	 * @param successor the process that has taken over
	 */
	void handedOver(PeerCredentials successor);

}
