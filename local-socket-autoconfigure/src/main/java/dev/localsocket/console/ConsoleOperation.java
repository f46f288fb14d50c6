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
package dev.localsocket.console;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.localsocket.rpc.internal.CommandUsage;

import org.springframework.boot.actuate.endpoint.OperationType;
import org.springframework.boot.actuate.endpoint.annotation.AbstractDiscoveredOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.invoke.OperationParameter;
import org.springframework.boot.actuate.endpoint.web.WebOperation;

/**
 * An operation of an endpoint, and how it is typed: its selectors come first, then its
 * other parameters, which can also be given by name.
 *
 * @param operation the operation
 * @param selectors what it is about
 * @param parameters what else it takes
 */
record ConsoleOperation(WebOperation operation, List<Parameter> selectors, List<Parameter> parameters) {

	/**
	 * Looks at an operation.
	 * @param operation the operation, which was discovered
	 * @return how it is typed
	 */
	static ConsoleOperation of(WebOperation operation) {
		List<OperationParameter> all = ((AbstractDiscoveredOperation) operation).getOperationMethod()
			.getParameters()
			.stream()
			.filter((parameter) -> !EndpointCaller.canResolve(parameter.getType()))
			.toList();
		return new ConsoleOperation(operation,
				all.stream().filter(ConsoleOperation::isSelector).map(Parameter::of).toList(),
				all.stream().filter((parameter) -> !isSelector(parameter)).map(Parameter::of).toList());
	}

	private static boolean isSelector(OperationParameter parameter) {
		return parameter.getAnnotation(Selector.class) != null;
	}

	OperationType type() {
		return this.operation.getType();
	}

	boolean changesSomething() {
		return type() != OperationType.READ;
	}

	boolean producesText() {
		return this.operation.getRequestPredicate()
			.getProduces()
			.stream()
			.anyMatch((mediaType) -> mediaType.startsWith("text/"));
	}

	/**
	 * Tells whether this can be called with what was typed.
	 * @param input what was typed
	 * @return whether it can
	 */
	boolean accepts(ConsoleInput input) {
		int words = input.words().size() - this.selectors.size();
		if (words < 0) {
			return false;
		}
		if (hasRest(this.selectors)) {
			return namesAreKnown(input) && allGiven(this.parameters, input);
		}
		boolean fits = words <= this.parameters.size() || hasRest(this.parameters);
		return fits && namesAreKnown(input) && allGiven(
				this.parameters.subList(Math.min(words, this.parameters.size()), this.parameters.size()), input);
	}

	private static boolean hasRest(List<Parameter> parameters) {
		return !parameters.isEmpty() && parameters.get(parameters.size() - 1).several();
	}

	private boolean namesAreKnown(ConsoleInput input) {
		return input.values()
			.keySet()
			.stream()
			.allMatch((name) -> this.parameters.stream().anyMatch((parameter) -> parameter.isCalled(name)));
	}

	private static boolean allGiven(List<Parameter> parameters, ConsoleInput input) {
		return parameters.stream()
			.allMatch((parameter) -> !parameter.mandatory() || input.values().containsKey(parameter.uniformName()));
	}

	/**
	 * Assigns what was typed to the parameters.
	 * @param input what this {@linkplain #accepts accepts}
	 * @return the arguments by the names of their parameters, texts or lists of them
	 */
	Map<String, Object> bind(ConsoleInput input) {
		Map<String, Object> arguments = new LinkedHashMap<>();
		List<String> words = input.words();
		List<Parameter> all = Stream.concat(this.selectors.stream(), this.parameters.stream()).toList();
		for (int i = 0; i < all.size() && i < words.size(); i++) {
			Parameter parameter = all.get(i);
			if (parameter.several()) {
				arguments.put(parameter.name(), parameter.value(words.subList(i, words.size())));
				break;
			}
			arguments.put(parameter.name(), words.get(i));
		}
		for (Parameter parameter : this.parameters) {
			List<String> values = input.values().get(parameter.uniformName());
			if (values != null) {
				arguments.put(parameter.name(), parameter.value(values));
			}
		}
		return arguments;
	}

	/**
	 * Returns how this is typed.
	 * @param endpoint the id of the endpoint
	 * @return the usage, without a description
	 */
	CommandUsage usage(String endpoint) {
		return new CommandUsage(endpoint, "",
				Stream
					.concat(this.selectors.stream().map((parameter) -> parameter.argument(false)),
							this.parameters.stream().map((parameter) -> parameter.argument(!parameter.mandatory())))
					.toList());
	}

	/**
	 * A parameter.
	 *
	 * @param name its name
	 * @param mandatory whether it must be given
	 * @param several whether it takes any number of values
	 * @param array whether these make an array
	 */
	record Parameter(String name, boolean mandatory, boolean several, boolean array) {

		static Parameter of(OperationParameter parameter) {
			Class<?> type = parameter.getType();
			return new Parameter(parameter.getName(), parameter.isMandatory(),
					type.isArray() || Collection.class.isAssignableFrom(type), type.isArray());
		}

		String uniformName() {
			return ConsoleInput.uniform(this.name);
		}

		boolean isCalled(String uniformName) {
			return uniformName().equals(uniformName);
		}

		/** The last value counts where there can be but one. */
		Object value(List<String> values) {
			if (!this.several) {
				return values.get(values.size() - 1);
			}
			return this.array ? values.toArray(String[]::new) : List.copyOf(values);
		}

		CommandUsage.Argument argument(boolean optional) {
			return CommandUsage.Argument.of(this.name, optional, this.several, "", null);
		}

	}

}
