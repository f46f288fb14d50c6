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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import dev.localsocket.context.LocalServerLifecycle;
import dev.localsocket.context.LocalServerRegistration;
import dev.localsocket.context.LocalServerRegistry;
import dev.localsocket.context.LocalServerStartException;
import dev.localsocket.worker.Futures;
import dev.localsocket.worker.ServerWorkers;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.ApplicationEventPublisher;

/**
 * The lifecycle of the servers of an application context: the runs of all of them, one
 * after the other at the start, together at the stop.
 */
public final class DefaultLocalServerLifecycle implements LocalServerLifecycle, DisposableBean {

	private static final Log logger = LogFactory.getLog(DefaultLocalServerLifecycle.class);

	/** How long to wait for what an abort sets free. */
	private static final Duration ABORT_TIMEOUT = Duration.ofSeconds(1);

	/** The longest time that a peer which reads nothing may take. */
	private static final Duration LONGEST_PATIENCE = Duration.ofSeconds(5);

	private static final int GRACE_PERIOD_BY_PATIENCE = 4;

	private final LocalServerRegistry registry;

	private final ConnectionOwners owners;

	private final ApplicationEventPublisher publisher;

	private final ServerWorkers workers;

	private final Duration gracePeriod;

	private final Handovers handovers;

	/** Guarded by this. */
	private List<ManagedServer> running = List.of();

	/**
	 * What {@link #startServer} and {@link #stopServer} have decided, by the names of the
	 * beans: whether to listen. Guarded by this.
	 */
	private final Map<String, Boolean> decisions = new HashMap<>();

	private volatile boolean started;

	/**
	 * Creates a lifecycle.
	 * @param registry the servers
	 * @param owners own their connections
	 * @param publisher publishes their events
	 * @param workers call the publisher, and must work until the servers have stopped
	 * @param gracePeriod how long connections may take to come to their end
	 */
	public DefaultLocalServerLifecycle(LocalServerRegistry registry, ConnectionOwners owners,
			ApplicationEventPublisher publisher, ServerWorkers workers, Duration gracePeriod) {
		this(registry, owners, publisher, workers, gracePeriod, () -> {
		});
	}

	/**
	 * Creates a lifecycle.
	 * @param registry the servers
	 * @param owners own their connections
	 * @param publisher publishes their events
	 * @param workers call the publisher, and must work until the servers have stopped
	 * @param gracePeriod how long connections may take to come to their end
	 * @param leave is run when all servers of a handover group have passed to another
	 * process and their connections have ended, on a thread of its own; it may stop this
	 */
	public DefaultLocalServerLifecycle(LocalServerRegistry registry, ConnectionOwners owners,
			ApplicationEventPublisher publisher, ServerWorkers workers, Duration gracePeriod, Runnable leave) {
		this.registry = registry;
		this.owners = owners;
		this.publisher = publisher;
		this.workers = workers;
		this.gracePeriod = gracePeriod;
		this.handovers = new Handovers(leave, gracePeriod.minus(patience()));
	}

	/**
	 * Starts the servers in turn, and at the end those that are taken over from another
	 * process, which leaves then.
	 * @throws LocalServerStartException if one cannot listen; the others are stopped then
	 */
	@Override
	public synchronized void start() {
		if (this.started) {
			return;
		}
		logTransports();
		List<ManagedServer> servers = new ArrayList<>();
		try {
			for (LocalServerRegistration registration : this.registry.all()) {
				ManagedServer server = new ManagedServer(registration, this.owners, this.publisher, this.workers);
				server.start(isToListen(registration) && !server.isToBeTakenOver());
				servers.add(server);
			}
			List<ManagedServer> passing = servers.stream().filter(ManagedServer::isToBeTakenOver).toList();
			this.handovers.follow(passing);
			this.handovers.start(passing.stream().filter((server) -> isToListen(server.registration())).toList());
		}
		catch (RuntimeException | Error ex) {
			stop(servers);
			throw ex;
		}
		this.running = servers;
		this.started = true;
	}

