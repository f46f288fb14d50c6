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

import java.util.List;
import java.util.Optional;

import dev.localsocket.annotation.Argument;
import dev.localsocket.annotation.LocalSocketListenerException;
import org.jspecify.annotations.Nullable;

import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.util.StringUtils;

/**
 * A parameter of a method with a route that is an argument of the message.
 *
 * @param parameter the parameter
 * @param name the name of the argument
 * @param optional whether it may be left out
 * @param defaultValue what it is then, or null
 * @param description what it is for, or nothing
 */
record RouteParameter(MethodParameter parameter, String name, boolean optional, @Nullable String defaultValue,
		String description) {

	private static final DefaultParameterNameDiscoverer names = new DefaultParameterNameDiscoverer();

	/**
	 * Returns the arguments that a method takes.
	 * @param method the method
	 * @return the arguments, in order
	 * @throws LocalSocketListenerException if one makes no sense
	 */
	static List<RouteParameter> of(ListenerMethod method) {
		@Nullable String @Nullable [] found = names.getParameterNames(method.targetMethod());
		return ParameterRole.subjects(method.method(), method.type())
			.stream()
			.map((parameter) -> of(method, parameter, (found != null) ? found[parameter.getParameterIndex()] : null))
			.toList();
	}

	private static RouteParameter of(ListenerMethod method, MethodParameter parameter, @Nullable String found) {
		Argument annotation = parameter.getParameterAnnotation(Argument.class);
		String name = (annotation != null && StringUtils.hasText(annotation.name())) ? annotation.name() : found;
		if (name == null) {
			throw new LocalSocketListenerException(
					"The argument %d of the method %s has no name".formatted(parameter.getParameterIndex() + 1, method),
					"Compile with -parameters, or name it: @Argument(\"name\").");
		}
		String defaultValue = (annotation != null && !annotation.defaultValue().equals(Argument.NO_DEFAULT))
				? annotation.defaultValue() : null;
		boolean optional = defaultValue != null || (annotation != null && !annotation.required())
				|| isNullable(parameter);
		RouteParameter argument = new RouteParameter(parameter, name, optional, defaultValue,
				(annotation != null) ? annotation.description() : "");
		argument.checkCanBeLeftOut(method);
		return argument;
	}

	private static boolean isNullable(MethodParameter parameter) {
		Payload payload = parameter.getParameterAnnotation(Payload.class);
		return parameter.isOptional() || (payload != null && !payload.required());
	}

	/** In Kotlin, a parameter of a primitive type can have a default. */
	private void checkCanBeLeftOut(ListenerMethod method) {
		if (this.optional && this.defaultValue == null && this.parameter.getParameterType().isPrimitive()
				&& !this.parameter.isOptional()) {
			throw new LocalSocketListenerException(
					"The argument '%s' of the method %s is a %s, which cannot be null when it is left out"
						.formatted(this.name, method, this.parameter.getParameterType()),
					"Give it a default: @Argument(defaultValue = \"...\"), or let it be a wrapper such as Integer.");
		}
	}

	/** The index of the parameter. */
	int index() {
		return this.parameter.getParameterIndex();
	}

	boolean isOptionalType() {
		return this.parameter.getParameterType() == Optional.class;
	}

	/**
	 * Wraps a value as the parameter wants it.
	 * @param value the value, or null if there is none
	 * @return an {@link Optional}, or the value
	 */
	@Nullable Object wrap(@Nullable Object value) {
		return isOptionalType() ? Optional.ofNullable(value) : value;
	}

}
