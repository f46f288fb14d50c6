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
import java.lang.reflect.Method;

import dev.localsocket.annotation.Argument;
import dev.localsocket.annotation.Execution;
import dev.localsocket.annotation.LocalSocketListenerException;
import dev.localsocket.log.PeerText;

import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.messaging.handler.annotation.SendTo;
import org.springframework.scheduling.annotation.Async;

/**
 * Refuses listener methods with annotations, or attributes of their own, that would have
 * no effect or a wrong one.
 */
final class AnnotationRules {

	private AnnotationRules() {
	}

	/**
	 * Checks the other annotations of a method.
	 * @param method the method, of the class behind the bean
	 * @param type the class behind the bean
	 * @param name the method as messages call it
	 * @throws LocalSocketListenerException if there is one that does not go with it
	 */
	static void check(Method method, Class<?> type, String name) {
		checkRunsInPlace(method, type, name);
		if (has(method, Bean.class)) {
			throw new LocalSocketListenerException(
					"The method %s is a @Bean method, which would make a bean of each message".formatted(name),
					"Annotate a method of the class of that bean instead.");
		}
		if (has(method, SendTo.class) || AnnotatedElementUtils.hasAnnotation(type, SendTo.class)) {
			throw new LocalSocketListenerException(
					"The method %s is annotated with @SendTo, but a local socket has no destinations".formatted(name),
					"Remove @SendTo: what the method returns is sent to the peer of the connection. "
							+ "LocalServerOperations sends to other connections.");
		}
	}

	private static void checkRunsInPlace(Method method, Class<?> type, String name) {
		boolean onMethod = has(method, Async.class);
		if (onMethod || AnnotatedElementUtils.hasAnnotation(type, Async.class)) {
			throw new LocalSocketListenerException(
					"%s annotated with @Async, so it would return before it has handled anything".formatted(onMethod
							? "The method %s is".formatted(name) : "The class of the method %s is".formatted(name)),
					"Remove @Async: listeners run on worker threads anyway.");
		}
	}

	private static boolean has(Method method, Class<? extends Annotation> annotation) {
		return AnnotatedElementUtils.hasAnnotation(method, annotation);
	}

	/**
	 * Checks that the attributes of the annotation go with what the method is.
	 * @param method the listener
	 * @throws LocalSocketListenerException if one has no effect
	 */
	static void checkAttributes(ListenerMethod method) {
		if (!method.closeOnReturn() && method.kind() != ListenerMethod.Kind.CONNECTION_HANDLER) {
			throw unused(method, "closeOnReturn = false",
					"Remove it: only connection handlers, which take a LocalSocket and no payload, own their connection.");
		}
		if (!method.isOwner() && method.execution() == Execution.EVENT_LOOP) {
			throw unused(method, "execution = EVENT_LOOP", "Remove it: observers always run on workers.");
		}
		if (!method.isOwner() && !method.errorHandler().isEmpty()) {
			throw unused(method, "errorHandler = \"" + method.errorHandler() + "\"",
					"Remove it: what an observer throws is logged, and nothing else depends on it.");
		}
	}

	/**
	 * Checks that what calls the method makes sense.
	 * @param method the listener
	 * @throws LocalSocketListenerException if it does not
	 */
	static void checkRoute(ListenerMethod method) {
		if (method.isRouted() && !method.isMessageHandler()) {
			throw unused(method, "route = \"" + PeerText.escape(method.route()) + "\"",
					"Remove it, or let the method take arguments instead of an event.");
		}
		if (!method.isRouted() && !method.description().isEmpty()) {
			throw unused(method, "description", "Remove it: it describes a method with a route.");
		}
		if (!method.isRouted() && ParameterRole.parameters(method.method(), method.type())
			.stream()
			.anyMatch((parameter) -> parameter.hasParameterAnnotation(Argument.class))) {
			throw new LocalSocketListenerException(
					"The method %s has a parameter with @Argument, but no route".formatted(method),
					"Give it the attribute 'route', or remove @Argument: the payload is the whole message.");
		}
		if (!method.route().equals(method.route().strip()) || !method.route().equals(PeerText.escape(method.route()))) {
			throw new LocalSocketListenerException(
					"The method %s has the route '%s', with blanks at an end or characters that are not visible"
						.formatted(method, PeerText.escape(method.route())),
					"Let it be one or more words, or the name of a method.");
		}
	}

	private static LocalSocketListenerException unused(ListenerMethod method, String attribute, String action) {
		return new LocalSocketListenerException("The method %s is %s, for which the attribute '%s' has no effect"
			.formatted(method, method.kind().description(), attribute), action);
	}

}
