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

import java.util.Map;
import java.util.TreeMap;

import dev.localsocket.messaging.LocalSocketHeaders;

import org.springframework.core.MethodParameter;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.core.convert.support.DefaultConversionService;

/**
 * The types of the headers that messages have.
 */
final class HeaderTypes {

	private static final Map<String, Class<?>> OF_SERVER = Map.of(LocalSocketHeaders.SERVER, String.class);

	private static final Map<String, Class<?>> OF_CONNECTION = new TreeMap<>(
			Map.of(LocalSocketHeaders.SERVER, String.class, LocalSocketHeaders.CONNECTION_ID, String.class,
					LocalSocketHeaders.PEER_PID, Long.class, LocalSocketHeaders.PEER_UID, Long.class,
					LocalSocketHeaders.PEER_GID, Long.class, LocalSocketHeaders.PEER_USER, String.class));

	private HeaderTypes() {
	}

	private static final Map<String, Class<?>> OF_MESSAGE = ofMessage();

	private static Map<String, Class<?>> ofMessage() {
		Map<String, Class<?>> types = new TreeMap<>(OF_CONNECTION);
		types.put(LocalSocketHeaders.ROUTE, String.class);
		return types;
	}

	/**
	 * Returns the headers that there are for message handlers.
	 * @return their types by their names
	 */
	static Map<String, Class<?>> ofMessages() {
		return OF_MESSAGE;
	}

	/**
	 * Returns the headers that there are.
	 * @param ofConnection whether the message is about a connection
	 * @return their types by their names
	 */
	static Map<String, Class<?>> of(boolean ofConnection) {
		return ofConnection ? OF_CONNECTION : OF_SERVER;
	}

	/**
	 * Tells whether a parameter can be given a header.
	 * @param type the type of the header
	 * @param parameter the parameter
	 * @return whether the header can be converted
	 */
	static boolean canBecome(Class<?> type, MethodParameter parameter) {
		return DefaultConversionService.getSharedInstance()
			.canConvert(TypeDescriptor.valueOf(type), new TypeDescriptor(parameter.nestedIfOptional()));
	}

}
