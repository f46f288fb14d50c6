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
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;

import org.springframework.messaging.Message;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.StringMessageConverter;

/**
 * Converts between bytes and strings, and unlike {@link StringMessageConverter} refuses
 * what the charset cannot express instead of replacing it.
 */
final class CharsetMessageConverter extends PayloadConverter<CharSequence> {

	/** What decoders put in place of what they do not understand. */
	private static final char REPLACEMENT = '\uFFFD';

	private final Charset charset;

	/**
	 * Creates a converter.
	 * @param charset the charset of all strings
	 */
	CharsetMessageConverter(Charset charset) {
		super(CharSequence.class);
		this.charset = charset;
	}

	@Override
	boolean makes(Class<?> targetClass) {
		return targetClass == String.class || targetClass == CharSequence.class;
	}

	@Override
	Object decode(Message<?> message, ByteBuffer payload) {
		String text = decode(payload);
		// Decoders that complain make more garbage and are slower: they look again
		return (text.indexOf(REPLACEMENT) < 0) ? text : decodeStrictly(message, payload);
	}

	private String decode(ByteBuffer payload) {
		if (payload.hasArray()) {
			return decode(payload.array(), payload.arrayOffset() + payload.position(), payload.remaining());
		}
		// What makes a string of an array is faster than a decoder, the copy included
		try (WorkingMemory memory = WorkingMemory.take()) {
			byte[] bytes = memory.bytes(payload.remaining()).array();
			payload.get(payload.position(), bytes, 0, payload.remaining());
			return decode(bytes, 0, payload.remaining());
		}
	}

	private String decode(byte[] bytes, int offset, int length) {
		return new String(bytes, offset, length, this.charset);
	}

	private String decodeStrictly(Message<?> message, ByteBuffer payload) {
		try {
			return this.charset.newDecoder().decode(payload.duplicate()).toString();
		}
		catch (CharacterCodingException ex) {
			throw new MessageConversionException(message, "The payload is not valid " + this.charset, ex);
		}
	}

	@Override
	byte[] encode(CharSequence payload) {
		String text = payload.toString();
		byte[] encoded = text.getBytes(this.charset);
		// So do encoders
		return text.equals(new String(encoded, this.charset)) ? encoded : encodeStrictly(text);
	}

	/** An encoder needs no second look, and with memory to work in it is the fastest. */
	@Override
	ByteBuffer encodeIn(WorkingMemory memory, CharSequence payload) {
		String text = payload.toString();
		CharsetEncoder encoder = memory.encoder(this.charset);
		long most = (long) Math.ceil((double) text.length() * encoder.maxBytesPerChar());
		if (most > WorkingMemory.MAX) {
			return super.encodeIn(memory, text);
		}
		CharBuffer characters = memory.characters(text.length());
		text.getChars(0, text.length(), characters.array(), 0);
		ByteBuffer encoded = memory.bytes((int) most);
		boolean complete = encoder.encode(characters.limit(text.length()), encoded, true).isUnderflow()
				&& encoder.flush(encoded).isUnderflow();
		return complete ? encoded.flip() : ByteBuffer.wrap(encodeStrictly(text));
	}

	private byte[] encodeStrictly(String text) {
		try {
			ByteBuffer encoded = this.charset.newEncoder().encode(CharBuffer.wrap(text));
			byte[] bytes = new byte[encoded.remaining()];
			encoded.get(bytes);
			return bytes;
		}
		catch (CharacterCodingException ex) {
			throw new MessageConversionException("The reply has characters that " + this.charset + " does not have",
					ex);
		}
	}

}
