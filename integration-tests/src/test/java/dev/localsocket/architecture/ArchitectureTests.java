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

import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.localsocket.LocalServer;
import dev.localsocket.annotation.LocalSocketListener;
import dev.localsocket.autoconfigure.LocalSocketAutoConfiguration;
import dev.localsocket.test.AutoConfigureLocalSocket;
import dev.localsocket.web.LocalSocketRequestAttributes;

import static org.assertj.core.api.Assertions.assertThat;

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

	@ArchTest
	static final ArchRule apiShowsNoInternals = ArchitectureRules.apiShowsNoInternals(BASE_PACKAGE);

	@ArchTest
	static void modulesExportAllButInternals(JavaClasses classes) {
		Internals internals = Internals.below(BASE_PACKAGE);
		Set<String> api = classes.stream()
			.filter(Predicate.not(internals::include))
			.map(JavaClass::getPackageName)
			.collect(Collectors.toSet());
		assertThat(exports()).containsExactlyInAnyOrderElementsOf(api);
	}

	/** To all. */
	private static List<String> exports() {
		return Stream
			.of(LocalServer.class, LocalSocketListener.class, LocalSocketAutoConfiguration.class,
					LocalSocketRequestAttributes.class, AutoConfigureLocalSocket.class)
			.flatMap((type) -> descriptor(type).exports().stream())
			.filter(Predicate.not(ModuleDescriptor.Exports::isQualified))
			.map(ModuleDescriptor.Exports::source)
			.toList();
	}

	/** Of the module that a class is in, though it is not used as one here. */
	private static ModuleDescriptor descriptor(Class<?> type) {
		Path location = Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()));
		return ModuleFinder.of(location).findAll().iterator().next().descriptor();
	}

	/** What other modules test with. */
	static final class DoNotIncludeTestJars implements ImportOption {

		@Override
		public boolean includes(Location location) {
			return !location.contains("-tests.jar");
		}

	}

}
