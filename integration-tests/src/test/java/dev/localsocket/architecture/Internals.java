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
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/**
 * The packages that are public for those beside them only: their modules do not export
 * them, and nothing that users see shows a type of theirs.
 */
final class Internals {

	/** Below the base package. Many programs have no module path, so names tell, too. */
	private static final List<String> PACKAGES = List.of("..internal..", ".transport..", ".worker..", ".health..",
			".console..", ".page..", ".instance..", ".autoconfigure.diagnostics..");

	private final DescribedPredicate<JavaClass> internal;

	private Internals(DescribedPredicate<JavaClass> internal) {
		this.internal = internal;
	}

	static Internals below(String basePackage) {
		return new Internals(JavaClass.Predicates
			.resideInAnyPackage(PACKAGES.stream().map((name) -> basePackage + name).toArray(String[]::new)));
	}

	boolean include(JavaClass javaClass) {
		return this.internal.test(javaClass);
	}

	/** Whether users can name a class. */
	private boolean isApi(JavaClass javaClass) {
		return !include(javaClass) && isSeen(javaClass.getModifiers())
				&& javaClass.getEnclosingClass().map(this::isApi).orElse(true);
	}

	private static boolean isSeen(Set<JavaModifier> modifiers) {
		return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
	}

	ArchCondition<JavaClass> notBeShown() {
		return new ArchCondition<>("not show internal types") {

			@Override
			public void check(JavaClass javaClass, ConditionEvents events) {
				if (isApi(javaClass)) {
					reportShown(javaClass, events);
				}
			}

		};
	}

	private void reportShown(JavaClass javaClass, ConditionEvents events) {
		report(javaClass, "The declaration of " + javaClass.getName(), declaration(javaClass), events);
		javaClass.getMembers()
			.stream()
			.filter((member) -> isSeen(member.getModifiers())
					&& !member.getModifiers().contains(JavaModifier.SYNTHETIC))
			.forEach((member) -> report(javaClass, member.getFullName(), types(member), events));
	}

	private static Stream<JavaType> declaration(JavaClass javaClass) {
		return Stream
			.of(javaClass.getSuperclass().stream(), javaClass.getInterfaces().stream(),
					javaClass.getTypeParameters().stream())
			.flatMap((types) -> types);
	}

	private static Stream<? extends JavaType> types(JavaMember member) {
		if (member instanceof JavaField field) {
			return Stream.of(field.getType());
		}
		JavaCodeUnit code = (JavaCodeUnit) member;
		return Stream
			.of(Stream.of(code.getReturnType()), code.getParameterTypes().stream(), code.getTypeParameters().stream(),
					code.getExceptionTypes().stream())
			.flatMap((types) -> types);
	}

	private void report(JavaClass javaClass, String where, Stream<? extends JavaType> types, ConditionEvents events) {
		Set<String> shown = types.flatMap((type) -> type.getAllInvolvedRawTypes().stream())
			.map(JavaClass::getBaseComponentType)
			.filter(this::include)
			.map(JavaClass::getName)
			.collect(Collectors.toSet());
		shown.forEach((name) -> events.add(SimpleConditionEvent.violated(javaClass, where + " shows " + name)));
	}

}
