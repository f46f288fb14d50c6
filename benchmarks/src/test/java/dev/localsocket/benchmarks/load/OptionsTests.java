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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.localsocket.benchmarks.load.ServerType.Group;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class OptionsTests {

	private static final List<ServerType> SERVERS = List.of(server("c"), server("bare-17"), server("bare-25"),
			server("bare-junixsocket-25"), server("event-loop-25"));

	@Test
	void allIsMeasuredByDefault() {
		Options options = Options.parse();
		assertThat(options.selectedCells()).isEqualTo(Cell.ALL);
		assertThat(options.selectedServers(SERVERS, (missing) -> {
		})).isEqualTo(SERVERS);
	}

	@Test
	void anIdWithoutItsNumberSelectsAllNumbers() {
		Options options = Options.parse("--servers=bare", "--cells=64b,connect-16-idle");
		assertThat(options.selectedServers(SERVERS, (missing) -> {
		})).extracting(ServerType::id).containsExactly("bare-17", "bare-25");
		assertThat(options.selectedCells()).extracting(Cell::id)
			.containsExactly("64b-1", "64b-16", "64b-256", "connect-16-idle-1000", "connect-16-idle-10000");
	}

	@Test
	void anIdWithItsNumberSelectsOnlyThat() {
		assertThat(Options.parse("--cells=64b-16").selectedCells()).extracting(Cell::id).containsExactly("64b-16");
	}

	@Test
	void aStarStandsForAnything() {
		assertThat(Options.parse("--cells=*-idle-1000").selectedCells()).extracting(Cell::id)
			.containsExactly("connect-16-idle-1000", "64b-16-idle-1000", "64b-256-idle-1000", "4k-16-idle-1000");
	}

	@Test
	void serversThatAreNotThereAreTold() {
		List<String> missing = new ArrayList<>();
		Options.parse("--servers=c,qt").selectedServers(SERVERS, missing::add);
		assertThat(missing).containsExactly("qt");
	}

	@Test
	void cellsThatAreNotThereAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> Options.parse("--cells=65b-16").selectedCells())
			.withMessageContaining("65b-16");
	}

	@Test
	void secondsMayBeFractions() {
		assertThat(Options.parse("--seconds=0.25").measured).isEqualTo(Duration.ofMillis(250));
	}

	@ParameterizedTest
	@ValueSource(strings = { "--seconds=0", "--rounds=x", "--client=rust", "--unknown", "--timeout=-1" })
	void whatMakesNoSenseIsRefused(String arg) {
		assertThatIllegalArgumentException().isThrownBy(() -> Options.parse(arg))
			.withMessageContaining(arg.substring(0, arg.contains("=") ? arg.indexOf('=') : arg.length())
				.replace("--client", "client"));
	}

	private static ServerType server(String id) {
		return new ServerType(id, id, Group.BARE, List.of());
	}

}
