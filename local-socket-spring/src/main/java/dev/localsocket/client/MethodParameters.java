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

import java.util.Optional;

import org.springframework.beans.BeanUtils;
import org.springframework.core.MethodParameter;
import org.springframework.messaging.handler.annotation.Payload;

/**
 * What is known of the parameters of methods that call, and that are called.
 */
final class MethodParameters {

	private MethodParameters() {
	}

	/**
	 * Tells whether a parameter is all of the parameters of a call, if it is the only
	 * one: something with members, rather than a value or a list.
	 * @param parameter the parameter
	 * @return whether it is
	 */
	static boolean isWhole(MethodParameter parameter) {
		Class<?> type = parameter.getParameterType();
		return isPayload(parameter) || (type != Object.class && !BeanUtils.isSimpleValueType(type) && !type.isArray()
				&& !Iterable.class.isAssignableFrom(type) && type != Optional.class);
	}

	static boolean isPayload(MethodParameter parameter) {
		return parameter.hasParameterAnnotation(Payload.class);
	}

}
