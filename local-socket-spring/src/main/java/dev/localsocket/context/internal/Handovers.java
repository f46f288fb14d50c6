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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.localsocket.HandoverGroup;
import dev.localsocket.HandoverListener;
import dev.localsocket.LocalServer;
import dev.localsocket.account.PeerCredentials;
import dev.localsocket.context.LocalServerStartException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Takes servers over from the process before, and lets the application leave when another
 * process has taken them over. Thread-safe.
 */
final class Handovers {

	private static final Log logger = LogFactory.getLog(Handovers.class);

	private final Runnable leave;

	private final Duration gracePeriod;

	/** Guarded by this, like the values. */
	private final Map<HandoverGroup, HandoverListener> listeners = new HashMap<>();

	/** Until when connections may come to their end by themselves. Guarded by this. */
	private final Map<HandoverGroup, Long> deadlines = new HashMap<>();

	/**
	 * Creates it.
	 * @param leave is run when servers have been handed over, and is to stop the others
	 * @param gracePeriod how long connections of servers that have been handed over may
	 * take to come to their end by themselves
	 */
	Handovers(Runnable leave, Duration gracePeriod) {
		this.leave = leave;
		this.gracePeriod = gracePeriod;
	}

	/**
	 * Is told from now on when servers have been handed over.
	 * @param servers the servers, also those that do not listen yet
	 */
	void follow(List<ManagedServer> servers) {
		servers.forEach((server) -> follow(groupOf(server)));
	}

	private static HandoverGroup groupOf(ManagedServer server) {
		return Objects.requireNonNull(server.registration().server().handoverGroup());
	}

	/**
	 * Lets servers listen, those of one group together.
	 * @param servers the servers
	 * @throws LocalServerStartException if one cannot
	 */
	void start(List<ManagedServer> servers) {
		Map<HandoverGroup, List<ManagedServer>> groups = new LinkedHashMap<>();
		for (ManagedServer server : servers) {
			groups.computeIfAbsent(groupOf(server), (first) -> new ArrayList<>()).add(server);
		}
		groups.forEach(this::start);
	}

	private void start(HandoverGroup group, List<ManagedServer> servers) {
		Map<LocalServer, String> names = new LinkedHashMap<>();
		servers.forEach((server) -> names.put(server.registration().server(), server.registration().name()));
		if (!group.listen(names)) {
			throw new LocalServerStartException(servers.stream()
				.map(ManagedServer::registration)
				.filter((registration) -> !registration.server().isListening()
						&& !registration.server().errorString().isEmpty())
				.findFirst()
				.orElseGet(() -> servers.get(0).registration()));
		}
		servers.forEach(ManagedServer::listens);
	}

	private synchronized void follow(HandoverGroup group) {
		if (!this.listeners.containsKey(group)) {
			HandoverListener listener = (successor) -> handedOver(group, successor);
			this.listeners.put(group, listener);
			group.addListener(listener);
		}
	}

	/** The thread keeps the process from ending before the context is closed. */
	private void handedOver(HandoverGroup group, PeerCredentials successor) {
		logger.info("The process %d has taken over; this one leaves when its connections have ended"
			.formatted(successor.pid()));
		synchronized (this) {
			this.deadlines.put(group, System.nanoTime() + this.gracePeriod.toNanos());
		}
		new Thread(() -> leave(group), "local-socket-leave").start();
	}

	private void leave(HandoverGroup group) {
		try {
			drain(group);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.leave.run();
	}

	private void drain(HandoverGroup group) throws InterruptedException {
		Long deadline;
		synchronized (this) {
			deadline = this.deadlines.get(group);
		}
		if (deadline != null && !group.drain(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())))) {
			logger.info("Some connections go on to be used and are ended now");
		}
	}

	/**
	 * Lets the connections of servers that have been handed over come to their end, and
	 * follows no group any more.
	 * @throws InterruptedException if the thread is interrupted
	 */
	void stop() throws InterruptedException {
		List<HandoverGroup> groups;
		synchronized (this) {
			groups = List.copyOf(this.listeners.keySet());
			this.listeners.forEach(HandoverGroup::removeListener);
			this.listeners.clear();
		}
		for (HandoverGroup group : groups) {
			drain(group);
		}
		synchronized (this) {
			this.deadlines.clear();
		}
	}

}
