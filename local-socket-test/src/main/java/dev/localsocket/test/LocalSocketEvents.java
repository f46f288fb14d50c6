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

package dev.localsocket.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.localsocket.event.LocalServerEvent;

import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

/**
 * Records the events of the local servers of an application context. Unlike
 * {@code @RecordApplicationEvents} it sees those of all threads. It sees each event
 * before other listeners do. Thread-safe.
 * <p>
 * {@link AutoConfigureLocalSocket @AutoConfigureLocalSocket} adds a bean of this type.
 * <strong>Test methods share it, as they share the context: {@link #clear()} forgets what
 * has happened before.</strong>
 *
 * @since 0.1.0
 */
public final class LocalSocketEvents implements ApplicationListener<LocalServerEvent>, Ordered {

	private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

	/** Guarded by this. */
	private final List<LocalServerEvent> events = new ArrayList<>();

	/**
	 * Creates a recorder without events.
	 */
	public LocalSocketEvents() {
	}

	@Override
	public synchronized void onApplicationEvent(LocalServerEvent event) {
		this.events.add(event);
		notifyAll();
	}

	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

	/**
	 * Returns the first event of a type, and waits up to 5 seconds for it if there is
	 * none. The event stays recorded.
	 * @param <E> the type
	 * @param type the type
	 * @return the event
	 * @throws AssertionError if none comes in time, or the thread is interrupted
	 */
	public <E extends LocalServerEvent> E await(Class<E> type) {
		return await(type, DEFAULT_TIMEOUT);
	}

	/**
	 * Returns the first event of a type, and waits for it if there is none. The event
	 * stays recorded.
	 * @param <E> the type
	 * @param type the type
	 * @param timeout how long to wait
	 * @return the event
	 * @throws AssertionError if none comes in time, or the thread is interrupted
	 */
	public synchronized <E extends LocalServerEvent> E await(Class<E> type, Duration timeout) {
		long deadline = System.nanoTime() + timeout.toNanos();
		while (true) {
			Optional<E> first = stream(type).findFirst();
			if (first.isPresent()) {
				return first.get();
			}
			awaitAnother(type, timeout, deadline - System.nanoTime());
		}
	}

	private void awaitAnother(Class<?> type, Duration timeout, long nanos) {
		if (nanos <= 0) {
			throw new AssertionError("Expected a %s within %d ms, but the events are: %s"
				.formatted(type.getSimpleName(), timeout.toMillis(), describe()));
		}
		try {
			TimeUnit.NANOSECONDS.timedWait(this, Math.max(nanos, TimeUnit.MILLISECONDS.toNanos(1)));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError("Interrupted while waiting for a " + type.getSimpleName(), ex);
		}
	}

	private List<String> describe() {
		return this.events.stream()
			.map((event) -> event.getClass().getSimpleName() + " of '" + event.getBeanName() + "'")
			.toList();
	}

	/**
	 * Returns the events of a type so far.
	 * @param <E> the type, {@link LocalServerEvent} for all
	 * @param type the type
	 * @return the events, in the order in which they were published
	 */
	public synchronized <E extends LocalServerEvent> Stream<E> stream(Class<E> type) {
		return List.copyOf(this.events).stream().filter(type::isInstance).map(type::cast);
	}

	/** Forgets all events. */
	public synchronized void clear() {
		this.events.clear();
	}

}
