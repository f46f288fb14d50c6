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

package dev.localsocket.transport.connection;

import dev.localsocket.transport.spi.StreamSocket;

/**
 * What a connection is made of; all of it is there from its beginning to its end.
 *
 * @param socket the socket
 * @param loop the loop whose thread serves it
 * @param lifecycle how far it has come
 * @param budget what all connections may buffer together
 * @param holdings what this one buffers
 * @param input what was received
 * @param output what is to be sent
 * @param resume is run when there is room again for what was not received for want of it
 */
record ConnectionParts(StreamSocket socket, EventLoop loop, Lifecycle lifecycle, BufferBudget budget,
		BufferHoldings holdings, InputBuffer input, OutputBuffer output, Runnable resume) {

	boolean isOpen() {
		return this.lifecycle.phase() == Phase.OPEN;
	}

	boolean isOver() {
		return this.lifecycle.phase().isOver();
	}

	/**
	 * Has the loop run a task, which it does only while the connection has its lease.
	 */
	void onLoop(Runnable task) {
		if (!isOver()) {
			this.loop.execute(task);
		}
	}

}
