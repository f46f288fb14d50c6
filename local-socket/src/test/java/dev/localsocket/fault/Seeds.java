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
package dev.localsocket.fault;

import java.util.Random;
import java.util.stream.LongStream;

/**
 * The seeds of the rounds of a random test.
 */
final class Seeds {

	/** A seed whose only round is run, again and again. */
	private static final String SEED = "local-socket.test.seed";

	/** How many times as many rounds are run. */
	private static final String FACTOR = "local-socket.test.rounds-factor";

	private Seeds() {
	}

	/**
	 * Runs rounds. A round that fails tells how to run it again.
	 * @param rounds how many
	 * @param round the round
	 */
	static void run(int rounds, Round round) {
		Long fixed = Long.getLong(SEED);
		int count = rounds * Integer.getInteger(FACTOR, 1);
		LongStream seeds = (fixed != null) ? LongStream.generate(() -> fixed) : new Random().longs();
		seeds.limit(count).forEach((seed) -> run(seed, round));
	}

	private static void run(long seed, Round round) {
		try {
			round.run(seed);
		}
		catch (Exception | Error ex) {
			throw new AssertionError("A round failed; to run it again: -D%s=%d".formatted(SEED, seed), ex);
		}
	}

	/** One round. */
	@FunctionalInterface
	interface Round {

		void run(long seed) throws Exception;

	}

}
