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

package dev.localsocket.annotation.internal;

import java.lang.reflect.Method;
import java.util.LinkedHashSet;
import java.util.Set;

import dev.localsocket.annotation.LocalSocketListener;
import dev.localsocket.event.LocalServerEvent;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotContribution;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;

/**
 * Says to ahead-of-time processing that the payloads and the replies of listener methods
 * may be converted from and to JSON. That the methods are called by reflection, Spring
 * says of all event listeners.
 */
class ListenerBindingAotProcessor implements BeanFactoryInitializationAotProcessor {

	private final BindingReflectionHintsRegistrar bindings = new BindingReflectionHintsRegistrar();

	@Override
	public @Nullable BeanFactoryInitializationAotContribution processAheadOfTime(
			ConfigurableListableBeanFactory beanFactory) {
		Set<Method> methods = new LinkedHashSet<>();
		for (String beanName : beanFactory.getBeanNamesForType(Object.class, true, false)) {
			Class<?> type = beanFactory.getType(beanName, false);
			if (type != null) {
				methods.addAll(listeners(ClassUtils.getUserClass(type)));
			}
		}
		return methods.isEmpty() ? null : (generationContext, code) -> methods
			.forEach((method) -> register(generationContext.getRuntimeHints().reflection(), method));
	}

	private static Set<Method> listeners(Class<?> type) {
		return MethodIntrospector.selectMethods(type,
				(Method method) -> AnnotatedElementUtils.hasAnnotation(method, LocalSocketListener.class));
	}

	private void register(ReflectionHints hints, Method method) {
		ParameterRole.subjects(method, method.getDeclaringClass())
			.stream()
			.filter((payload) -> !LocalServerEvent.class.isAssignableFrom(payload.getParameterType()))
			.forEach((payload) -> register(hints, payload));
		register(hints, MethodParameter.forExecutable(method, -1));
	}

	private void register(ReflectionHints hints, MethodParameter parameter) {
		this.bindings.registerReflectionHints(hints, parameter.getGenericParameterType());
	}

}
