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

import java.util.function.Function;

import dev.localsocket.messaging.LocalSocketHeaders;
import dev.localsocket.messaging.ServerMessaging;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.converter.SmartMessageConverter;

/**
 * Converts each message with the converter of the server that it came in at.
 */
final class ServerMessageConverter implements SmartMessageConverter {

	private final Function<String, ServerMessaging> messaging;

	ServerMessageConverter(Function<String, ServerMessaging> messaging) {
		this.messaging = messaging;
	}

	@Override
	public @Nullable Object fromMessage(Message<?> message, Class<?> targetClass) {
		return converter(message.getHeaders()).fromMessage(message, targetClass);
	}

	@Override
	public @Nullable Object fromMessage(Message<?> message, Class<?> targetClass, @Nullable Object conversionHint) {
		MessageConverter converter = converter(message.getHeaders());
		return (converter instanceof SmartMessageConverter smart)
				? smart.fromMessage(message, targetClass, conversionHint) : converter.fromMessage(message, targetClass);
	}

	@Override
	public @Nullable Message<?> toMessage(Object payload, @Nullable MessageHeaders headers) {
		if (headers == null) {
			throw new MessageConversionException("A message without headers belongs to no server");
		}
		return converter(headers).toMessage(payload, headers);
	}

	@Override
	public @Nullable Message<?> toMessage(Object payload, @Nullable MessageHeaders headers,
			@Nullable Object conversionHint) {
		return toMessage(payload, headers);
	}

	private MessageConverter converter(MessageHeaders headers) {
		if (headers.get(LocalSocketHeaders.SERVER) instanceof String server) {
			return this.messaging.apply(server).converter();
		}
		throw new MessageConversionException("The message has no header " + LocalSocketHeaders.SERVER);
	}

}
