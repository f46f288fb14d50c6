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

package dev.localsocket.messaging;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WorkingMemory}.
 */
class WorkingMemoryTests {

	@Test
	void nobodySharesWhatIsTaken() {
		try (WorkingMemory one = WorkingMemory.take(); WorkingMemory other = WorkingMemory.take()) {
			assertThat(one).isNotSameAs(other);
			assertThat(one.bytes(10)).isNotSameAs(other.bytes(10));
		}
	}

	@Test
	void whatIsGivenBackIsTakenAgain() {
		WorkingMemory first = WorkingMemory.take();
		first.close();
		try (WorkingMemory second = WorkingMemory.take()) {
			assertThat(second).isSameAs(first);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 1023, 1024, 1025, 65_535, 65_536, 65_537 })
	void thereIsRoomForWhatIsAskedFor(int length) {
		try (WorkingMemory memory = WorkingMemory.take()) {
			assertThat(memory.bytes(length).remaining()).isGreaterThanOrEqualTo(length);
			assertThat(memory.bytes(length).hasArray()).isTrue();
			assertThat(memory.characters(length).remaining()).isGreaterThanOrEqualTo(length);
			assertThat(memory.frame(length).remaining()).isGreaterThan(Math.min(length, WorkingMemory.MAX));
		}
	}

	@Test
	void longMessagesGetMemoryThatIsNotKept() {
		try (WorkingMemory memory = WorkingMemory.take()) {
			memory.bytes(WorkingMemory.MAX + 1);
			memory.characters(WorkingMemory.MAX + 1);
			assertThat(memory.bytes(1).capacity()).isLessThanOrEqualTo(WorkingMemory.MAX);
			assertThat(memory.characters(1).capacity()).isLessThanOrEqualTo(WorkingMemory.MAX);
			assertThat(memory.frame(1_000_000).capacity()).isLessThanOrEqualTo(2 * WorkingMemory.MAX);
		}
	}

	@Test
	void encoderIsThatOfTheCharset() {
		try (WorkingMemory memory = WorkingMemory.take()) {
			assertThat(memory.encoder(StandardCharsets.UTF_8).charset()).isEqualTo(StandardCharsets.UTF_8);
			assertThat(memory.encoder(StandardCharsets.UTF_8)).isSameAs(memory.encoder(StandardCharsets.UTF_8));
			assertThat(memory.encoder(StandardCharsets.UTF_16).charset()).isEqualTo(StandardCharsets.UTF_16);
		}
	}

}
