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

import java.util.Arrays;
import java.util.List;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import org.jspecify.annotations.NullMarked;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * The rules of the design that tests check against the production classes and, to know
 * that the rules can fail, against fixtures which break them.
 */
final class ArchitectureRules {

	static final ArchRule NO_PACKAGE_CYCLES = slices().assignedFrom(new PackageSlices())
		.should()
		.beFreeOfCycles()
		.allowEmptyShould(true);

	/** Inside of a room, too, the classes can be read from top to bottom. */
	static final ArchRule NO_CYCLES_IN_THE_TRANSPORT = slices().assignedFrom(new TransportClasses())
		.should()
		.beFreeOfCycles()
		.allowEmptyShould(true);

	static final ArchRule PACKAGES_ARE_NULL_MARKED = classes().should(resideInANullMarkedPackage())
		.allowEmptyShould(true);

	private ArchitectureRules() {
	}

	static ArchRule packagesUseOnlyWhatTheirRowSays(String basePackage) {
		return CompositeArchRule.of(rows(basePackage)).as("packages should use only what their row says");
	}

	static ArchRule everyPackageHasARow(String basePackage) {
		return classes().should().resideInAnyPackage(packages(basePackage)).allowEmptyShould(true);
	}

	static ArchRule onlyItsBindingUsesJunixsocket(String basePackage) {
		return noClasses().that()
			.resideOutsideOfPackage(PackageRow.TRANSPORT_JUNIX.packageBelow(basePackage))
			.should()
			.dependOnClassesThat()
			.resideInAPackage(Library.JUNIXSOCKET)
			.allowEmptyShould(true);
	}

	static ArchRule apiShowsNoInternals(String basePackage) {
		return classes().should(Internals.below(basePackage).notBeShown()).allowEmptyShould(true);
	}

	private static List<ArchRule> rows(String basePackage) {
		return Arrays.stream(PackageRow.values()).map((row) -> row.ruleBelow(basePackage)).toList();
	}

	private static String[] packages(String basePackage) {
		return Arrays.stream(PackageRow.values()).map((row) -> row.packageBelow(basePackage)).toArray(String[]::new);
	}

	private static ArchCondition<JavaClass> resideInANullMarkedPackage() {
		return ArchCondition.from(DescribedPredicate.describe("reside in a package annotated with @NullMarked",
				(javaClass) -> javaClass.getPackage().isAnnotatedWith(NullMarked.class)));
	}

	/**
	 * One slice for each package, the root package included.
	 */
	private static final class PackageSlices implements SliceAssignment {

		@Override
		public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
			String name = javaClass.getPackageName();
			return name.startsWith("dev.localsocket") ? SliceIdentifier.of(name) : SliceIdentifier.ignore();
		}

		@Override
		public String getDescription() {
			return "packages of the library";
		}

	}

	/**
	 * One slice for each class of a transport, with those that are declared in it.
	 */
	private static final class TransportClasses implements SliceAssignment {

		@Override
		public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
			String name = javaClass.getName();
			return name.contains(".transport.") ? SliceIdentifier.of(name.replaceFirst("\\$.*", ""))
					: SliceIdentifier.ignore();
		}

		@Override
		public String getDescription() {
			return "classes of the transport";
		}

	}

}
