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

package dev.localsocket.framing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link LineFraming}.
 */
class LineFramingTests {

	private final LineFraming framing = new LineFraming(10);

	@ParameterizedTest
	@ValueSource(strings = { "one\ntwo\n", "one\r\ntwo\r\n", "\n\n", "\r\n", "a\rb\n", "0123456789\n", "0123456789\r\n",
			"\r\r\n" })
	void sameLinesAreFoundWhereverTheInputIsSplit(String text) throws FramingException {
		List<String> expected = new ArrayList<>();
		for (String line : text.substring(0, text.length() - 1).split("\n", -1)) {
			expected.add(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
		}
		for (int split = 0; split <= text.length(); split++) {
			assertThat(decode(text.substring(0, split), text.substring(split))).isEqualTo(expected);
		}
		assertThat(decode(text.split("(?<=.)"))).isEqualTo(expected);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "", "plain", "two\nlines\r\n", "tab\t", "back\\slash\\n", "\0\033[31m\177\u0085", "\u2028é😀" })
	void escapedTextIsOneLineAndCanBeTakenBack(String text) {
		String escaped = LineFraming.escape(text);
		assertThat(escaped.chars().noneMatch(Character::isISOControl)).isTrue();
		assertThat(escaped.translateEscapes()).isEqualTo(text);
	}

	private List<String> decode(String... parts) throws FramingException {
		FrameDecoder decoder = this.framing.newDecoder();
		ByteBuffer input = ByteBuffer.allocate(100).limit(0);
		List<String> frames = new ArrayList<>();
		for (String part : parts) {
			append(input, part);
			String frame;
			while ((frame = next(decoder, input)) != null) {
				frames.add(frame);
			}
		}
		decoder.end(input);
		return frames;
	}

	private static void append(ByteBuffer input, String part) {
		byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
		int end = input.limit();
		input.limit(end + bytes.length).put(end, bytes);
	}

	private static @Nullable String next(FrameDecoder decoder, ByteBuffer input) throws FramingException {
		ByteBuffer frame = decoder.next(input);
		return (frame != null) ? StandardCharsets.UTF_8.decode(frame).toString() : null;
	}

	@ParameterizedTest
	@ValueSource(strings = { "0123456789X", "0123456789X\n", "0123456789X\r\n", "0123456789\rX", "0123456789\r\r" })
	void lineThatIsTooLongIsRefusedAsSoonAsThatIsKnown(String text) {
		FrameDecoder decoder = this.framing.newDecoder();
		ByteBuffer input = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
		assertThatExceptionOfType(FramingException.class).isThrownBy(() -> decoder.next(input))
			.withMessageContaining("10 bytes");
	}

	@Test
	void incompleteLineLeavesTheInputUntouched() throws FramingException {
		ByteBuffer input = ByteBuffer.wrap("half".getBytes(StandardCharsets.UTF_8));
		assertThat(this.framing.newDecoder().next(input)).isNull();
		assertThat(input.position()).isZero();
	}

	@Test
	void lastLineWithoutEndIsRefused() {
		ByteBuffer input = ByteBuffer.wrap("half".getBytes(StandardCharsets.UTF_8));
		assertThatExceptionOfType(FramingException.class).isThrownBy(() -> this.framing.newDecoder().end(input))
			.withMessageContaining("4 bytes");
	}

	@Test
	void payloadIsEndedByALineFeed() throws FramingException {
		ByteBuffer payload = ByteBuffer.wrap("abc".getBytes(StandardCharsets.UTF_8));
		assertThat(StandardCharsets.UTF_8.decode(this.framing.encode(payload)).toString()).isEqualTo("abc\n");
		assertThat(payload.hasRemaining()).isFalse();
	}

	@Test
	void payloadWithALineFeedIsRefused() {
		ByteBuffer payload = ByteBuffer.wrap("a\nb".getBytes(StandardCharsets.UTF_8));
		assertThatExceptionOfType(FramingException.class).isThrownBy(() -> this.framing.encode(payload))
			.withMessageContaining("line feed");
	}

	@Test
	void limitMustBePositive() {
		assertThatIllegalArgumentException().isThrownBy(() -> new LineFraming(0)).withMessageContaining("at least 1");
	}

}
