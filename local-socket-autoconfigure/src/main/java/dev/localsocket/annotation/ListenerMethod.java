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

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;
import dev.localsocket.PeerCredentials;
import dev.localsocket.event.LocalServerEvent;
import dev.localsocket.event.NewConnectionEvent;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotatedMethod;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Headers;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.scheduling.annotation.Async;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * A method annotated with {@link LocalSocketListener @LocalSocketListener}.
 *
 * @param beanName the name of its bean
 * @param method the method, invocable on the bean: of an interface if the bean is a JDK
 * proxy
 * @param targetMethod the method of the class behind the bean
 * @param id the id of the listener
 * @param servers the bean names of the servers; empty for all
 * @param kind what the method is, by its parameters
 * @param condition a SpEL expression, or nothing
 * @param execution where a handler runs
 * @param errorHandler the bean name of the error handler, or nothing for the default
 * @param closeOnReturn whether a connection handler's connection is closed on return
 */
record ListenerMethod(String beanName, Method method, Method targetMethod, String id, Set<String> servers, Kind kind,
		String condition, Execution execution, String errorHandler, boolean closeOnReturn) {

	private static final Set<Class<?>> CONTEXT_TYPES = Set.of(LocalServer.class, LocalSocket.class,
			PeerCredentials.class);

	private static final List<Class<? extends Annotation>> HEADER_ANNOTATIONS = List.of(Header.class, Headers.class);

	/**
	 * Describes a method.
	 * @param beanName the name of its bean
	 * @param type the class behind the bean
	 * @param method the method, invocable on the bean
	 * @param placeholders resolves <code>${…}</code>
	 * @return the description
	 * @throws LocalSocketListenerException if its parameters make no sense
	 */
	static ListenerMethod of(String beanName, Class<?> type, Method method, UnaryOperator<String> placeholders) {
		Method target = AopUtils.getMostSpecificMethod(method, type);
		LocalSocketListener annotation = AnnotatedElementUtils.findMergedAnnotation(target, LocalSocketListener.class);
		if (annotation == null) {
			throw new IllegalArgumentException(target + " is not annotated with @LocalSocketListener");
		}
		Set<String> servers = new LinkedHashSet<>();
		Arrays.stream(annotation.servers()).map(placeholders).forEach(servers::add);
		String id = StringUtils.hasText(annotation.id()) ? annotation.id() : describe(target);
		return new ListenerMethod(beanName, method, target, id, servers, kind(method, target), annotation.condition(),
				annotation.execution(), annotation.errorHandler(), annotation.closeOnReturn());
	}

	/**
	 * The kind is that of the invocable method, because the arguments are made for it.
	 */
	private static Kind kind(Method method, Method target) {
		if (AnnotatedElementUtils.hasAnnotation(target, Async.class)) {
			throw new LocalSocketListenerException(
					"The method %s is annotated with @Async, so it would return before it has handled anything"
						.formatted(describe(target)),
					"Remove @Async: listeners run on worker threads anyway.");
		}
		List<MethodParameter> payloads = payloads(method);
		if (payloads.size() > 1) {
			throw new LocalSocketListenerException(
					"The method %s takes %d payloads: %s".formatted(describe(target), payloads.size(),
							payloads.stream().map((payload) -> payload.getParameter().getName()).toList()),
					"Let it take one payload. Other values can be headers: annotate them with @Header.");
		}
		if (!payloads.isEmpty()) {
			return isEvent(payloads.get(0)) ? Kind.OBSERVER : Kind.MESSAGE_HANDLER;
		}
		if (Arrays.asList(method.getParameterTypes()).contains(LocalSocket.class)) {
			return Kind.CONNECTION_HANDLER;
		}
		throw new LocalSocketListenerException(
				"The method %s takes neither an event nor a LocalSocket nor a payload, so it cannot be told when to call it"
					.formatted(describe(target)),
				"Let it take what it handles: an event such as NewConnectionEvent, a LocalSocket, or a payload such as String.");
	}

	/** Annotations of the parameters of an interface's method count too. */
	static List<MethodParameter> payloads(Method method) {
		return Arrays.stream(new AnnotatedMethod(method).getMethodParameters())
			.filter(ListenerMethod::isPayload)
			.toList();
	}

	private static boolean isPayload(MethodParameter parameter) {
		if (parameter.hasParameterAnnotation(Payload.class)) {
			return true;
		}
		return !CONTEXT_TYPES.contains(parameter.getParameterType())
				&& HEADER_ANNOTATIONS.stream().noneMatch(parameter::hasParameterAnnotation);
	}

	private static boolean isEvent(MethodParameter parameter) {
		return LocalServerEvent.class.isAssignableFrom(parameter.getParameterType());
	}

	private static String describe(Method method) {
		return ClassUtils.getShortName(ClassUtils.getUserClass(method.getDeclaringClass())) + "." + method.getName()
				+ "()";
	}

	/**
	 * Returns the type of events that the method is called for.
	 * @return the type
	 */
	Class<?> eventType() {
		Class<?> payloadType = payloadType();
		return (this.kind == Kind.OBSERVER && payloadType != null) ? payloadType : NewConnectionEvent.class;
	}

	/**
	 * Returns the type of the payload, or of the event of an observer.
	 * @return the type, or null if the method takes none
	 */
	@Nullable Class<?> payloadType() {
		return payloads(this.method).stream().findFirst().<Class<?>>map(MethodParameter::getParameterType).orElse(null);
	}

	boolean handles(String server) {
		return this.servers.isEmpty() || this.servers.contains(server);
	}

	boolean isOwner() {
		return this.kind != Kind.OBSERVER;
	}

	boolean isMessageHandler() {
		return this.kind == Kind.MESSAGE_HANDLER;
	}

	@Override
	public String toString() {
		return describe(this.targetMethod);
	}

	/** What a method is. */
	enum Kind {

		/** It is called for events. */
		OBSERVER,

		/** It is called once for each connection. */
		CONNECTION_HANDLER,

		/** It is called for each frame. */
		MESSAGE_HANDLER

	}

}
