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

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

import dev.localsocket.annotation.LocalSocketListenerException;
import dev.localsocket.rpc.CommandException;
import dev.localsocket.rpc.internal.CommandUsage;
import org.jspecify.annotations.Nullable;

import org.springframework.core.convert.ConversionException;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.messaging.handler.annotation.Payload;

/**
 * Makes the arguments of a method of the words of a command: in order, converted to the
 * types of its parameters. The last parameter takes all words that are left if it is an
 * array or a collection. Thread-safe.
 */
final class CommandArguments {

	private static final TypeDescriptor TEXT = TypeDescriptor.valueOf(String.class);

	private final ConversionService conversion;

	private final int parameterCount;

	private final List<RouteParameter> parameters;

	private final CommandUsage usage;

	/**
	 * Creates what makes the arguments.
	 * @param method the method
	 * @param conversion converts words
	 * @throws LocalSocketListenerException if no words could become its arguments
	 */
	CommandArguments(ListenerMethod method, ConversionService conversion) {
		this.conversion = conversion;
		this.parameterCount = method.method().getParameterCount();
		this.parameters = RouteParameter.of(method);
		this.usage = new CommandUsage(method.route(), method.description(),
				this.parameters.stream().map(this::usage).toList());
		this.parameters.forEach((parameter) -> check(parameter, method));
	}

	private CommandUsage.Argument usage(RouteParameter parameter) {
		boolean rest = isRest(parameter);
		return CommandUsage.Argument.of(parameter.name(), rest || parameter.optional(), rest, parameter.description(),
				parameter.defaultValue());
	}

	private boolean isRest(RouteParameter parameter) {
		Class<?> type = parameter.parameter().getParameterType();
		return parameter == this.parameters.get(this.parameters.size() - 1) && isSeveral(type);
	}

	private static boolean isSeveral(Class<?> type) {
		return type.isArray() || Collection.class.isAssignableFrom(type) || type == Iterable.class;
	}

	private void check(RouteParameter parameter, ListenerMethod method) {
		if (parameter.parameter().hasParameterAnnotation(Payload.class)) {
			throw refused(parameter, method, "is annotated with @Payload, but a command has no payload",
					"Remove @Payload. A last parameter of the type List<String> takes all words that are left.");
		}
		if (isSeveral(parameter.parameter().getParameterType()) && !isRest(parameter)) {
			throw refused(parameter, method, "takes several words, but is not the last", "Let it be the last.");
		}
		int next = this.parameters.indexOf(parameter) + 1;
		if (parameter.optional() && next < this.parameters.size() && !this.usage.arguments().get(next).optional()) {
			throw refused(parameter, method, "may be left out, but not the one after it",
					"Let those that may be left out be the last.");
		}
		if (!this.conversion.canConvert(TEXT, wordType(parameter))) {
			throw refused(parameter, method,
					"is a %s, which no word of a command can become".formatted(wordType(parameter).getResolvableType()),
					"Let it be a String, a number, an enum or the like, or add a Converter<String, %s> "
						.formatted(wordType(parameter).getType().getSimpleName())
							+ "to a bean 'conversionService'; Spring Boot's own takes it from beans.");
		}
		checkDefault(parameter, method);
	}

	private void checkDefault(RouteParameter parameter, ListenerMethod method) {
		try {
			absent(parameter);
		}
		catch (ConversionException | CommandException ex) {
			throw refused(parameter, method, "has the default '%s', which is no %s".formatted(parameter.defaultValue(),
					wordType(parameter).getResolvableType()), "Correct the default.");
		}
	}

	private static LocalSocketListenerException refused(RouteParameter parameter, ListenerMethod method, String reason,
			String action) {
		return new LocalSocketListenerException(
				"The argument '%s' of the method %s %s".formatted(parameter.name(), method, reason), action);
	}

	private TypeDescriptor wordType(RouteParameter parameter) {
		TypeDescriptor type = type(parameter);
		return isRest(parameter) ? Objects.requireNonNullElse(type.getElementTypeDescriptor(), TEXT) : type;
	}

	private static TypeDescriptor type(RouteParameter parameter) {
		return new TypeDescriptor(parameter.parameter().nestedIfOptional());
	}

	/**
	 * Returns how the command is typed.
	 * @return the usage
	 */
	CommandUsage usage() {
		return this.usage;
	}

	/**
	 * Makes arguments.
	 * @param words the words after the route
	 * @return the arguments by the indexes of their parameters
	 * @throws CommandException if the words do not fit
	 */
	@Nullable Object[] bind(List<String> words) {
		if (!this.usage.allows(words.size())) {
			throw new CommandException("usage: " + this.usage.syntax());
		}
		@Nullable Object[] arguments = new Object[this.parameterCount];
		for (int i = 0; i < this.parameters.size(); i++) {
			RouteParameter parameter = this.parameters.get(i);
			arguments[parameter.index()] = argument(parameter, words.subList(Math.min(i, words.size()), words.size()));
		}
		return arguments;
	}

	private @Nullable Object argument(RouteParameter parameter, List<String> words) {
		if (words.isEmpty()) {
			return absent(parameter);
		}
		if (!isRest(parameter)) {
			return parameter.wrap(convert(words.get(0), parameter));
		}
		List<@Nullable Object> values = words.stream()
			.<@Nullable Object>map((word) -> convert(word, parameter))
			.toList();
		return this.conversion.convert(values, TypeDescriptor.forObject(values), type(parameter));
	}

	private @Nullable Object absent(RouteParameter parameter) {
		if (parameter.defaultValue() != null) {
			return parameter.wrap(this.conversion.convert(parameter.defaultValue(), TEXT, type(parameter)));
		}
		return (isRest(parameter) && !parameter.optional())
				? this.conversion.convert(List.of(), TypeDescriptor.valueOf(List.class), type(parameter))
				: parameter.wrap(null);
	}

	private Object convert(String word, RouteParameter parameter) {
		Object value;
		try {
			value = this.conversion.convert(word, TEXT, wordType(parameter));
		}
		catch (ConversionException ex) {
			value = null;
		}
		if (value == null) {
			throw new CommandException("usage: %s; '%s' is %s".formatted(this.usage.syntax(), word, wrong(parameter)));
		}
		return value;
	}

	private String wrong(RouteParameter parameter) {
		Object[] constants = wordType(parameter).getType().getEnumConstants();
		return (constants != null)
				? Arrays.stream(constants)
					.map((constant) -> ((Enum<?>) constant).name())
					.collect(Collectors.joining(", ", "none of ", ""))
				: "no " + this.usage.arguments().get(this.parameters.indexOf(parameter)).name();
	}

}
