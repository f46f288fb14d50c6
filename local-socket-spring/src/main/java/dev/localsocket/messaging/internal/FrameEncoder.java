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

package dev.localsocket.messaging.internal;

import java.nio.ByteBuffer;

import dev.localsocket.messaging.ServerMessaging;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConversionException;

/**
 * Makes frames of objects. Thread-safe.
 *
 * @param messaging how messages become frames
 * @param headers the headers of all messages
 */
public record FrameEncoder(ServerMessaging messaging, MessageHeaders headers) {

	/**
	 * Makes a frame of an object.
	 * @param value the object
	 * @return the frame
	 * @throws MessageConversionException if it is null, cannot be converted, or no frame
	 * can hold it
	 */
	public ByteBuffer encode(@Nullable Object value) {
		return this.messaging.encode(checked(value), this.headers);
	}

	/**
	 * Checks that an object can be a message.
	 * @param value the object
	 * @return the object
	 * @throws MessageConversionException if it is null, or stands for something to come
	 */
	static Object checked(@Nullable Object value) {
		if (value == null) {
			throw new MessageConversionException("A message must not be null");
		}
		String advice = ReplyTypes.advice(value.getClass());
		if (advice != null) {
			throw new MessageConversionException(
					"A message cannot be a %s. %s".formatted(value.getClass().getName(), advice));
		}
		return value;
	}

}
