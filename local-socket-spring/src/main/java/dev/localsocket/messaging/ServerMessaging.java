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

package dev.localsocket.messaging;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;

import dev.localsocket.framing.Framing;
import dev.localsocket.framing.FramingException;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.CompositeMessageConverter;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.MessageConverter;

/**
 * How the messages of one server become frames, and the other way round.
 *
 * @param framing how frames follow one another
 * @param converter converts between the bytes of a frame and objects
 * @since 0.1.0
 */
public record ServerMessaging(Framing framing, MessageConverter converter) {

	/**
	 * Returns converters for strings, byte arrays and byte buffers.
	 * @param charset the charset of strings
	 * @return the converters, a list that can be changed
	 */
	public static List<MessageConverter> defaultConverters(Charset charset) {
		return new ArrayList<>(List.of(new CharsetMessageConverter(charset), new ByteArrayConverter(),
				new ByteBufferMessageConverter()));
	}

	/**
	 * Makes a frame of an object, in memory that the next call uses again.
	 * @param value the object
	 * @param headers the headers of its message
	 * @param target is given the frame, on the calling thread, and must not use it
	 * afterwards
	 * @return what the target has returned
	 * @throws MessageConversionException if it cannot be converted, or no frame can hold
	 * it
	 */
	public boolean encode(Object value, MessageHeaders headers, Predicate<ByteBuffer> target) {
		try (WorkingMemory memory = WorkingMemory.take()) {
			ByteBuffer payload = payload(value, headers, memory);
			return target.test(this.framing.encode(payload, memory.frame(payload.remaining())));
		}
		catch (FramingException ex) {
			throw cannotBeSent(ex);
		}
	}

	/** The first converter decides that makes a message, as always. */
	private ByteBuffer payload(Object value, MessageHeaders headers, WorkingMemory memory) {
		ByteBuffer payload = null;
		if (this.converter.getClass() == CompositeMessageConverter.class) {
			Iterator<MessageConverter> each = ((CompositeMessageConverter) this.converter).getConverters().iterator();
			while (payload == null && each.hasNext()) {
				payload = payload(each.next(), value, headers, memory);
			}
		}
		else {
			payload = payload(this.converter, value, headers, memory);
		}
		if (payload == null) {
			throw noBytes(value);
		}
		return payload;
	}

	private static @Nullable ByteBuffer payload(MessageConverter converter, Object value, MessageHeaders headers,
			WorkingMemory memory) {
		if (converter instanceof PayloadConverter<?> own) {
			return own.converts(value) ? own.encode(value, memory) : null;
		}
		Message<?> message = converter.toMessage(value, headers);
		return (message != null) ? ByteBuffer.wrap(bytes(message, value)) : null;
	}

	private static byte[] bytes(@Nullable Message<?> message, Object value) {
		if (message != null && message.getPayload() instanceof byte[] bytes) {
			return bytes;
		}
		throw noBytes(value);
	}

	private static MessageConversionException noBytes(Object value) {
		return new MessageConversionException(
				"No converter makes bytes of a message of type " + value.getClass().getName());
	}

	/**
	 * Makes a frame of an object.
	 * @param value the object
	 * @param headers the headers of its message
	 * @return the frame
	 * @throws MessageConversionException if it cannot be converted, or no frame can hold
	 * it
	 */
	public ByteBuffer encode(Object value, MessageHeaders headers) {
		byte[] payload = bytes(this.converter.toMessage(value, headers), value);
		try {
			return this.framing.encode(ByteBuffer.wrap(payload));
		}
		catch (FramingException ex) {
			throw cannotBeSent(ex);
		}
	}

	private static MessageConversionException cannotBeSent(FramingException ex) {
		return new MessageConversionException("The message cannot be sent: " + ex.getMessage(), ex);
	}

	/**
	 * Tells whether messages can be of other types than text and bytes.
	 * @return whether there is a converter for more than these, as far as can be told
	 */
	public boolean convertsObjects() {
		return !(this.converter instanceof CompositeMessageConverter composite)
				|| composite.getConverters().stream().anyMatch((each) -> !(each instanceof PayloadConverter));
	}

}
