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

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import dev.localsocket.testing.BackgroundCall;
import dev.localsocket.testing.SocketSandbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static dev.localsocket.testing.SocketSandbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link PublicationGate}.
 */
@Timeout(60)
class PublicationGateTests {

	private static final Duration LONG = Duration.ofSeconds(20);

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	private final PublicationGate gate = new PublicationGate();

	@Test
	void nobodyEntersAClosedGate() throws Exception {
		assertThat(this.gate.enter()).isTrue();
		this.gate.leave();
		assertThat(this.gate.close(LONG)).isTrue();
		assertThat(this.gate.enter()).isFalse();
	}

	@Test
	void closeWaitsForThoseInsideAndNobodyEntersMeanwhile() throws Exception {
		assertThat(this.gate.enter()).isTrue();
		assertThat(this.gate.enter()).isTrue();
		BackgroundCall<Boolean> closing = this.sandbox.async(() -> this.gate.close(LONG)).awaitBlocked();
		assertThat(this.gate.enter()).isFalse();
		this.gate.leave();
		assertThat(closing.future()).isNotDone();
		assertThat(this.gate.enter()).isFalse();
		this.gate.leave();
		assertThat(closing.result()).isTrue();
	}

	@Test
	void nobodyEntersAGateWhoseClosingWasNotAwaited() throws Exception {
		assertThat(this.gate.enter()).isTrue();
		assertThat(this.gate.close(Duration.ZERO)).isFalse();
		assertThat(this.gate.enter()).isFalse();
		this.gate.leave();
		assertThat(this.gate.enter()).isFalse();
	}

	@Test
	void nobodyIsInsideWhenCloseHasReturned() throws Exception {
		AtomicInteger inside = new AtomicInteger();
		AtomicBoolean closed = new AtomicBoolean();
		var threads = IntStream.range(0, 4).mapToObj((i) -> this.sandbox.async(() -> {
			while (this.gate.enter()) {
				inside.incrementAndGet();
				assertThat(closed).isFalse();
				inside.decrementAndGet();
				this.gate.leave();
			}
			return true;
		})).toList();
		eventually().until(() -> inside.get() > 0);
		assertThat(this.gate.close(LONG)).isTrue();
		closed.set(true);
		assertThat(inside).hasValue(0);
		for (var thread : threads) {
			assertThat(thread.result()).isTrue();
		}
	}

}
