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

package dev.localsocket.annotation;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;

import dev.localsocket.event.LocalServerEvent;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.aot.hint.annotation.ReflectiveProcessor;
import org.springframework.core.MethodParameter;

/**
 * Says to ahead-of-time processing that a listener method is called by reflection, and
 * that its payload and its replies may be converted from and to JSON.
 */
class ListenerReflectiveProcessor implements ReflectiveProcessor {

	private final BindingReflectionHintsRegistrar bindings = new BindingReflectionHintsRegistrar();

	@Override
	public void registerReflectionHints(ReflectionHints hints, AnnotatedElement element) {
		if (element instanceof Method method) {
			hints.registerMethod(method, ExecutableMode.INVOKE);
			ParameterRole.subjects(method, method.getDeclaringClass())
				.stream()
				.filter((payload) -> !LocalServerEvent.class.isAssignableFrom(payload.getParameterType()))
				.forEach((payload) -> register(hints, payload));
			register(hints, MethodParameter.forExecutable(method, -1));
		}
	}

	private void register(ReflectionHints hints, MethodParameter parameter) {
		this.bindings.registerReflectionHints(hints, parameter.getGenericParameterType());
	}

}
