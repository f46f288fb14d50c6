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

/**
 * The process that had a server does not answer any more: it may be ending, so that
 * another attempt is worth while.
 */
final class Gone extends Exception {

	private static final long serialVersionUID = 1L;

	private final transient LocalServer server;

	private final LocalSocketException failure;

	/**
	 * Creates an exception.
	 * @param server the server
	 * @param failure what to say if it stays so
	 */
	Gone(LocalServer server, LocalSocketException failure) {
		super(failure);
		this.server = server;
		this.failure = failure;
	}

	/** Says it. */
	void tell() {
		this.server.cannotListen(this.failure);
	}

}
