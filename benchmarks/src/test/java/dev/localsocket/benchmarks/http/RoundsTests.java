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

package dev.localsocket.benchmarks.http;

import dev.localsocket.benchmarks.http.Rounds.Measurement;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Rounds}.
 */
class RoundsTests {

	@Test
	void ratiosAreThoseOfTheSameRound() {
		Rounds rounds = new Rounds(WebServer.JETTY, 16);
		rounds.add(Transport.TCP, new Measurement(1000, 0.5, 0.2));
		rounds.add(Transport.SOCKET, new Measurement(3000, 0.5, 0.3));
		rounds.add(Transport.TCP, new Measurement(500, 0.5, 0.2));
		rounds.add(Transport.SOCKET, new Measurement(500, 0.5, 0.1));
		rounds.add(Transport.TCP, new Measurement(100, 0.5, 0.2));
		rounds.add(Transport.SOCKET, new Measurement(200, 0.5, 0.1));
		assertThat(rounds.row()).isEqualTo("| Jetty | 16 | 1,000 | 1,000 | 2.00 | 400.0 | 200.0 | 0.50 |");
	}

	@Test
	void theMedianOfAnEvenNumberIsInTheMiddle() {
		assertThat(Rounds.median(new double[] { 4, 1, 3, 2 })).isEqualTo(2.5);
	}

}
