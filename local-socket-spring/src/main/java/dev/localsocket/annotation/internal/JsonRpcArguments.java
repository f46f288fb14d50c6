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

import java.lang.annotation.Annotation;
import java.lang.reflect.Array;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.localsocket.annotation.Argument;
import dev.localsocket.annotation.LocalSocketListenerException;
import dev.localsocket.log.PeerText;
import dev.localsocket.rpc.JsonRpcErrorCodes;
import dev.localsocket.rpc.JsonRpcException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.StringNode;

import org.springframework.beans.BeanUtils;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.validation.BeanPropertyBindingResult;
import org.springframework.validation.Errors;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;
import org.springframework.validation.SmartValidator;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.ValidationAnnotationUtils;

/**
 * Makes the arguments of a method of the parameters of a JSON-RPC request: those by name
 * by the names of the method's parameters, those by position in order. A parameter
 * annotated with {@link Payload @Payload}, or the only one if its type is a structure,
 * takes the object that holds those by name. Thread-safe.
 */
final class JsonRpcArguments {

	private final JsonMapper mapper;

	private final @Nullable Validator validator;

	private final int parameterCount;

	private final List<Parameter> parameters;

	/** Whether the last takes all that are left. */
	private final boolean open;

	/**
	 * Creates what makes the arguments.
	 * @param method the method
	 * @param mapper reads JSON
	 * @param validator validates what is to be validated, or null
	 * @throws LocalSocketListenerException if a default is none
	 */
	JsonRpcArguments(ListenerMethod method, JsonMapper mapper, @Nullable Validator validator) {
		this.mapper = mapper;
		this.validator = validator;
		this.parameterCount = method.method().getParameterCount();
		List<RouteParameter> all = RouteParameter.of(method);
		this.parameters = all.stream().map((each) -> parameter(each, all.size(), method)).toList();
		this.open = method.method().isVarArgs();
		this.parameters.forEach((parameter) -> checkDefault(parameter, method));
	}

	private Parameter parameter(RouteParameter parameter, int count, ListenerMethod method) {
		MethodParameter declared = parameter.parameter().nestedIfOptional();
		Type type = ResolvableType.forMethodParameter(declared).getType();
		boolean whole = declared.hasParameterAnnotation(Payload.class) || !method.isRouted()
				|| (count == 1 && !declared.hasParameterAnnotation(Argument.class) && isStructure(declared));
		return new Parameter(parameter, this.mapper.constructType(type), whole, validationHints(declared));
	}

	private static boolean isStructure(MethodParameter parameter) {
		Class<?> type = parameter.getNestedParameterType();
		return !BeanUtils.isSimpleValueType(type) && !type.isArray() && !Collection.class.isAssignableFrom(type);
	}

	private static Object @Nullable [] validationHints(MethodParameter parameter) {
		for (Annotation annotation : parameter.getParameterAnnotations()) {
			Object[] hints = ValidationAnnotationUtils.determineValidationHints(annotation);
			if (hints != null) {
				return hints;
			}
		}
		return null;
	}

	private void checkDefault(Parameter parameter, ListenerMethod method) {
		try {
			absent(parameter);
		}
		catch (JsonRpcException ex) {
			if (parameter.declared().defaultValue() != null) {
				throw new LocalSocketListenerException(
						"The argument '%s' of the method %s has the default '%s', which is no %s".formatted(
								parameter.name(), method, parameter.declared().defaultValue(),
								parameter.type().toCanonical()),
						"Correct the default.", ex);
			}
		}
	}

	/**
	 * Makes arguments.
	 * @param params the parameters of the request, an object or an array, or null
	 * @return the arguments by the indexes of their parameters
	 * @throws JsonRpcException if the parameters do not fit
	 */
	@Nullable Object[] bind(@Nullable JsonNode params) {
		if (params != null && params.isArray()) {
			checkCount(params);
		}
		@Nullable Object[] arguments = new Object[this.parameterCount];
		for (int i = 0; i < this.parameters.size(); i++) {
			Parameter parameter = this.parameters.get(i);
			Object argument = argument(parameter, i, params);
			validate(parameter, argument);
			arguments[parameter.declared().index()] = parameter.declared().wrap(argument);
		}
		return arguments;
	}

	private void checkCount(JsonNode params) {
		boolean any = this.open || this.parameters.stream().anyMatch(Parameter::isPayload);
		if (!any && params.size() > this.parameters.size()) {
			throw invalid("there are %d, but at most %d are allowed".formatted(params.size(), this.parameters.size()),
					null);
		}
	}

