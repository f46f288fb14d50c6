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

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ByteCounter}.
 */
@Timeout(30)
class ByteCounterTests {

	private static final int CONNECTIONS = 200_000;

	private static final int BYTES = 3;

	private final Set<AtomicLong> open = ConcurrentHashMap.newKeySet();

	private final ByteCounter<AtomicLong> counter = new ByteCounter<>(this.open, AtomicLong::get);

	private final AtomicLong truth = new AtomicLong();

	@Test
	void totalNeverGoesDownNorBeyondTheTruthWhileConnectionsComeAndGo() {
		CompletableFuture<Void> traffic = CompletableFuture
			.runAsync(() -> IntStream.range(0, CONNECTIONS).forEach(this::connect));
		long last = 0;
		while (!traffic.isDone()) {
			long total = this.counter.total();
			assertThat(total).isBetween(last, this.truth.get());
			last = total;
		}
		assertThat(traffic).isCompleted();
		assertThat(this.counter.total()).isEqualTo(this.truth.get()).isEqualTo(CONNECTIONS * BYTES);
	}

	private void connect(int index) {
		AtomicLong connection = new AtomicLong();
		this.open.add(connection);
		this.truth.addAndGet(BYTES);
		connection.addAndGet(BYTES);
		this.open.remove(connection);
		this.counter.end(connection);
	}

}
