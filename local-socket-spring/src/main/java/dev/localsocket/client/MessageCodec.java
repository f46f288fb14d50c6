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

import java.nio.ByteBuffer;
import java.util.Map;

import dev.localsocket.messaging.ServerMessaging;
import dev.localsocket.messaging.internal.FrameEncoder;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.support.GenericMessage;

/**
 * Makes frames of a client's messages, and objects of what the server sends. Thread-safe.
 */
final class MessageCodec {

	private static final MessageHeaders NO_HEADERS = new MessageHeaders(Map.of());

	private final ServerMessaging messaging;

	private final FrameEncoder encoder;

	MessageCodec(ServerMessaging messaging) {
		this.messaging = messaging;
		this.encoder = new FrameEncoder(messaging, NO_HEADERS);
	}

	ByteBuffer encode(Object message) {
		try {
			return this.encoder.encode(message);
		}
		catch (MessageConversionException ex) {
			throw new LocalSocketConversionException(String.valueOf(ex.getMessage()), ex);
		}
	}

	<T> T decode(byte[] payload, Class<T> type, Object server) {
		Message<byte[]> message = new GenericMessage<>(payload, NO_HEADERS);
		Object decoded = fromMessage(message, type, server);
		if (!type.isInstance(decoded)) {
			throw new LocalSocketConversionException(
					"No converter makes a %s of a message of the server '%s'".formatted(type.getName(), server), null);
		}
		return type.cast(decoded);
	}

	private @Nullable Object fromMessage(Message<byte[]> message, Class<?> type, Object server) {
		try {
			return this.messaging.converter().fromMessage(message, type);
		}
		catch (MessageConversionException ex) {
			throw new LocalSocketConversionException(
					"A message of the server '%s' is no %s: %s".formatted(server, type.getName(), ex.getMessage()), ex);
		}
	}

}
