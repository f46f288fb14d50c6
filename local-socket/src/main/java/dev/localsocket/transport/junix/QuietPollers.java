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
package dev.localsocket.transport.junix;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import dev.localsocket.log.SafeLogger;
import org.jspecify.annotations.Nullable;

/**
 * The {@link QuietPoller}s of one loop: as many as its quiet channels need, none when
 * there are none. It belongs to the thread of the loop, except
 * {@link #handBack(WatchedChannel)}.
 */
final class QuietPollers implements QuietPollerOwner {

	private static final SafeLogger logger = new SafeLogger(QuietPollers.class);

	private final List<QuietPoller> pollers = new ArrayList<>();

	/** Whether the loop has stopped any of them. */
	private boolean holding;

	/** The top of those that were handed back: a stack that takes no memory to add to. */
	private final AtomicReference<@Nullable WatchedChannel> returned = new AtomicReference<>();

	private final Runnable wakeup;

	private int lastNumber;

	/**
	 * Creates a set without a thread.
	 * @param wakeup makes the loop look for what has been handed back
	 */
	QuietPollers(Runnable wakeup) {
		this.wakeup = wakeup;
	}

	/**
	 * Moves channels to the quiet pollers, unless there are no descriptors or threads
	 * left for these.
	 */
	void take(Collection<SelectorRegistration> quiet) {
		Iterator<SelectorRegistration> rest = quiet.iterator();
		for (int i = 0; rest.hasNext() && i <= this.pollers.size(); i++) {
			QuietPoller poller = (i < this.pollers.size()) ? this.pollers.get(i) : open();
			if (poller != null && poller.hasRoom()) {
				fill(poller, rest);
			}
		}
	}

	private static void fill(QuietPoller poller, Iterator<SelectorRegistration> source) {
		while (poller.hasRoom() && source.hasNext()) {
			source.next().moveTo(poller);
		}
		poller.wakeup();
	}

	private @Nullable QuietPoller open() {
		try {
			QuietPoller poller = new QuietPoller(this);
			this.lastNumber++;
			poller.start(Thread.currentThread().getName() + "-quiet-" + this.lastNumber);
			this.pollers.add(poller);
			return poller;
		}
		catch (IOException | OutOfMemoryError ex) {
			logger.debug("Quiet channels stay with their loop", ex);
			return null;
		}
	}

	@Override
	public void handBack(WatchedChannel registration) {
		WatchedChannel below;
		do {
			below = this.returned.get();
			registration.setBelow(below);
		}
		while (!this.returned.compareAndSet(below, registration));
		this.wakeup.run();
	}

	boolean hasReturned() {
		return this.returned.get() != null;
	}

	/** Only the loop takes from the stack, so what is below the top stays there. */
	@Nullable WatchedChannel nextReturned() {
		WatchedChannel top;
		do {
			top = this.returned.get();
		}
		while (top != null && !this.returned.compareAndSet(top, top.below()));
		if (top != null) {
			top.setBelow(null);
		}
		return top;
	}

	@Override
	public void holdsOne() {
		this.holding = true;
	}

	/** Lets those watch again. */
	void release() {
		if (this.holding) {
			this.holding = false;
			this.pollers.forEach(QuietPoller::release);
		}
	}

	@Override
	public void isEmpty(QuietPlace place) {
		this.pollers.removeIf((poller) -> poller == place);
		place.close();
	}

	void close() {
		this.pollers.forEach(QuietPoller::close);
		this.pollers.clear();
	}

}
