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
import dev.localsocket.framing.RawFraming;
import dev.localsocket.messaging.ServerMessaging;
import dev.localsocket.messaging.internal.ReplyTypes;
import dev.localsocket.rpc.ServerProtocol;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.converter.CompositeMessageConverter;
import org.springframework.messaging.converter.MessageConverter;

/**
 * Checks that handlers of servers without frames take text or bytes: a piece of the
 * stream of bytes begins and ends anywhere, so no object can be made of it. Where the
 * application has a converter of its own, that is left to it.
 */
final class RawPayloadValidator {

	private static final Set<String> OWN_CONVERTERS = Set.of(ServerMessaging.class.getPackageName(),
			ReplyTypes.class.getPackageName(), MessageConverter.class.getPackageName());

	private static final Set<Class<?>> TEXT_AND_BYTES = Set.of(String.class, CharSequence.class, byte[].class,
			ByteBuffer.class);

	private final Set<String> servers;

	private final Function<String, ServerMessaging> messaging;

	private final Function<String, ServerProtocol> protocols;

	/**
	 * Creates a validator.
	 * @param servers the bean names of all servers
	 * @param messaging returns how the messages of a server become frames
	 * @param protocols returns the protocol of a server
	 */
	RawPayloadValidator(Set<String> servers, Function<String, ServerMessaging> messaging,
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
		this.servers.stream().sorted().forEach(this::checkProtocolHasFrames);
		listeners.stream()
			.filter(ListenerMethod::isMessageHandler)
			.filter((listener) -> !takesTextOrBytes(listener.payloadType()))
			.forEach(this::checkNoServerIsRaw);
	}

	private void checkProtocolHasFrames(String server) {
		if (this.protocols.apply(server) != ServerProtocol.NONE
				&& this.messaging.apply(server).framing() instanceof RawFraming) {
			throw new LocalSocketListenerException(
					"The local server '%s' has a protocol, but no frames, only bytes as they arrive".formatted(server),
					"Choose another framing, for example: local-socket.servers.%s.framing.type=line".formatted(server));
		}
	}

	private static boolean takesTextOrBytes(@Nullable Class<?> type) {
		return type == null || TEXT_AND_BYTES.contains(type);
	}

	private void checkNoServerIsRaw(ListenerMethod listener) {
		this.servers.stream()
			.sorted()
			.filter(listener::handles)
			.filter((server) -> isRaw(this.messaging.apply(server)))
			.findFirst()
			.ifPresent((server) -> {
				Class<?> type = listener.payloadType();
				throw new LocalSocketListenerException(
						"The method %s takes a %s, but the local server '%s' has no frames, only bytes as they arrive"
							.formatted(listener, (type != null) ? type.getSimpleName() : "payload", server),
						("Let it take a String, a byte[] or a ByteBuffer, or choose another framing, for example: "
								+ "local-socket.servers.%s.framing.type=json-lines")
							.formatted(server));
			});
	}

	private static boolean isRaw(ServerMessaging messaging) {
		return messaging.framing() instanceof RawFraming
				&& messaging.converter() instanceof CompositeMessageConverter composite
				&& composite.getConverters()
					.stream()
					.allMatch((converter) -> OWN_CONVERTERS.contains(converter.getClass().getPackageName()));
	}

}
