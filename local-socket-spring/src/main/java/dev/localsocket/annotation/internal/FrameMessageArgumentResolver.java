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

import dev.localsocket.messaging.FrameMessage;

import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.SmartMessageConverter;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;
import org.springframework.messaging.support.GenericMessage;

/**
 * Resolves arguments of the type {@link Message}: the payload, converted to what the
 * message is said to hold, with the headers of the connection.
 */
final class FrameMessageArgumentResolver implements HandlerMethodArgumentResolver {

	private final SmartMessageConverter converter;

	private final BorrowedFrames borrowed;

	FrameMessageArgumentResolver(SmartMessageConverter converter, BorrowedFrames borrowed) {
		this.converter = converter;
		this.borrowed = borrowed;
	}

	@Override
	public boolean supportsParameter(MethodParameter parameter) {
		return ParameterRole.of(parameter) == ParameterRole.MESSAGE;
	}

	@Override
	public Object resolveArgument(MethodParameter parameter, Message<?> message) {
		ResolvableType type = ResolvableType.forMethodParameter(parameter).as(Message.class).getGeneric();
		if (type.resolve(byte[].class) == byte[].class) {
			return new GenericMessage<>(message.getPayload(), message.getHeaders());
		}
		if (message instanceof FrameMessage frame) {
			this.borrowed.prepare(frame, type.toClass());
		}
		Object payload = this.converter.fromMessage(message, type.toClass(), parameter);
		if (payload == null) {
			throw new MessageConversionException(message,
					"The message is null, or no converter makes a %s of it".formatted(type));
		}
		return new GenericMessage<>(payload, message.getHeaders());
	}

}
