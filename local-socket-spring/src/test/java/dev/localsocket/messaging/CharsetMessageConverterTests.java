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
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.support.GenericMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link CharsetMessageConverter}.
 */
class CharsetMessageConverterTests {

	@ParameterizedTest
	@CsvSource({ "UTF-8,grün €", "ISO-8859-1,grün", "UTF-16BE,grün €", "US-ASCII,green" })
	void textSurvivesBothConversions(String charset, String text) {
		CharsetMessageConverter converter = new CharsetMessageConverter(Charset.forName(charset));
		Message<?> message = converter.toMessage(text, null);
		assertThat(message).isNotNull();
		assertThat(message.getPayload()).isEqualTo(text.getBytes(Charset.forName(charset)));
		assertThat(converter.fromMessage(message, String.class)).isEqualTo(text);
	}

	@Test
	void invalidBytesAreRefused() {
		CharsetMessageConverter converter = new CharsetMessageConverter(StandardCharsets.UTF_8);
		Message<byte[]> message = new GenericMessage<>(new byte[] { (byte) 0xc3 });
		assertThatExceptionOfType(MessageConversionException.class)
			.isThrownBy(() -> converter.fromMessage(message, String.class))
			.withMessageContaining("not valid UTF-8");
	}

	@Test
	void charactersThatTheCharsetDoesNotHaveAreRefused() {
		CharsetMessageConverter converter = new CharsetMessageConverter(StandardCharsets.US_ASCII);
		assertThatExceptionOfType(MessageConversionException.class).isThrownBy(() -> converter.toMessage("grün", null))
			.withMessageContaining("US-ASCII");
	}

	@ParameterizedTest
	@MethodSource("texts")
	void memoryToWorkInChangesNothing(Charset charset, String text) {
		CharsetMessageConverter converter = new CharsetMessageConverter(charset);
		ByteBuffer expected = ByteBuffer.wrap(text.getBytes(charset));
		try (WorkingMemory memory = WorkingMemory.take()) {
			assertThat(converter.encode(text, memory)).isEqualTo(expected);
			assertThat(converter.encode(new StringBuilder(text), memory)).isEqualTo(expected);
		}
		ByteBuffer direct = ByteBuffer.allocateDirect(expected.remaining() + 2).position(1).put(expected).flip();
		direct.position(1);
		for (ByteBuffer payload : List.of(direct, direct.asReadOnlyBuffer(), expected.rewind())) {
			FrameMessage message = new FrameMessage(payload, new MessageHeaders(Map.of()));
			assertThat(converter.fromMessage(message, String.class)).isEqualTo(text);
			assertThat(message.getPayload()).isEqualTo(text.getBytes(charset));
		}
	}

	static Stream<Arguments> texts() {
		return Stream
			.of(StandardCharsets.UTF_8, StandardCharsets.ISO_8859_1, StandardCharsets.UTF_16,
					Charset.forName("ISO-2022-JP"))
			.flatMap((charset) -> Stream
				.of("", "?", "a\r\n", "x".repeat(1023), "x".repeat(1024), "x".repeat(21_845), "x".repeat(21_846),
						"x".repeat(70_000), "\u00e9\ud83d\ude00", "\u65e5\u672c")
				.filter((text) -> charset.newEncoder().canEncode(text))
				.map((text) -> Arguments.of(charset, text)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "\ud83d", "?\ude00", "x\ud83d?", "\ud83dx" })
	void halfACharacterIsRefusedInAnyMemory(String text) {
		CharsetMessageConverter converter = new CharsetMessageConverter(StandardCharsets.UTF_8);
		try (WorkingMemory memory = WorkingMemory.take()) {
			assertThatExceptionOfType(MessageConversionException.class).isThrownBy(() -> converter.encode(text, memory))
				.withMessageContaining("UTF-8 does not have");
			assertThat(converter.encode("next", memory))
				.isEqualTo(ByteBuffer.wrap("next".getBytes(StandardCharsets.UTF_8)));
		}
	}

	@Test
	void otherTypesAreLeftToOtherConverters() {
		CharsetMessageConverter converter = new CharsetMessageConverter(StandardCharsets.UTF_8);
		assertThat(converter.toMessage(1, null)).isNull();
		assertThat(converter.fromMessage(new GenericMessage<>(new byte[0]), Integer.class)).isNull();
	}

}
