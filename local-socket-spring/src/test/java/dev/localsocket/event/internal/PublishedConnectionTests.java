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

import java.util.concurrent.atomic.AtomicInteger;

import dev.localsocket.error.CloseReason;
import dev.localsocket.testing.SocketPair;
import dev.localsocket.testing.SocketSandbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static dev.localsocket.testing.SocketSandbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link PublishedConnection}.
 */
@Timeout(60)
class PublishedConnectionTests {

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	private final AtomicInteger interruptions = new AtomicInteger();

	@Test
	void abortInterruptsTheOwner() throws Exception {
		PublishedConnection connection = connection();
		connection.onAbort(this.interruptions::incrementAndGet);
		assertThat(this.interruptions).hasValue(0);
		connection.abort();
		assertThat(this.interruptions).hasValue(1);
		eventually().until(() -> connection.socket().closeReason() == CloseReason.ABORTED);
	}

	@Test
	void abortThatComesBeforeItIsKnownHowToInterruptIsNotLost() throws Exception {
		PublishedConnection connection = connection();
		connection.abort();
		connection.onAbort(this.interruptions::incrementAndGet);
		assertThat(this.interruptions).hasValue(1);
	}

	private PublishedConnection connection() throws Exception {
		return new PublishedConnection(SocketPair.open(this.sandbox).accepted());
	}

}
