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

package dev.localsocket.event.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

import dev.localsocket.LocalServer;
import dev.localsocket.RejectionReason;
import dev.localsocket.account.PeerCredentials;
import dev.localsocket.error.SocketError;
import dev.localsocket.event.ServerClosedEvent;
import dev.localsocket.worker.Workers;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a peer cannot cause any number of events to be kept.
 */
class EventFloodTests {

	private final Queue<Runnable> tasks = new ArrayDeque<>();

	private final List<Object> events = new ArrayList<>();

	private final LocalServerEventPublisher publisher = new LocalServerEventPublisher("control", this.events::add,
			new Workers(this.tasks::add), () -> null, CompletableFuture.completedFuture(null));

	private final LocalServer server = new LocalServer();

	private void rejectAndFail() {
		this.publisher.rejected(this.server, new PeerCredentials(1, 2, 3), RejectionReason.NOT_AUTHORIZED, "no");
		this.publisher.error(this.server, SocketError.FRAMING_ERROR, "bad");
	}

	private void runTasks() {
		for (Runnable task = this.tasks.poll(); task != null; task = this.tasks.poll()) {
			task.run();
		}
	}

	@Test
	void rejectionsAndErrorsThatListenersAreTooSlowForAreLeftOut() {
		for (int i = 0; i < 10_000; i++) {
			rejectAndFail();
		}
		this.publisher.closed(this.server);
		runTasks();
		assertThat(this.events).hasSize(LocalServerEventPublisher.MAX_UNSEEN + 1);
		assertThat(this.events).last().isInstanceOf(ServerClosedEvent.class);
	}

	@Test
	void eventsAreCompleteAgainWhenListenersHaveCaughtUp() {
		for (int i = 0; i < 5000; i++) {
			rejectAndFail();
			runTasks();
		}
		assertThat(this.events).hasSize(10_000);
	}

}
