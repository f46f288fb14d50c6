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
import java.util.Map;
import java.util.function.Consumer;

import dev.localsocket.annotation.LocalSocketListenerException;
import dev.localsocket.annotation.internal.ListenerMethod.Kind;
import dev.localsocket.event.ConnectionEvent;
import dev.localsocket.rpc.JsonRpcPeer;

import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.messaging.support.MessageHeaderAccessor;
import org.springframework.util.StringUtils;

/**
 * Refuses listener methods with parameters that no message and no event could fill.
 */
final class ParameterRules {

	private final ListenerMethod method;

	private final List<MethodParameter> parameters;

	private ParameterRules(ListenerMethod method) {
		this.method = method;
		this.parameters = ParameterRole.parameters(method.method(), method.type());
	}

	/**
	 * Checks the parameters of a method.
	 * @param method the method
	 * @throws LocalSocketListenerException naming the first that cannot be used
	 */
	static void check(ListenerMethod method) {
		ParameterRules rules = new ParameterRules(method);
		rules.forEach(ParameterRole.PAYLOAD, rules::checkPayload);
		rules.forEach(ParameterRole.MESSAGE, rules::checkMessage);
		rules.forEach(ParameterRole.CONTEXT, rules::checkContext);
		rules.forEach(ParameterRole.HEADER, rules::checkHeader);
	}

	private void forEach(ParameterRole role, Consumer<MethodParameter> check) {
		this.parameters.stream().filter((parameter) -> ParameterRole.of(parameter) == role).forEach(check);
	}

	private void checkPayload(MethodParameter parameter) {
		Payload annotation = parameter.getParameterAnnotation(Payload.class);
		if (annotation != null && StringUtils.hasText(annotation.expression())) {
			throw refused(parameter, "has a @Payload with an expression, which nothing evaluates",
					"Remove the expression, and let the method take the part that it needs of its payload.");
		}
		checkType(parameter, ResolvableType.forMethodParameter(parameter.nestedIfOptional()));
	}

	private void checkType(MethodParameter parameter, ResolvableType type) {
		String advice = NoMessage.advice(type.toClass());
		if (advice != null) {
			throw refused(parameter, "is of the type %s, which no message can be".formatted(type), advice);
		}
	}

	private void checkMessage(MethodParameter parameter) {
		if (this.method.isRouted()) {
			throw refused(parameter, "is a Message, but the method has a route, so it takes arguments",
					"Let it be an argument, or annotate it with @Header for one of the headers.");
		}
		if (parameter.getParameterType() != Message.class) {
			throw refused(parameter, "is of the type " + parameter.getParameterType().getSimpleName(),
					"Let it be a Message, or the payload itself.");
		}
		if (this.method.kind() != Kind.MESSAGE_HANDLER) {
			throw refused(parameter, "is a Message, but the method is " + this.method.kind().description(),
					"Remove it, or let the method take a payload.");
		}
		checkType(parameter, ResolvableType.forMethodParameter(parameter).as(Message.class).getGeneric());
	}

	private void checkContext(MethodParameter parameter) {
		if (parameter.getParameterType() == JsonRpcPeer.class && !this.method.isMessageHandler()) {
			throw refused(parameter, "is a JsonRpcPeer, but the method is " + this.method.kind().description(),
					"Remove it: the peer of a connection is what the handler of a message can ask for. "
							+ "LocalServerOperations knows the peers of other connections.");
		}
		if (!hasConnection() && !parameter.isOptional()
				&& !ConnectionArgumentResolver.canResolve(parameter, this.method.eventType())) {
			throw refused(parameter,
					"is a %s, but not every %s is about one".formatted(parameter.getParameterType().getSimpleName(),
							this.method.eventType().getSimpleName()),
					"Remove it, or let the method take an event that has one, such as NewConnectionEvent.");
		}
	}

	private boolean hasConnection() {
		return this.method.isOwner() || ConnectionEvent.class.isAssignableFrom(this.method.eventType());
	}

	private void checkHeader(MethodParameter parameter) {
		Header header = parameter.getParameterAnnotation(Header.class);
		if (header == null) {
			checkHeaders(parameter);
			return;
		}
		String name = StringUtils.hasText(header.name()) ? header.name() : nameOf(parameter);
		boolean optional = !header.required() || parameter.isOptional();
		Map<String, Class<?>> known = this.method.isMessageHandler() ? HeaderTypes.ofMessages()
				: HeaderTypes.of(optional || hasConnection());
		Class<?> type = known.get(name);
		if (type == null) {
			throw refused(parameter, "is the header '%s', which no message has".formatted(name),
					"Use one of LocalSocketHeaders: " + String.join(", ", known.keySet()) + ".");
		}
		if (!HeaderTypes.canBecome(type, parameter)) {
			throw refused(parameter,
					"is the header '%s', a %s, which cannot become a %s".formatted(name, type.getSimpleName(),
							parameter.getNestedParameterType().getSimpleName()),
					"Let it be a %s.".formatted(type.getSimpleName()));
		}
	}

	private void checkHeaders(MethodParameter parameter) {
		Class<?> type = parameter.getParameterType();
		boolean map = Map.class.isAssignableFrom(type) && type.isAssignableFrom(MessageHeaders.class);
		if (!map && type != MessageHeaderAccessor.class) {
			throw refused(parameter, "cannot hold the headers, being a " + type.getSimpleName(),
					"Let it be a Map<String, Object>, MessageHeaders or a MessageHeaderAccessor.");
		}
	}

	private static String nameOf(MethodParameter parameter) {
		return String.valueOf(parameter.getParameter().getName());
	}

	private LocalSocketListenerException refused(MethodParameter parameter, String reason, String action) {
		return new LocalSocketListenerException(
				"The parameter '%s' of the method %s %s".formatted(nameOf(parameter), this.method, reason), action);
	}

}