	private boolean isToListen(LocalServerRegistration registration) {
		return this.decisions.getOrDefault(registration.beanName(), registration.autoStartup());
	}

	private void logTransports() {
		Set<String> summaries = new LinkedHashSet<>();
		for (LocalServerRegistration registration : this.registry.all()) {
			summaries.add(registration.server().eventLoops().transportInfo().summary());
		}
		for (String summary : summaries) {
			logger.info("Local sockets use: " + summary);
		}
	}

	@Override
	public synchronized void stop() {
		stop(this.running);
		this.running = List.of();
		this.started = false;
	}

	/**
	 * Stops the servers on a thread of its own, beside the other lifecycles of the phase.
	 * @param callback is called when they have stopped
	 */
	@Override
	public void stop(Runnable callback) {
		Runnable stop = () -> {
			try {
				stop();
			}
			finally {
				callback.run();
			}
		};
		try {
			new Thread(stop, "local-socket-stop").start();
		}
		catch (OutOfMemoryError ex) {
			// No thread is left
			stop.run();
		}
	}

	@Override
	public synchronized void startServer(String beanName) {
		running(beanName).listen();
		this.decisions.put(beanName, true);
	}

	@Override
	public synchronized void stopServer(String beanName) {
		running(beanName).close();
		this.decisions.put(beanName, false);
	}

	private ManagedServer running(String beanName) {
		if (this.registry.find(beanName) == null) {
			throw new IllegalArgumentException("There is no local server '%s'".formatted(beanName));
		}
		return this.running.stream()
			.filter((server) -> server.beanName().equals(beanName))
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("The servers of the application context are stopped"));
	}

	private void stop(List<ManagedServer> servers) {
		boolean interrupted = false;
		try {
			this.handovers.stop();
			drain(servers);
		}
		catch (InterruptedException ex) {
			interrupted = true;
			servers.forEach(ManagedServer::abortConnections);
		}
		finally {
			interrupted |= !end(servers);
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	private void drain(List<ManagedServer> servers) throws InterruptedException {
		long deadline = System.nanoTime() + this.gracePeriod.toNanos();
		CompletableFuture<?>[] drained = servers.stream()
			.map((server) -> server.drain(patience()))
			.toArray(CompletableFuture[]::new);
		awaitDrained(servers, CompletableFuture.allOf(drained), left(deadline));
	}

	private Duration patience() {
		Duration part = this.gracePeriod.dividedBy(GRACE_PERIOD_BY_PATIENCE).plusMillis(1);
		return (part.compareTo(LONGEST_PATIENCE) < 0) ? part : LONGEST_PATIENCE;
	}

	private static Duration left(long deadline) {
		return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
	}

	/**
	 * Publishes nothing more. A context that is refreshed again destroys its beans
	 * without stopping them first, and listeners of its new beans are not to hear of the
	 * old ones.
	 */
	@Override
	public synchronized void destroy() {
		end(this.running);
		this.running = List.of();
	}

	/** Returns whether the thread has not been interrupted. */
	private static boolean end(List<ManagedServer> servers) {
		long deadline = System.nanoTime() + ABORT_TIMEOUT.toNanos();
		boolean uninterrupted = true;
		for (ManagedServer server : servers) {
			uninterrupted &= end(server, left(deadline));
		}
		return uninterrupted;
	}

	private static boolean end(ManagedServer server, Duration timeout) {
		try {
			server.stop(timeout);
			return true;
		}
		catch (InterruptedException ex) {
			return false;
		}
	}

	private void awaitDrained(List<ManagedServer> servers, CompletableFuture<Void> drained, Duration timeout)
			throws InterruptedException {
		if (!Futures.await(drained, timeout)) {
			logger.warn("Some connections have not come to their end within %d s and are aborted"
				.formatted(this.gracePeriod.toSeconds()));
			servers.forEach(ManagedServer::abortConnections);
			Futures.await(drained, ABORT_TIMEOUT);
		}
	}

	@Override
	public boolean isRunning() {
		return this.started;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
