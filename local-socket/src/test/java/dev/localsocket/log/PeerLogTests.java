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

package dev.localsocket.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PeerLog}.
 */
class PeerLogTests {

	private final AtomicLong now = new AtomicLong(Long.MAX_VALUE);

	private final PeerLog log = new PeerLog("The server 'control'", this.now::get);

	private final List<String> lines = new ArrayList<>();

	private final List<Throwable> exceptions = new ArrayList<>();

	private void add(String line, @Nullable Throwable thrown) {
		this.lines.add(line);
		if (thrown != null) {
			this.exceptions.add(thrown);
		}
	}

	private void log(int times, Supplier<String> message) {
		for (int i = 0; i < times; i++) {
			this.log.log(this::add, null, message);
		}
	}

	@Test
	void messageIsLoggedAsItIs() {
		log(1, () -> "A message");
		assertThat(this.lines).containsExactly("A message");
	}

	@Test
	void endlessLinesAreLoggedAFewTimesAMinute() {
		log(100_000, () -> "A message");
		assertThat(this.lines).hasSize(PeerLog.MAX_LINES);
		assertThat(this.lines).last().asString().isEqualTo("A message. Others are counted only, until 60 s are over");
		this.now.addAndGet(PeerLog.PERIOD.toNanos() - 1);
		log(1, () -> "A message");
		assertThat(this.lines).hasSize(PeerLog.MAX_LINES);
		this.lines.clear();
		this.now.incrementAndGet();
		log(100_000, () -> "A message");
		assertThat(this.lines).hasSize(PeerLog.MAX_LINES + 1);
		assertThat(this.lines).first()
			.asString()
			.isEqualTo("The server 'control' left out 99991 more lines about its peers");
	}

	@Test
	void numberOfOthersIsLoggedAtTheEnd() {
		log(12, () -> "A message");
		this.lines.clear();
		this.log.flush(this::add);
		this.log.flush(this::add);
		assertThat(this.lines).containsExactly("The server 'control' left out 2 more lines about its peers");
	}

	@Test
	void messageThatIsNotLoggedIsNotMade() {
		log(PeerLog.MAX_LINES, () -> "A message");
		log(1, () -> {
			throw new AssertionError("The message is made");
		});
		assertThat(this.lines).hasSize(PeerLog.MAX_LINES);
	}

	@Test
	void messageIsEscaped() {
		log(1, () -> "a\n2026-01-01 ERROR forged \u001b[2J");
		assertThat(this.lines).containsExactly("a\\n2026-01-01 ERROR forged \\u001b[2J");
	}

	@Test
	void exceptionThatIsSafeStaysTheSame() {
		Exception thrown = new IllegalStateException("A message", new RuntimeException());
		thrown.addSuppressed(new IllegalArgumentException("Another"));
		this.log.log(this::add, thrown, () -> "A message");
		assertThat(this.exceptions).singleElement().isSameAs(thrown);
	}

	@Test
	void exceptionIsEscapedWithAllThatItHolds() {
		RuntimeException cause = new RuntimeException("cause\n\tat forged.Frame(\u001b[2J)");
		Exception thrown = new IllegalStateException("safe", cause);
		thrown.addSuppressed(new IllegalArgumentException("suppressed\nCaused by: forged"));
		this.log.log(this::add, thrown, () -> "A message");
		Throwable logged = this.exceptions.get(0);
		assertThat(logged).hasToString("java.lang.IllegalStateException: safe");
		assertThat(logged.getStackTrace()).isEqualTo(thrown.getStackTrace());
		assertThat(logged).cause().hasToString("java.lang.RuntimeException: cause\\n\\tat forged.Frame(\\u001b[2J)");
		assertThat(logged).cause().extracting(Throwable::getStackTrace).isEqualTo(cause.getStackTrace());
		assertThat(logged.getSuppressed()).singleElement()
			.asString()
			.isEqualTo("java.lang.IllegalArgumentException: suppressed\\nCaused by: forged");
		assertThat(stackTrace(logged)).doesNotContain("\nCaused by: forged", "\n\tat forged", "\u001b");
	}

	private static String stackTrace(Throwable thrown) {
		StringWriter text = new StringWriter();
		thrown.printStackTrace(new PrintWriter(text));
		return text.toString();
	}

	@Test
	void exceptionsThatGoRoundInACircleOrAreEndlessAreCut() {
		RuntimeException first = new RuntimeException("first\n");
		RuntimeException second = new RuntimeException("second", first);
		first.initCause(second);
		second.addSuppressed(first);
		this.log.log(this::add, first, () -> "A message");
		assertThat(this.exceptions.get(0)).cause().hasToString("java.lang.RuntimeException: second").hasNoCause();
		Exception chain = new Exception("x".repeat(100_000));
		for (int i = 0; i < 10_000; i++) {
			chain = new Exception("A message", chain);
		}
		this.log.log(this::add, chain, () -> "A message");
		assertThat(stackTrace(this.exceptions.get(1))).hasSizeLessThan(1_000_000);
	}

	@Test
	void nothingThatFailsReachesTheCaller() {
		log(1, () -> {
			throw new IllegalStateException("No message");
		});
		this.log.log((text, thrown) -> {
			throw new OutOfMemoryError("No memory");
		}, null, () -> "A message");
		this.log.log(this::add, new RuntimeException() {

			@Override
			public String toString() {
				throw new StackOverflowError("No text");
			}

		}, () -> "A message");
		assertThat(this.lines).isEmpty();
		log(1, () -> "A message");
		assertThat(this.lines).containsExactly("A message");
	}

}
