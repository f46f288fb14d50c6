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

import java.io.IOException;

import dev.localsocket.account.OwnUser;
import dev.localsocket.log.PeerLog;
import dev.localsocket.log.SafeLogger;

/**
 * Answers one second process, on a thread that may block.
 */
final class SecondInstanceTask implements Runnable {

	private static final SafeLogger logger = new SafeLogger(SingleInstance.class);

	private final SecondConnection connection;

	private final PeerAuthorizer authorizer;

	private final SecondInstanceHandler handler;

	private final PeerLog peerLog;

	SecondInstanceTask(SecondConnection connection, PeerAuthorizer authorizer, SecondInstanceHandler handler,
			PeerLog peerLog) {
		this.connection = connection;
		this.authorizer = authorizer;
		this.handler = handler;
		this.peerLog = peerLog;
	}

	@Override
	public void run() {
		try {
			if (isAllowed()) {
				answer(new SecondInstance(this.connection.request(), this.connection));
			}
		}
		catch (IOException ex) {
			// It has gone, or is none: nothing was handled
			this.peerLog.log(logger::debug, ex, () -> "A second instance handed nothing over");
			this.connection.close();
		}
		catch (RuntimeException | Error ex) {
			this.peerLog.log(logger::error, ex, () -> "A second instance could not be handled");
			this.connection.close();
		}
	}

	private boolean isAllowed() {
		AccessDecision decision = this.authorizer.decide(this.connection.peer());
		if (!decision.isAllowed()) {
			this.peerLog.log(logger::warn, null, () -> "Refused a second instance of the user %d: %s"
				.formatted(this.connection.peer().uid(), decision.reason()));
			this.connection.refuse("The first instance belongs to the user '%s', who does not allow this one to call it"
				.formatted(OwnUser.name()));
		}
		return decision.isAllowed();
	}

	private void answer(SecondInstance second) {
		try {
			this.handler.handle(second);
			second.exit(0);
		}
		catch (Exception | Error ex) {
			if (ex instanceof InterruptedException) {
				Thread.currentThread().interrupt();
			}
			this.peerLog.log(logger::error, ex, () -> "The handler of second instances failed");
			second.exit(SingleInstance.STATUS_FAILED);
		}
	}

	/** It has not been told that it is its turn, and so tries again elsewhere. */
	void cancel() {
		this.connection.close();
	}

}
