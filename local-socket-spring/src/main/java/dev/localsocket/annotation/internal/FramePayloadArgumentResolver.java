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

import dev.localsocket.messaging.FrameMessage;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.SmartMessageConverter;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.messaging.handler.annotation.support.PayloadMethodArgumentResolver;
import org.springframework.util.ClassUtils;
import org.springframework.validation.Validator;

/**
 * Resolves the payload, or an argument of a message that has several. Unlike elsewhere in
 * Spring, an empty one is a payload too, because a frame can be empty; {@code null},
 * which JSON has, is a payload that is absent; and what a method takes as an
 * {@link Object} is converted, rather than the bytes of the frame.
 */
final class FramePayloadArgumentResolver extends PayloadMethodArgumentResolver {

	private final SmartMessageConverter converter;

	private final BorrowedFrames borrowed;

	FramePayloadArgumentResolver(SmartMessageConverter converter, @Nullable Validator validator,
			BorrowedFrames borrowed) {
		super(converter, validator);
		this.converter = converter;
		this.borrowed = borrowed;
	}

	@Override
	public @Nullable Object resolveArgument(MethodParameter parameter, Message<?> message) throws Exception {
		if (message instanceof RoutedMessage routed) {
			return routed.argument(parameter.getParameterIndex());
		}
		if (!(message instanceof FrameMessage frame)) {
			return super.resolveArgument(parameter, message);
		}
		Class<?> type = resolveTargetClass(parameter, message);
		this.borrowed.prepare(frame, type);
		Object payload = (type == byte[].class) ? frame.getPayload() : convert(parameter, message, type);
		if (payload == null) {
			return absent(parameter, message, type);
		}
		validate(message, parameter, payload);
		return (parameter.getParameterType() == Optional.class) ? Optional.of(payload) : payload;
	}

	/** A primitive parameter of Kotlin with a default value may be null, as an object. */
	private @Nullable Object convert(MethodParameter parameter, Message<?> message, Class<?> type) {
		return (type.isPrimitive() && parameter.isOptional())
				? this.converter.fromMessage(message, ClassUtils.resolvePrimitiveIfNecessary(type))
				: this.converter.fromMessage(message, type, parameter);
	}

	private static @Nullable Object absent(MethodParameter parameter, Message<?> message, Class<?> type) {
		if (parameter.getParameterType() == Optional.class) {
			return Optional.empty();
		}
		Payload annotation = parameter.getParameterAnnotation(Payload.class);
		if (parameter.isOptional() || (annotation != null && !annotation.required())) {
			return null;
		}
		throw new MessageConversionException(message,
				"The message is null, or no converter makes a %s of it".formatted(type.getSimpleName()));
	}

}
