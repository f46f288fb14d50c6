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

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.messaging.Message;
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

	@Test
	void otherTypesAreLeftToOtherConverters() {
		CharsetMessageConverter converter = new CharsetMessageConverter(StandardCharsets.UTF_8);
		assertThat(converter.toMessage(1, null)).isNull();
		assertThat(converter.fromMessage(new GenericMessage<>(new byte[0]), Integer.class)).isNull();
	}

}
