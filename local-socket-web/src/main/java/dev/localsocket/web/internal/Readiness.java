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

package dev.localsocket.web.internal;

import dev.localsocket.LocalSocket;
import dev.localsocket.LocalSocketCallbacks;

/**
 * Tells an engine when a connection is to be looked at. Called on the thread of the
 * socket's event loop, or on one that closes it.
 *
 * @param readable is called when there is something to read, be it the end
 * @param writable is called when nothing can be written any more; before that, the output
 * tells
 */
public record Readiness(Runnable readable, Runnable writable) implements LocalSocketCallbacks {

	@Override
	public void readyRead(LocalSocket socket) {
		this.readable.run();
	}

	@Override
	public void readChannelFinished(LocalSocket socket) {
		this.readable.run();
	}

	@Override
	public void disconnected(LocalSocket socket) {
		this.readable.run();
		this.writable.run();
	}

}
