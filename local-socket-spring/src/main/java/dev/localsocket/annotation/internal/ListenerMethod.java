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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.localsocket.LocalSocket;
import dev.localsocket.annotation.Execution;
import dev.localsocket.annotation.LocalSocketListener;
import dev.localsocket.annotation.LocalSocketListenerException;
import dev.localsocket.event.NewConnectionEvent;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.messaging.Message;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * A method annotated with {@link LocalSocketListener @LocalSocketListener}.
 *
 * @param beanName the name of its bean
 * @param type the class behind the bean
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
 * @param route what calls it, or nothing
 * @param description what it does, or nothing
 */
record ListenerMethod(String beanName, Class<?> type, Method method, Method targetMethod, String id,
		Set<String> servers, Kind kind, String condition, Execution execution, String errorHandler,
		boolean closeOnReturn, String route, String description) {

	/**
	 * Describes a method.
	 * @param beanName the name of its bean
	 * @param type the class behind the bean
	 * @param method the method, invocable on the bean
	 * @param serverNames finds out which servers it names
	 * @return the description
	 * @throws LocalSocketListenerException if its parameters make no sense
	 */
	static ListenerMethod of(String beanName, Class<?> type, Method method, ServerNames serverNames) {
		Method target = AopUtils.getMostSpecificMethod(method, type);
		LocalSocketListener annotation = AnnotatedElementUtils.findMergedAnnotation(target, LocalSocketListener.class);
		if (annotation == null) {
			throw new IllegalArgumentException(target + " is not annotated with @LocalSocketListener");
		}
		String name = describe(target);
		AnnotationRules.check(target, type, name);
		Kotlin.check(target, name);
		Set<String> servers = new LinkedHashSet<>(serverNames.resolve(annotation.servers(), beanName, name));
		String id = StringUtils.hasText(annotation.id()) ? annotation.id() : name;
		ListenerMethod listener = new ListenerMethod(beanName, type, method, target, id, servers,
				kind(method, type, name, !annotation.route().isEmpty()), annotation.condition(), annotation.execution(),
				annotation.errorHandler(), annotation.closeOnReturn(), annotation.route(), annotation.description());
		AnnotationRules.checkAttributes(listener);
		AnnotationRules.checkRoute(listener);
		Kotlin.check(listener);
		ParameterRules.check(listener);
		ReplyRules.check(listener);
		return listener;
	}

	/**
	 * The kind is that of the invocable method, because the arguments are made for it.
	 */
	private static Kind kind(Method method, Class<?> type, String name, boolean routed) {
		List<MethodParameter> subjects = ParameterRole.subjects(method, type);
		if (routed && subjects.stream().noneMatch(ListenerMethod::isEvent)) {
			return Kind.MESSAGE_HANDLER;
		}
		if (subjects.size() > 1) {
			throw severalSubjects(subjects, name);
		}
		if (!subjects.isEmpty()) {
			return isEvent(subjects.get(0)) ? Kind.OBSERVER : Kind.MESSAGE_HANDLER;
		}
		if (Arrays.asList(method.getParameterTypes()).contains(LocalSocket.class)) {
			return Kind.CONNECTION_HANDLER;
		}
		throw new LocalSocketListenerException(
				"The method %s takes neither an event nor a LocalSocket nor a payload, so it cannot be told when to call it"
					.formatted(name),
				"Let it take what it handles: an event such as NewConnectionEvent, a LocalSocket, or a payload such as String.");
	}

	private static LocalSocketListenerException severalSubjects(List<MethodParameter> subjects, String name) {
		List<String> names = subjects.stream().map((subject) -> subject.getParameter().getName()).toList();
		if (subjects.stream().anyMatch(ListenerMethod::isEvent)) {
			return new LocalSocketListenerException(
					"The method %s takes an event and something else to handle: %s".formatted(name, names),
					"Let it take the event, to observe, or a payload, to handle messages. A message handler can take "
							+ "the LocalServer, the LocalSocket and PeerCredentials too.");
		}
		return new LocalSocketListenerException(
				"The method %s takes %d payloads: %s".formatted(name, subjects.size(), names),
				"Let it take one payload. Other values can be headers: annotate them with @Header. "
						+ "A method with a route, of a server with a protocol, takes any number of arguments.");
	}

	private static boolean isEvent(MethodParameter parameter) {
		return ParameterRole.of(parameter) == ParameterRole.EVENT;
	}

	/**
	 * Returns how messages call a method.
	 * @param method the method
	 * @return its class and its name
	 */
	static String describe(Method method) {
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
	 * @return the type, or null if the method takes none, or arguments
	 */
	@Nullable Class<?> payloadType() {
		return isRouted() ? null
				: ParameterRole.subjects(this.method, this.type)
					.stream()
					.findFirst()
					.<Class<?>>map(ListenerMethod::typeOf)
					.orElse(null);
	}

	/** What is in an {@link Optional} or a {@link Message}. */
	private static Class<?> typeOf(MethodParameter subject) {
		ResolvableType type = ResolvableType.forMethodParameter(subject.nestedIfOptional());
		return (ParameterRole.of(subject) == ParameterRole.MESSAGE) ? type.as(Message.class).getGeneric().toClass()
				: subject.nestedIfOptional().getNestedParameterType();
	}

	boolean handles(String server) {
		return this.servers.isEmpty() || this.servers.contains(server);
	}

	boolean isOwner() {
		return this.kind != Kind.OBSERVER;
	}

	/** Whether a route calls it, so that it takes arguments. */
	boolean isRouted() {
		return !this.route.isEmpty();
	}

	boolean isMessageHandler() {
		return this.kind == Kind.MESSAGE_HANDLER;
	}

	/** Whether it may go on after it has returned, on other threads. */
	boolean suspends() {
		return Kotlin.suspends(this.method);
	}

	@Override
	public String toString() {
		return describe(this.targetMethod);
	}

	/** What a method is. */
	enum Kind {

		/** It is called for events. */
		OBSERVER("an observer"),

		/** It is called once for each connection. */
		CONNECTION_HANDLER("a connection handler"),

		/** It is called for each frame. */
		MESSAGE_HANDLER("a message handler");

		private final String description;

		Kind(String description) {
			this.description = description;
		}

		String description() {
			return this.description;
		}

	}

}