	private @Nullable Object argument(Parameter parameter, int position, @Nullable JsonNode params) {
		if (params == null) {
			return absent(parameter);
		}
		if (parameter.whole() && (params.isObject() || parameter.isPayload())) {
			return read(parameter, params);
		}
		if (params.isArray() && this.open && position == this.parameters.size() - 1) {
			return rest(parameter, position, params);
		}
		JsonNode value = params.isArray() ? params.get(position) : params.get(parameter.name());
		return (value != null && !value.isNull()) ? read(parameter, value) : absent(parameter, value);
	}

	private Object rest(Parameter parameter, int position, JsonNode params) {
		JavaType element = parameter.type().getContentType();
		Object rest = Array.newInstance(element.getRawClass(), Math.max(0, params.size() - position));
		for (int i = 0; i < Array.getLength(rest); i++) {
			Array.set(rest, i, read(parameter, element, params.get(position + i)));
		}
		return rest;
	}

	private @Nullable Object absent(Parameter parameter) {
		return absent(parameter, null);
	}

	private @Nullable Object absent(Parameter parameter, @Nullable JsonNode given) {
		String defaultValue = parameter.declared().defaultValue();
		if (defaultValue != null) {
			return read(parameter, StringNode.valueOf(defaultValue));
		}
		if (parameter.declared().optional()) {
			return null;
		}
		if (given != null && JsonNode.class.isAssignableFrom(parameter.type().getRawClass())) {
			return given;
		}
		if (this.open && parameter == this.parameters.get(this.parameters.size() - 1)) {
			return Array.newInstance(parameter.type().getContentType().getRawClass(), 0);
		}
		throw invalid((given != null) ? "'%s' must not be null".formatted(parameter.name())
				: "'%s' is missing".formatted(parameter.name()), null);
	}

	private Object read(Parameter parameter, JsonNode value) {
		return read(parameter, parameter.type(), value);
	}

	/** Neither the text of the exception nor its classes are for the peer. */
	private Object read(Parameter parameter, JavaType type, JsonNode value) {
		Object read;
		try {
			read = this.mapper.readerFor(type).readValue(value);
		}
		catch (JacksonException ex) {
			throw invalid("'%s' is not what it should be".formatted(path(parameter, ex)), null);
		}
		if (read == null) {
			throw invalid("'%s' must not be null".formatted(parameter.name()), null);
		}
		return read;
	}

	private static String path(Parameter parameter, JacksonException ex) {
		String path = ex.getPath()
			.stream()
			.map((reference) -> (reference.getPropertyName() != null) ? "." + reference.getPropertyName()
					: "[" + reference.getIndex() + "]")
			.collect(Collectors.joining());
		if (parameter.whole() && path.startsWith(".")) {
			return PeerText.escape(path.substring(1));
		}
		return PeerText.escape(parameter.name() + path);
	}

	private void validate(Parameter parameter, @Nullable Object argument) {
		Object[] hints = parameter.validationHints();
		if (hints == null || argument == null || this.validator == null) {
			return;
		}
		Errors errors = new BeanPropertyBindingResult(argument, parameter.name());
		if (this.validator instanceof SmartValidator smart && hints.length > 0) {
			smart.validate(argument, errors, hints);
		}
		else {
			this.validator.validate(argument, errors);
		}
		if (errors.hasErrors()) {
			throw invalid("they are not valid",
					errors.getAllErrors().stream().map((error) -> violation(parameter, error)).toList());
		}
	}

	private static Map<String, String> violation(Parameter parameter, ObjectError error) {
		String field = (error instanceof FieldError fieldError) ? fieldError.getField() : "";
		String prefix = parameter.whole() ? "" : parameter.name() + (field.isEmpty() ? "" : ".");
		String message = error.getDefaultMessage();
		return Map.of("field", prefix + field, "message", (message != null) ? message : "is not valid");
	}

	static JsonRpcException invalid(String what, @Nullable Object data) {
		return new JsonRpcException(JsonRpcErrorCodes.INVALID_PARAMS, "Invalid params: " + what, data);
	}

	/**
	 * A parameter of the method.
	 *
	 * @param declared what was declared
	 * @param type the type of the argument
	 * @param whole whether it takes the object that holds the parameters by name
	 * @param validationHints what is to be validated, or null for nothing
	 */
	@SuppressWarnings("ArrayRecordComponent")
	private record Parameter(RouteParameter declared, JavaType type, boolean whole,
			Object @Nullable [] validationHints) {

		String name() {
			return this.declared.name();
		}

		/** Whether it takes an array too. */
		boolean isPayload() {
			return this.whole && (this.declared.parameter().hasParameterAnnotation(Payload.class)
					|| JsonNode.class.isAssignableFrom(this.type.getRawClass()));
		}

	}

}
