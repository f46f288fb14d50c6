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

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ProcessorTimeTests {

	private static final String PROCESS = "12 (a (b) c) S 1 2 3 4 5 6 7 8 9 10 %d %d %d %d 20 0";

	private static final String SYSTEM = "cpu  %d 0 %d %d %d 0 0 %d 77 77\ncpu0 1 2 3\n";

	@Test
	void shareOfOthersIsWhatNeitherThisProcessNorItsChildrenHad() {
		ProcessorTime begin = ProcessorTime.of(PROCESS.formatted(1, 2, 3, 4), SYSTEM.formatted(100, 0, 0, 0, 0));
		ProcessorTime end = ProcessorTime.of(PROCESS.formatted(11, 12, 13, 14), SYSTEM.formatted(150, 20, 90, 30, 10));
		assertThat(begin).isEqualTo(new ProcessorTime(10, 100, 100));
		assertThat(end.shareOfOthersSince(begin)).isCloseTo(40 / 200.0, within(1e-9));
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void nowReadsWhatTheKernelTells() throws IOException {
		ProcessorTime now = ProcessorTime.now();
		assertThat(now.ours()).isPositive().isLessThanOrEqualTo(now.all());
		assertThat(now.all()).isLessThan(now.available());
	}

}
