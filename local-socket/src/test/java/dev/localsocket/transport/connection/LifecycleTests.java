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

package dev.localsocket.transport.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.Stream;

import dev.localsocket.testing.BackgroundCall;
import dev.localsocket.testing.SocketSandbox;
import dev.localsocket.transport.connection.Lifecycle.Step;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Lifecycle} and {@link Phase}.
 */
@Timeout(60)
class LifecycleTests {

	private static final int ROUNDS = 2000;

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	/** Of each phase, where each step leads; a dash where it leads nowhere. */
	@ParameterizedTest
	@CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
			phase       | CONNECT | FAIL  | DISCONNECT  | ABORT      | ABORT_FIRST | EVICT    | CLOSE       | TELL
			CONNECTING  | OPEN    | ENDED | ABANDONED   | ABANDONED  | ABANDONED   | -        | -           | -
			OPEN        | -       | -     | CLOSING     | ABORTING   | ABORTING    | EVICTED  | CLOSED      | -
			CLOSING     | -       | -     | -           | ABORTING   | -           | ABORTING | CLOSED_HERE | -
			EVICTED     | -       | -     | ABORTING    | ABORTING   | ABORTING    | -        | CLOSED      | -
			ABORTING    | -       | -     | -           | -          | -           | -        | ABORTED     | -
			CLOSED      | -       | -     | CLOSED_HERE | ABORTED    | ABORTED     | -        | -           | ENDED
			CLOSED_HERE | -       | -     | -           | ABORTED    | -           | -        | -           | ENDED_HERE
			ABORTED     | -       | -     | -           | -          | -           | -        | -           | ENDED_HERE
			ENDED       | -       | -     | ENDED_HERE  | ENDED_HERE | ENDED_HERE  | -        | -           | -
			ENDED_HERE  | -       | -     | -           | -          | -           | -        | -           | -
			ABANDONED   | -       | -     | -           | -          | -           | -        | -           | -
			""")
	void stepLeadsFromPhaseToPhase(Phase phase, String connect, String fail, String disconnect, String abort,
			String abortFirst, String evict, String close, String tell) {
		List<String> reached = Stream.of(Step.values())
			.map((step) -> step.after(phase))
			.map((after) -> (after == phase) ? "-" : after.name())
			.toList();
		assertThat(reached).containsExactly(connect, fail, disconnect, abort, abortFirst, evict, close, tell);
	}

	/** The table has a line for each. */
	@ParameterizedTest
	@EnumSource
	void phaseIsNeverFollowedByAnEarlierOne(Phase phase) {
		for (Step step : Step.values()) {
			Phase after = step.after(phase);
			assertThat(after).isGreaterThanOrEqualTo(phase);
			assertThat(after.isOver()).isIn(true, phase.isOver());
			assertThat(after.isTold()).isIn(true, phase.isTold());
			assertThat(after.isEndedHere()).isIn(true, phase.isEndedHere());
			assertThat(after.isAborted() || after.isTold()).isIn(true, phase.isAborted());
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			CONNECTING  |      |      |      |
			OPEN        |      |      |      |
			CLOSING     |      |      | here |
			EVICTED     |      |      |      |
			ABORTING    |      |      | here | aborted
			CLOSED      | over |      |      |
			CLOSED_HERE | over |      | here |
			ABORTED     | over |      | here | aborted
			ENDED       | over | told |      |
			ENDED_HERE  | over | told | here |
			ABANDONED   | over | told | here |
			""")
	void phaseSaysWhatIsSo(Phase phase, @Nullable String over, @Nullable String told, @Nullable String here,
			@Nullable String aborted) {
		assertThat(phase.isOver()).isEqualTo(over != null);
		assertThat(phase.isTold()).isEqualTo(told != null);
		assertThat(phase.isEndedHere()).isEqualTo(here != null);
		assertThat(phase.isAborted()).isEqualTo(aborted != null);
	}

	@Test
	void stepTellsThePhaseBefore() {
		Lifecycle lifecycle = Lifecycle.connecting();
		assertThat(lifecycle.take(Step.CONNECT)).isEqualTo(Phase.CONNECTING);
		assertThat(lifecycle.take(Step.CONNECT)).isEqualTo(Phase.OPEN);
		assertThat(lifecycle.take(Step.DISCONNECT)).isEqualTo(Phase.OPEN);
		assertThat(lifecycle.take(Step.ABORT)).isEqualTo(Phase.CLOSING);
		assertThat(lifecycle.phase()).isEqualTo(Phase.ABORTING);
	}

	/**
	 * Whichever comes first, the connection is aborted, and one of them was the first.
	 */
	@Test
	void noneOfTheStepsThatAreTakenAtTheSameMomentIsLost() throws Exception {
		List<Step> steps = List.of(Step.DISCONNECT, Step.ABORT, Step.EVICT);
		CyclicBarrier barrier = new CyclicBarrier(steps.size());
		List<Lifecycle> lifecycles = Stream.generate(Lifecycle::open).limit(ROUNDS).toList();
		List<BackgroundCall<Integer>> calls = new ArrayList<>();
		for (Step step : steps) {
			calls.add(this.sandbox.async(() -> {
				int first = 0;
				for (Lifecycle lifecycle : lifecycles) {
					barrier.await();
					first += (lifecycle.take(step) == Phase.OPEN) ? 1 : 0;
				}
				return first;
			}));
		}
		int firsts = 0;
		for (BackgroundCall<Integer> call : calls) {
			firsts += call.result();
		}
		assertThat(firsts).isEqualTo(ROUNDS);
		assertThat(lifecycles).extracting(Lifecycle::phase).containsOnly(Phase.ABORTING);
	}

}
