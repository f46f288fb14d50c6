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

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Set;
import java.util.function.Function;

import dev.localsocket.annotation.LocalSocketListenerException;
import dev.localsocket.messaging.LastReply;
import dev.localsocket.messaging.ServerMessaging;
import dev.localsocket.rpc.ServerProtocol;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * Checks that message handlers take and return text or bytes where there is no converter
 * for anything else, usually because there is no Jackson.
 */
final class ConverterValidator {

	private final Set<String> servers;

	private final Function<String, ServerMessaging> messaging;

	private final Function<String, ServerProtocol> protocols;

	/**
	 * Creates a validator.
	 * @param servers the bean names of all servers
	 * @param messaging returns how the messages of a server become frames
	 * @param protocols returns the protocol of a server; JSON-RPC has Jackson always
	 */
	ConverterValidator(Set<String> servers, Function<String, ServerMessaging> messaging,
			Function<String, ServerProtocol> protocols) {
		this.servers = servers;
		this.messaging = messaging;
		this.protocols = protocols;
	}

	/**
	 * Checks listeners.
	 * @param listeners the listeners
	 * @throws LocalSocketListenerException naming the first that cannot be used
	 */
	void validate(Collection<ListenerMethod> listeners) {
		listeners.stream()
			.filter(ListenerMethod::isMessageHandler)
			.filter(this::isWithoutConverter)
			.forEach((method) -> {
				check(method, "takes", method.payloadType());
				check(method, "returns", replyType(method));
			});
	}

	private static @Nullable Class<?> replyType(ListenerMethod method) {
		Class<?> type = ReplyRules.element(ResolvableType.forMethodReturnType(method.method(), method.type()))
			.toClass();
		return (type == Object.class || type == LastReply.class || ReplyRules.isNothing(type)) ? null : type;
	}

	private static void check(ListenerMethod method, String does, @Nullable Class<?> type) {
		if (type != null && !isTextOrBytes(type)) {
			throw new LocalSocketListenerException(
					"The method %s %s a %s, but nothing converts it: Jackson is not on the class path".formatted(method,
							does, type.getSimpleName()),
					"Add org.springframework.boot:spring-boot-starter-jackson for JSON, or a MessageConverterCustomizer "
							+ "with a converter of your own, or use a String, a byte[] or a ByteBuffer.");
		}
	}

	private static boolean isTextOrBytes(Class<?> type) {
		return CharSequence.class.isAssignableFrom(type) || ByteBuffer.class.isAssignableFrom(type)
				|| type == byte[].class;
	}

	private boolean isWithoutConverter(ListenerMethod method) {
		return this.servers.stream()
			.filter(method::handles)
			.filter((server) -> this.protocols.apply(server) != ServerProtocol.JSON_RPC)
			.map(this.messaging)
			.anyMatch((messaging) -> !messaging.convertsObjects());
	}

}
