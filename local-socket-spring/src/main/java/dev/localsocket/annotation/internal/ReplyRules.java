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

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

import dev.localsocket.annotation.LocalSocketListenerException;
import dev.localsocket.messaging.internal.ReplyTypes;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.messaging.Message;

/**
 * Refuses listener methods that return what would be ignored, or what no message can
 * hold. What a method of the type {@link Object} returns is looked at when it has.
 */
final class ReplyRules {

	private ReplyRules() {
	}

	/**
	 * Checks what a method returns.
	 * @param method the method
	 * @throws LocalSocketListenerException if it makes no sense
	 */
	static void check(ListenerMethod method) {
		ResolvableType type = ResolvableType.forMethodReturnType(method.method(), method.type());
		if (isNothing(type.toClass())) {
			return;
		}
		if (method.suspends() && Replies.isLater(type.toClass()) && !Kotlin.isFlow(type.toClass())) {
			throw refused(method, type, "of a suspending function, which would come later still",
					"Await it, and return what it comes to; or remove 'suspend'.");
		}
		switch (method.kind()) {
			case OBSERVER -> throw refused(method, type, "of an observer, which is not sent to anybody",
					"Let it return nothing. To send something to the peer, write to the LocalSocket.");
			case CONNECTION_HANDLER -> checkEndOfConnection(method, type);
			case MESSAGE_HANDLER -> checkReply(method, type);
		}
	}

	static boolean isNothing(Class<?> type) {
		return type == void.class || type == Void.class || Replies.isUnit(type);
	}

	private static void checkEndOfConnection(ListenerMethod method, ResolvableType type) {
		if (type.toClass() != Object.class && !CompletionStage.class.isAssignableFrom(type.toClass())) {
			throw refused(method, type, "of a connection handler, which is not sent",
					"Write it to the LocalSocket; or let the method take a payload, then what it returns is the reply. "
							+ "To end the connection later, return a CompletableFuture.");
		}
	}

	private static void checkReply(ListenerMethod method, ResolvableType type) {
		ResolvableType element = element(type);
		if (Kotlin.isFlow(element.toClass())) {
			throw refused(method, type, "which nothing here can collect",
					"Add org.jetbrains.kotlinx:kotlinx-coroutines-reactor, or return a List.");
		}
		String advice = ReplyTypes.advice(element.toClass());
		if (advice != null) {
			throw refused(method, type, "that no message can hold", advice);
		}
	}

	/**
	 * Returns what one message of the reply is made of.
	 * @param type what a method returns
	 * @return the type, {@link Object} where it is not known
	 */
	static ResolvableType element(ResolvableType type) {
		Class<?> container = container(type.toClass());
		return (container != null) ? element(type.as(container).getGeneric()) : type;
	}

	private static @Nullable Class<?> container(Class<?> type) {
		for (Class<?> container : new Class<?>[] { CompletionStage.class, Optional.class, Message.class,
				Stream.class }) {
			if (container.isAssignableFrom(type)) {
				return container;
			}
		}
		if (Iterable.class.isAssignableFrom(type) && !ReplyTypes.isValue(type)) {
			return Iterable.class;
		}
		return Replies.isReactive(type) ? type : null;
	}

	private static LocalSocketListenerException refused(ListenerMethod method, ResolvableType type, String reason,
			String action) {
		return new LocalSocketListenerException(
				"The method %s returns a %s, the value %s".formatted(method, type, reason), action);
	}

}
