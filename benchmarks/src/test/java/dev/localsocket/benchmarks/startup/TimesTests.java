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

package dev.localsocket.benchmarks.startup;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class TimesTests {

	private final Times times = new Times();

	@Test
	void rowComparesWithinEachRound() {
		add(1000, 1100);
		add(2000, 2400);
		add(500, 650);
		assertThat(this.times.row(Variant.LISTENER)).isEqualTo("| and a listener | 1100 | 1.20 | 1.15 to 1.25 |");
	}

	private void add(double without, double with) {
		this.times.add(Variant.WITHOUT, without);
		this.times.add(Variant.LISTENER, with);
	}

	@Test
	void quantileIsProportionallyBetweenTwoValues() {
		assertThat(Times.quantile(new double[] { 30, 10, 20, 40 }, 0.5)).isCloseTo(25, within(1e-9));
		assertThat(Times.quantile(new double[] { 30, 10, 20, 40 }, 0.25)).isCloseTo(17.5, within(1e-9));
		assertThat(Times.quantile(new double[] { 7 }, 0.75)).isEqualTo(7);
	}

}
