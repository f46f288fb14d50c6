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

package dev.localsocket.client;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Makes parameters of the arguments of a method.
 */
@FunctionalInterface
interface ExchangeParams {

	/** Of a method without arguments. */
	ExchangeParams NONE = (arguments) -> null;

	/** The only argument is all of the parameters. */
	ExchangeParams WHOLE = (arguments) -> present(arguments[0]);

	/** One parameter for each argument, those of a variable number one by one. */
	static ExchangeParams byPosition(boolean varArgs) {
		return (arguments) -> {
			List<@Nullable Object> params = new ArrayList<>();
			for (int i = 0; i < arguments.length; i++) {
				Object argument = present(arguments[i]);
				if (varArgs && i == arguments.length - 1 && argument != null) {
					addEach(params, argument);
				}
				else {
					params.add(argument);
				}
			}
			return params;
		};
	}

	private static void addEach(List<@Nullable Object> params, Object array) {
		for (int i = 0; i < Array.getLength(array); i++) {
			params.add(Array.get(array, i));
		}
	}

	/** A parameter for each argument that is there. */
	static ExchangeParams byName(List<String> names) {
		return (arguments) -> {
			Map<String, Object> params = new LinkedHashMap<>();
			for (int i = 0; i < arguments.length; i++) {
				Object argument = present(arguments[i]);
				if (argument != null) {
					params.put(names.get(i), argument);
				}
			}
			return params;
		};
	}

	private static @Nullable Object present(@Nullable Object argument) {
		return (argument instanceof Optional<?> optional) ? optional.orElse(null) : argument;
	}

	/**
	 * Makes the parameters.
	 * @param arguments the arguments
	 * @return the parameters, or null for none
	 */
	@Nullable Object of(@Nullable Object[] arguments);

}
