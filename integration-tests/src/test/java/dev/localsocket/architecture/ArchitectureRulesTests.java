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

package dev.localsocket.architecture;

import java.util.List;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

/**
 * Tests that the {@link ArchitectureRules} report the fixtures which break them.
 */
class ArchitectureRulesTests {

	private static final String FIXTURE = "dev.localsocket.architecture.fixture.";

	private static final String LAYERS = FIXTURE + "layers";

	private static final String OUTSIDER = FIXTURE + "outsider";

	@Test
	void cycleRuleReportsACycleBetweenPackages() {
		assertThat(violations(ArchitectureRules.NO_PACKAGE_CYCLES, FIXTURE + "cyclic")).singleElement(STRING)
			.startsWith("Cycle detected");
	}

	@Test
	void cycleRuleReportsACycleInsideOfARoom() {
		assertThat(violations(ArchitectureRules.NO_CYCLES_IN_THE_TRANSPORT, LAYERS)).singleElement(STRING)
			.startsWith("Cycle detected")
			.contains("Hen", "Egg");
	}

	@Test
	void rowsReportAnArrowThatPointsToAHigherRoom() {
		assertThat(rowViolations()).anyMatch((violation) -> violation.contains("UpwardRoom"));
	}

	@Test
	void rowsReportAnUpwardDependency() {
		assertThat(rowViolations()).anyMatch((violation) -> violation.contains("UpwardFrame"));
	}

	@Test
	void rowsReportALibraryThatIsNotInTheRow() {
		assertThat(rowViolations()).anyMatch((violation) -> violation.contains("SpringFrame"));
	}

	@Test
	void rowsAcceptADownwardDependency() {
		assertThat(rowViolations()).noneMatch((violation) -> violation.contains("DownwardMessage"));
	}

	@Test
	void packageWithoutARowIsReported() {
		assertThat(violations(ArchitectureRules.everyPackageHasARow(LAYERS), LAYERS)).isNotEmpty()
			.allMatch((violation) -> violation.contains("unlisted"));
	}

	@Test
	void useOfJunixsocketOutsideOfItsBindingIsReported() {
		assertThat(violations(ArchitectureRules.onlyItsBindingUsesJunixsocket(OUTSIDER), OUTSIDER)).isNotEmpty();
	}

	@Test
	void apiThatShowsWhatIsInternalIsReported() {
		String fixture = FIXTURE + "exposed";
		assertThat(violations(ArchitectureRules.apiShowsNoInternals(fixture), fixture)).hasSize(5)
			.allMatch((violation) -> violation.contains("OpenHood")
					&& violation.endsWith("shows " + fixture + ".internal.Engine"))
			.anyMatch((violation) -> violation.startsWith("The declaration of"))
			.anyMatch((violation) -> violation.contains("<init>"))
			.anyMatch((violation) -> violation.contains("field"))
			.anyMatch((violation) -> violation.contains("result()"))
			.anyMatch((violation) -> violation.contains("parameter("));
	}

	@Test
	void packageThatIsNotNullMarkedIsReported() {
		assertThat(violations(ArchitectureRules.PACKAGES_ARE_NULL_MARKED, FIXTURE + "unmarked")).hasSize(1);
	}

	private static List<String> rowViolations() {
		return violations(ArchitectureRules.packagesUseOnlyWhatTheirRowSays(LAYERS), LAYERS);
	}

	private static List<String> violations(ArchRule rule, String fixture) {
		return rule.evaluate(new ClassFileImporter().importPackages(fixture)).getFailureReport().getDetails();
	}

}
