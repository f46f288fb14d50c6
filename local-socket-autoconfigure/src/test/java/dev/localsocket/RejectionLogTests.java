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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RejectionLog}.
 */
class RejectionLogTests {

	private final AtomicLong now = new AtomicLong(Long.MAX_VALUE);

	private final RejectionLog log = new RejectionLog(this.now::get);

	private final List<String> lines = new ArrayList<>();

	private final Logger logger = Logger.getLogger(LocalServer.class.getName());

	private final Handler handler = new Handler() {

		@Override
		public void publish(LogRecord line) {
			RejectionLogTests.this.lines.add(line.getMessage());
		}

		@Override
		public void flush() {
		}

		@Override
		public void close() {
		}

	};

	@BeforeEach
	void listen() {
		this.logger.addHandler(this.handler);
		this.logger.setUseParentHandlers(false);
	}

	@AfterEach
	void stopListening() {
		this.logger.removeHandler(this.handler);
		this.logger.setUseParentHandlers(true);
	}

	private void reject(int times) {
		for (int i = 0; i < times; i++) {
			this.log.log("control", new PeerCredentials(1, 2, 3),
					new Rejection(RejectionReason.NOT_AUTHORIZED, "text"));
		}
	}

	@Test
	void lineSaysWhoAndWhy() {
		reject(1);
		assertThat(this.lines)
			.containsExactly("The server 'control' did not let in the process 1 of the user 2 and the group 3: text");
	}

	@Test
	void endlessRejectionsAreLoggedAFewTimesAMinute() {
		reject(100_000);
		assertThat(this.lines).hasSize(RejectionLog.MAX_LINES);
		assertThat(this.lines).last().asString().endsWith("Others are counted only, until 60 s are over");
		this.now.addAndGet(RejectionLog.PERIOD.toNanos() - 1);
		reject(1);
		assertThat(this.lines).hasSize(RejectionLog.MAX_LINES);
		this.lines.clear();
		this.now.incrementAndGet();
		reject(100_000);
		assertThat(this.lines).hasSize(RejectionLog.MAX_LINES + 1);
		assertThat(this.lines).first()
			.asString()
			.isEqualTo("The server 'control' did not let in 99991 more connections");
	}

	@Test
	void numberOfOthersIsLoggedAtTheEnd() {
		reject(12);
		this.lines.clear();
		this.log.flush("control");
		this.log.flush("control");
		assertThat(this.lines).containsExactly("The server 'control' did not let in 2 more connections");
	}

}
