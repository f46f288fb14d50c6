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
package dev.localsocket.worker;

import dev.localsocket.testing.BackgroundCall;
import dev.localsocket.testing.SocketSandbox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link HandlerThread}.
 */
@Timeout(60)
class HandlerThreadTests {

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	private final HandlerThread thread = new HandlerThread();

	@AfterEach
	void clearInterrupt() {
		Thread.interrupted();
	}

	@Test
	void interruptReachesTheHandler() throws Exception {
		BackgroundCall<Boolean> handler = this.sandbox.async(this::handle).awaitBlocked();
		this.thread.interrupt();
		assertThat(handler.result()).isTrue();
	}

	/** Returns whether it was interrupted, and is so no longer after it has left. */
	private boolean handle() {
		this.thread.enter();
		try {
			synchronized (this) {
				wait();
			}
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.thread.leave();
		}
		return !Thread.currentThread().isInterrupted();
	}

	@Test
	void interruptThatComesBeforeTheHandlerBeginsReachesIt() {
		this.thread.interrupt();
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
		this.thread.enter();
		assertThat(Thread.currentThread().isInterrupted()).isTrue();
		this.thread.leave();
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
	}

	@Test
	void interruptThatComesBetweenHandlersReachesTheNext() {
		this.thread.enter();
		this.thread.leave();
		this.thread.interrupt();
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
		this.thread.enter();
		assertThat(Thread.currentThread().isInterrupted()).isTrue();
		this.thread.leave();
	}

	@Test
	void interruptOfSomebodyElseIsNotTakenAway() {
		this.thread.enter();
		Thread.currentThread().interrupt();
		this.thread.leave();
		assertThat(Thread.currentThread().isInterrupted()).isTrue();
	}

}
