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

package dev.localsocket.benchmarks.load;

import java.util.List;

import dev.localsocket.benchmarks.load.ServerType.Group;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ServerTypeTests {

	private final ServerType gateway = new ServerType("gateway-25", "gateway", Group.GATEWAY, List.of());

	private final ServerType bare = new ServerType("bare-25", "bare", Group.BARE, List.of());

	@ParameterizedTest
	@ValueSource(strings = { "connect-16", "64b-256", "4k-16", "64b-16-idle-1000" })
	void aGatewayTakesLinesOverSomeConnections(String cell) {
		assertThat(this.gateway.takes(Cell.of(cell))).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "64k-8", "64b-16-idle-10000", "memory", "sparse", "open" })
	void onlyAGatewayDoesNotTakeBytesAndManyConnections(String cell) {
		assertThat(this.gateway.takes(Cell.of(cell))).isFalse();
		assertThat(this.bare.takes(Cell.of(cell))).isTrue();
	}

}
