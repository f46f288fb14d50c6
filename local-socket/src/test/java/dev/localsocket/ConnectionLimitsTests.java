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

import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ConnectionLimits}.
 */
class ConnectionLimitsTests {

	@Test
	void eachLimitCanBeChangedAlone() {
		assertThat(ConnectionLimits.NONE.withMaxConnections(1)
			.withMaxConnectionsPerUser(2)
			.withIdleTimeout(Duration.ofSeconds(3))
			.withWriteTimeout(Duration.ofSeconds(4))
			.withReadBufferSize(5)
			.withWriteBufferSize(6)
			.withFrameTimeout(Duration.ofSeconds(7))
			.withMaxConnectionsPerOtherUser(8)
			.withMaxConnections(10)
			.withReservedConnections(9))
			.isEqualTo(new ConnectionLimits(10, 2, 8, 9, Duration.ofSeconds(3), Duration.ofSeconds(4),
					Duration.ofSeconds(7), 5, 6));
	}

	@ParameterizedTest
	@MethodSource("negative")
	void limitMustNotBeNegative(UnaryOperator<ConnectionLimits> change) {
		assertThatIllegalArgumentException().isThrownBy(() -> change.apply(ConnectionLimits.NONE))
			.withMessageContaining("-");
	}

	@Test
	void notAllConnectionsCanBeReserved() {
		ConnectionLimits limits = ConnectionLimits.NONE.withReservedConnections(3);
		assertThatIllegalArgumentException().isThrownBy(() -> limits.withMaxConnections(3))
			.withMessageContaining("not 3 of 3");
		assertThat(limits.withMaxConnections(4).reservedConnections()).isEqualTo(3);
	}

	static Stream<UnaryOperator<ConnectionLimits>> negative() {
		return Stream.of((limits) -> limits.withMaxConnections(-1), (limits) -> limits.withMaxConnectionsPerUser(-1),
				(limits) -> limits.withMaxConnectionsPerOtherUser(-1), (limits) -> limits.withReservedConnections(-1),
				(limits) -> limits.withFrameTimeout(Duration.ofMillis(-1)),
				(limits) -> limits.withIdleTimeout(Duration.ofMillis(-1)),
				(limits) -> limits.withWriteTimeout(Duration.ofMillis(-1)), (limits) -> limits.withReadBufferSize(-1),
				(limits) -> limits.withWriteBufferSize(-1));
	}

}
