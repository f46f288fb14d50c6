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

package dev.localsocket.interop;

import java.util.stream.Stream;

import dev.localsocket.testing.SocketSandbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that our servers behave like Qt's, except for the {@link DeliberateDifferences}.
 */
@RequiresQt
class ScenarioComparisonTests {

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	static Stream<Scenario> scenarios() {
		return Stream
			.of(ServerScenarios.all(), AddressScenarios.all(), OccupiedPathScenarios.all(), PermissionScenarios.all(),
					AbstractNamespaceScenarios.all(), PendingScenarios.all(), CloseScenarios.all(),
					RemoveServerScenarios.all(), ClientScenarios.all())
			.flatMap((scenarios) -> scenarios);
	}

	@ParameterizedTest
	@MethodSource("scenarios")
	void ourServerDoesTheSameAsQtUnlessItDiffersOnPurpose(Scenario scenario) throws Exception {
		String qt = qtOutcome(scenario);
		String ours = outcome(scenario, OurServer.KIND, "ours");
		Difference difference = DeliberateDifferences.of(scenario);
		if (difference == null) {
			assertThat(ours).as("%s: outcome of ours, to be the same as Qt's", scenario).isEqualTo(qt);
		}
		else {
			assertThat(qt).as("%s: outcome of Qt", scenario).isEqualTo(difference.qt());
			assertThat(ours).as("%s: outcome of ours, to differ because %s", scenario, difference.reason())
				.isEqualTo(difference.ours());
		}
	}

	private String qtOutcome(Scenario scenario) throws Exception {
		try (QtDriver driver = new QtDriver()) {
			return outcome(scenario, driver, "qt");
		}
	}

	private String outcome(Scenario scenario, ServerKind kind, String directory) throws Exception {
		try (ScenarioContext context = new ScenarioContext(kind, this.sandbox.path(directory))) {
			return context.run(scenario);
		}
	}

	@Test
	void everyScenarioHasATitleOfItsOwn() {
		assertThat(scenarios().map(Scenario::title)).doesNotHaveDuplicates();
	}

	@Test
	void everyDifferenceIsOneOfAScenario() {
		assertThat(scenarios().map(Scenario::title))
			.containsAll(DeliberateDifferences.all().map(Difference::title).toList());
		assertThat(DeliberateDifferences.all())
			.allSatisfy((difference) -> assertThat(difference.ours()).isNotEqualTo(difference.qt()));
	}

}
