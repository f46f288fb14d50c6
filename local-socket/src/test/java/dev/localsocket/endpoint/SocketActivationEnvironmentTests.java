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

package dev.localsocket.endpoint;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what a process takes from the environment variables of socket activation.
 */
@Timeout(60)
class SocketActivationEnvironmentTests {

	@ParameterizedTest
	@CsvSource({ "LISTEN_PID=$$ LISTEN_FDS=2 LISTEN_FDNAMES=a:b, 3=a 4=b", "LISTEN_PID=$$ LISTEN_FDS=1, 3=unknown",
			"LISTEN_PID=$$ LISTEN_FDS=3 LISTEN_FDNAMES=:b, 3=unknown 4=b 5=unknown",
			"LISTEN_PID=$$ LISTEN_FDS=1 LISTEN_FDNAMES=a:b, 3=a", "LISTEN_PID=$$ LISTEN_FDS=0, ''",
			"LISTEN_PID=$PPID LISTEN_FDS=2, ''", "LISTEN_FDS=2, ''", "LISTEN_PID=$$, ''" })
	void descriptorsAreThoseGivenToThisVeryProcess(String variables, String descriptors) throws Exception {
		assertThat(activation(variables)).isEqualTo(descriptors);
	}

	@ParameterizedTest
	@CsvSource({ "LISTEN_PID=$$ LISTEN_FDS=two, LISTEN_FDS, two", "LISTEN_PID=$$ LISTEN_FDS=-1, LISTEN_FDS, -1",
			"LISTEN_PID=me LISTEN_FDS=2, LISTEN_PID, me", "LISTEN_PID=$$ LISTEN_FDS=99999999999, LISTEN_FDS, 9999",
			"LISTEN_PID=$$ LISTEN_FDS=, LISTEN_FDS, ''" })
	void malformedNumberIsRefusedWithTheNameOfTheVariable(String variables, String variable, String value)
			throws Exception {
		assertThat(activation(variables)).contains("environment variable " + variable + " must be a number")
			.contains("'" + value);
	}

	private static String activation(String variables) throws Exception {
		try (ServerProcess process = ServerProcess.ready(ChildJvm.small().after("export " + variables))) {
			return process.ask("activation");
		}
	}

}
