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
import dev.localsocket.error.SocketError;
import dev.localsocket.log.SafeLogger;
import org.jspecify.annotations.Nullable;

/**
 * The file of one run of a server, looked after on the thread of the guard.
 *
 * @param server the server
 * @param state what the server keeps
 * @param listening whether it listens
 * @param run the run
 */
record GuardedEndpoint(LocalServer server, ServerState state, ListeningSwitch listening,
		ServerRun run) implements EndpointGuard.Guarded {

	private static final SafeLogger logger = new SafeLogger(LocalServer.class);

	@Override
	public boolean isLost() {
		return this.listening.hasLostFile(this.run);
	}

	@Override
	public void tellLoss() {
		this.state.notices()
			.fail(this.server, SocketError.ENDPOINT_LOST,
					"The socket file '%s' has been deleted or replaced by somebody else, so that nobody can connect%s"
						.formatted(this.run.fullServerName(), this.state.settings().republish()
								? "; it is published again as soon as nothing is in the way" : ""));
	}

	@Override
	public boolean repair() throws LocalSocketException {
		HandoverOffer offer = offer();
		if (offer != null) {
			// Its file is protected by the lock, which may be lost, too
			offer.close();
		}
		return this.listening.republish(this.run);
	}

	private @Nullable HandoverOffer offer() {
		Listening current = this.listening.current();
		return (current != null && current.run() == this.run) ? current.offer() : null;
	}

	@Override
	public void tellRepair() {
		if (this.state.notices().failure().error() == SocketError.ENDPOINT_LOST) {
			this.state.notices().clearFailure();
		}
		logger.warn("Clients can connect to '%s' again".formatted(this.run.fullServerName()), null);
		renewOffer();
	}

	/** Whoever has stopped the server meanwhile has ended the offer, for good. */
	private void renewOffer() {
		Listening current = this.listening.current();
		HandoverOffer offer = offer();
		if (current == null || offer == null) {
			return;
		}
		offer.close();
		try {
			this.listening.whileOn(current, () -> {
				offer.renew(current.endpoint());
				return true;
			});
		}
		catch (LocalSocketException ex) {
			logger.debug("The server at '%s' has been stopped meanwhile".formatted(this.run.fullServerName()), ex);
		}
	}

}
