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

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * Checks the production classes against the {@link ArchitectureRules}.
 */
@AnalyzeClasses(packages = ArchitectureTests.BASE_PACKAGE,
		importOptions = { ImportOption.DoNotIncludeTests.class, ArchitectureTests.DoNotIncludeTestJars.class })
class ArchitectureTests {

	static final String BASE_PACKAGE = "dev.localsocket";

	@ArchTest
	static final ArchRule packagesUseOnlyWhatTheirRowSays = ArchitectureRules
		.packagesUseOnlyWhatTheirRowSays(BASE_PACKAGE);

	@ArchTest
	static final ArchRule everyPackageHasARow = ArchitectureRules.everyPackageHasARow(BASE_PACKAGE);

	@ArchTest
	static final ArchRule onlyItsBindingUsesJunixsocket = ArchitectureRules.onlyItsBindingUsesJunixsocket(BASE_PACKAGE);

	@ArchTest
	static final ArchRule packagesAreFreeOfCycles = ArchitectureRules.NO_PACKAGE_CYCLES;

	@ArchTest
	static final ArchRule transportIsFreeOfCycles = ArchitectureRules.NO_CYCLES_IN_THE_TRANSPORT;

	@ArchTest
	static final ArchRule packagesAreNullMarked = ArchitectureRules.PACKAGES_ARE_NULL_MARKED;

	/** What other modules test with. */
	static final class DoNotIncludeTestJars implements ImportOption {

		@Override
		public boolean includes(Location location) {
			return !location.contains("-tests.jar");
		}

	}

}
