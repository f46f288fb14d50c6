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

package dev.localsocket.autoconfigure.security;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.List;

import dev.localsocket.annotation.LocalSocketListenerException;
import dev.localsocket.annotation.internal.ListenerMethodCheck;

import org.springframework.aop.Pointcut;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.security.access.annotation.Secured;
import org.springframework.security.access.prepost.PostAuthorize;
import org.springframework.security.access.prepost.PostFilter;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.access.prepost.PreFilter;
import org.springframework.security.authorization.method.AuthorizationAdvisor;

/**
 * Refuses listener methods that say who may call them while nothing sees to it: where
 * {@code @EnableMethodSecurity} was forgotten, they would serve everybody who can
 * connect.
 */
final class MethodSecurityCheck implements ListenerMethodCheck {

	private static final List<Class<? extends Annotation>> ANNOTATIONS = List.of(PreAuthorize.class,
			PostAuthorize.class, PreFilter.class, PostFilter.class, Secured.class);

	private final ObjectProvider<AuthorizationAdvisor> advisors;

	/**
	 * Creates a check.
	 * @param advisors what Spring Security's method security consists of
	 */
	MethodSecurityCheck(ObjectProvider<AuthorizationAdvisor> advisors) {
		this.advisors = advisors;
	}

	@Override
	public void check(String name, Class<?> type, Method method) {
		for (Class<? extends Annotation> annotation : ANNOTATIONS) {
			if (isOn(annotation, type, method) && !isAdvised(type, method)) {
				throw new LocalSocketListenerException(
						"The method %s is annotated with @%s, but nothing enforces it".formatted(name,
								annotation.getSimpleName()),
						"Add %s to a configuration class; spring-boot-starter-security brings it."
							.formatted((annotation == Secured.class) ? "@EnableMethodSecurity(securedEnabled = true)"
									: "@EnableMethodSecurity"));
			}
		}
	}

	private static boolean isOn(Class<? extends Annotation> annotation, Class<?> type, Method method) {
		return AnnotatedElementUtils.hasAnnotation(method, annotation)
				|| AnnotatedElementUtils.hasAnnotation(type, annotation);
	}

	private boolean isAdvised(Class<?> type, Method method) {
		return this.advisors.stream().anyMatch((advisor) -> {
			Pointcut pointcut = advisor.getPointcut();
			return pointcut.getClassFilter().matches(type) && pointcut.getMethodMatcher().matches(method, type);
		});
	}

}
