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

package dev.localsocket.log;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PeerText}.
 */
class PeerTextTests {

	@ParameterizedTest
	@ValueSource(strings = { "", "ready", "grün ✓ 日本語 עברית 😀", "C:\\dir\\n", "\"quoted\" 'too'" })
	void visibleTextStaysTheSameObject(String text) {
		assertThat(PeerText.escape(text)).isSameAs(text);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "000a | \\n", "000d | \\r", "0009 | \\t", "0000 | \\u0000", "001b | \\u001b", "007f | \\u007f",
					"0085 | \\u0085", "009b | \\u009b", "00ad | \\u00ad", "061c | \\u061c", "200b | \\u200b",
					"200e | \\u200e", "2028 | \\u2028", "2029 | \\u2029", "202e | \\u202e", "2066 | \\u2066",
					"2069 | \\u2069", "feff | \\ufeff", "d800 | \\ud800", "dc00 | \\udc00", "e000 | \\ue000",
					"fffe | \\ufffe", "e0041 | \\udb40\\udc41", "10ffff | \\udbff\\udfff" })
	void whatIsNotVisibleIsEscaped(String codePoint, String escaped) {
		String text = "a" + Character.toString(Integer.parseInt(codePoint, 16)) + "b";
		assertThat(PeerText.escape(text)).isEqualTo("a" + escaped + "b");
	}

	@Test
	void noCharacterEndsALineOrStartsAnEscapeSequence() {
		for (int character = 0; character <= Character.MAX_CODE_POINT; character++) {
			String escaped = PeerText.escape(Character.toString(character));
			assertThat(escaped.codePoints()).noneMatch((c) -> Character.isISOControl(c)
					|| Character.getType(c) == Character.FORMAT || Character.getType(c) == Character.LINE_SEPARATOR
					|| Character.getType(c) == Character.PARAGRAPH_SEPARATOR
					|| Character.getType(c) == Character.SURROGATE);
			assertThat(PeerText.escape(escaped)).isSameAs(escaped);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "x", "\n", "\u001b", "😀", "é" })
	void longTextIsCutAndSaysByHowMuch(String character) {
		String text = character.repeat(1_000_000);
		String escaped = PeerText.escape(text);
		assertThat(escaped).hasSizeLessThanOrEqualTo(PeerText.MAX_LENGTH)
			.hasSizeGreaterThan(PeerText.MAX_LENGTH - 50)
			.startsWith(PeerText.escape(character))
			.matches(".*… \\(\\d+ more characters\\)");
		assertThat(PeerText.escape(escaped)).isSameAs(escaped);
		assertThat(new String(escaped.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)).isEqualTo(escaped);
	}

	@Test
	void longestTextIsNotCut() {
		assertThat(PeerText.escape("x".repeat(PeerText.MAX_LENGTH))).hasSize(PeerText.MAX_LENGTH).endsWith("xx");
		assertThat(PeerText.escape("\n".repeat(PeerText.MAX_LENGTH / 2))).isEqualTo("\\n".repeat(500));
		assertThat(PeerText.escape("x".repeat(PeerText.MAX_LENGTH + 1))).endsWith("more characters)");
	}

	@Test
	void exceptionSaysTypeAndMessage() {
		assertThat(PeerText.of(new IllegalStateException("a\nb"))).isEqualTo("java.lang.IllegalStateException: a\\nb");
	}

}
