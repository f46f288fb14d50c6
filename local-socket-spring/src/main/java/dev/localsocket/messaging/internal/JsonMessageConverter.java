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

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.messaging.Message;
import org.springframework.messaging.converter.JacksonJsonMessageConverter;
import org.springframework.messaging.converter.MessageConversionException;

/**
 * Converts between JSON and objects. Unlike its base class it also does so for a type
 * that byte arrays have too, such as {@link Object}, rather than to pass the bytes on.
 */
public final class JsonMessageConverter extends JacksonJsonMessageConverter {

	/**
	 * Creates a converter.
	 * @param mapper reads and writes JSON
	 */
	public JsonMessageConverter(JsonMapper mapper) {
		super(mapper);
	}

	@Override
	protected @Nullable Object convertFromInternal(Message<?> message, Class<?> targetClass,
			@Nullable Object conversionHint) {
		boolean passedOn = targetClass.isInstance(message.getPayload()) && targetClass != byte[].class;
		return (passedOn && message.getPayload() instanceof byte[] json) ? read(message, json)
				: super.convertFromInternal(message, targetClass, conversionHint);
	}

	private @Nullable Object read(Message<?> message, byte[] json) {
		try {
			return getJsonMapper().readValue(json, Object.class);
		}
		catch (JacksonException ex) {
			throw new MessageConversionException(message, "Could not read JSON: " + ex.getMessage(), ex);
		}
	}

}
