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
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;
import dev.localsocket.account.PeerCredentials;
import dev.localsocket.annotation.Argument;
import dev.localsocket.event.LocalServerEvent;
import dev.localsocket.rpc.JsonRpcPeer;

import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedMethod;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Headers;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.messaging.support.MessageHeaderAccessor;

/**
 * What a listener method wants a parameter for, by its type and its annotations.
 */
enum ParameterRole {

	/** The event of an observer. */
	EVENT,

	/** What a frame holds, or an argument where it holds several. */
	PAYLOAD,

	/** What a frame holds, with its headers. */
	MESSAGE,

	/** One header or all of them. */
	HEADER,

	/** The server, the connection or its peer. */
	CONTEXT;

	private static final Set<Class<?>> CONTEXT_TYPES = Set.of(LocalServer.class, LocalSocket.class,
			PeerCredentials.class, JsonRpcPeer.class);

	static ParameterRole of(MethodParameter parameter) {
		Class<?> type = parameter.getParameterType();
		if (LocalServerEvent.class.isAssignableFrom(type)) {
			return EVENT;
		}
		if (parameter.hasParameterAnnotation(Payload.class) || parameter.hasParameterAnnotation(Argument.class)) {
			return PAYLOAD;
		}
		if (CONTEXT_TYPES.contains(type)) {
			return CONTEXT;
		}
		if (isHeader(parameter, type)) {
			return HEADER;
		}
		return Message.class.isAssignableFrom(type) ? MESSAGE : PAYLOAD;
	}

	private static boolean isHeader(MethodParameter parameter, Class<?> type) {
		return parameter.hasParameterAnnotation(Header.class) || parameter.hasParameterAnnotation(Headers.class)
				|| type == MessageHeaders.class || MessageHeaderAccessor.class.isAssignableFrom(type);
	}

	/**
	 * Returns the parameters of a method, without what the compiler of Kotlin has added.
	 * Annotations of the parameters of an interface's method count too.
	 * @param method the method
	 * @param type the class behind the bean, which may say what a type variable stands
	 * for
	 * @return all parameters
	 */
	static List<MethodParameter> parameters(Method method, Class<?> type) {
		return Arrays.stream(new AnnotatedMethod(method).getMethodParameters())
			.filter((parameter) -> !Kotlin.isContinuation(parameter.getParameterType()))
			.map((parameter) -> parameter.withContainingClass(type))
			.toList();
	}

	/**
	 * Returns the parameters that a method has for what it handles.
	 * @param method the method
	 * @param type the class behind the bean
	 * @return those for an event, a payload or, where there is neither, a message
	 */
	static List<MethodParameter> subjects(Method method, Class<?> type) {
		List<MethodParameter> parameters = parameters(method, type);
		List<MethodParameter> subjects = with(parameters, Set.of(EVENT, PAYLOAD));
		return subjects.isEmpty() ? with(parameters, Set.of(MESSAGE)) : subjects;
	}

	private static List<MethodParameter> with(List<MethodParameter> parameters, Set<ParameterRole> roles) {
		return parameters.stream().filter((parameter) -> roles.contains(of(parameter))).toList();
	}

}
