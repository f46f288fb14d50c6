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

package dev.localsocket.context.internal;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import dev.localsocket.LocalServer;
import dev.localsocket.context.LocalServerRegistration;
import dev.localsocket.context.LocalServerStartException;
import dev.localsocket.event.internal.LocalServerEventPublisher;
import dev.localsocket.worker.ServerWorkers;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.context.ApplicationEventPublisher;

/**
 * One run of a server, from its start to its stop, with the publisher of its events.
 */
final class ManagedServer {

	private static final Log logger = LogFactory.getLog(ManagedServer.class);

	private final LocalServerRegistration registration;

	private final LocalServerEventPublisher publisher;

	ManagedServer(LocalServerRegistration registration, ConnectionOwners owners, ApplicationEventPublisher publisher,
			ServerWorkers workers) {
		this.registration = registration;
		this.publisher = new LocalServerEventPublisher(registration.beanName(), publisher,
				workers.observers(registration.beanName()), () -> owners.ownerOf(registration.beanName()),
				owners.known());
	}

	String beanName() {
		return this.registration.beanName();
	}

	/**
	 * Begins to publish events and, unless that is left to others, to listen.
	 * @param listen whether to listen
	 * @throws LocalServerStartException if it cannot
	 */
	void start(boolean listen) {
		this.registration.server().addListener(this.publisher);
		if (!listen) {
			return;
		}
		try {
			listen();
		}
		catch (LocalServerStartException ex) {
			this.registration.server().removeListener(this.publisher);
			throw ex;
		}
	}

	/** Whether the server listens together with others, which is not done here. */
	boolean isToBeTakenOver() {
		return this.registration.server().handoverGroup() != null && this.registration.socketDescriptor() == null;
	}

	LocalServerRegistration registration() {
		return this.registration;
	}

	void listens() {
		logger.info("Local server '%s' listens at '%s'".formatted(this.registration.beanName(),
				this.registration.server().fullServerName()));
	}

	/**
	 * Listens, unless the server does already.
	 * @throws LocalServerStartException if it cannot
	 */
	void listen() {
		LocalServer server = this.registration.server();
		if (!this.registration.listen() && !server.isListening()) {
			throw new LocalServerStartException(this.registration);
		}
		listens();
	}

	/** Stops listening on purpose; connections that were taken live on. */
	void close() {
		this.registration.server().close();
		logger.info("Local server '%s' has stopped listening on request".formatted(this.registration.beanName()));
	}

	/**
	 * Stops listening, and lets connections come to their end.
	 * @param patience how long a peer may take nothing of what is to be sent to it
	 * @return a future that is completed when they have
	 */
	CompletableFuture<Void> drain(Duration patience) {
		boolean listening = this.registration.server().isListening();
		try {
			this.registration.server().close();
			if (listening) {
				logger.info("Local server '%s' has stopped listening".formatted(beanName()));
			}
		}
		catch (RuntimeException | Error ex) {
			// The connections are to come to their end all the same
			logger.error("The local server '%s' could not be closed".formatted(beanName()), ex);
		}
		return this.publisher.drain(this.registration.server(), patience);
	}

	void abortConnections() {
		this.publisher.abort(this.registration.server());
	}

	/**
	 * Publishes nothing more, also if the thread is interrupted.
	 * @param timeout how long to wait for listeners that are busy
	 * @throws InterruptedException if the thread is interrupted
	 */
	void stop(Duration timeout) throws InterruptedException {
		try {
			this.publisher.stop(timeout);
		}
		finally {
			this.registration.server().removeListener(this.publisher);
		}
	}

}
