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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ContentLengthFraming}.
 */
class ContentLengthFramingTests {

	private static final int LIMIT = 1000;

	private final ContentLengthFraming framing = new ContentLengthFraming(LIMIT);

	@ParameterizedTest
	@CsvSource({ "0", "1", "9", "10", "99", "100", "1000" })
	void headerHasTheLengthOnly(int length) throws FramingException {
		String payload = "x".repeat(length);
		assertThat(text(this.framing.encode(bytes(payload))))
			.isEqualTo("Content-Length: " + length + "\r\n\r\n" + payload);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Content-Length: 2\r\n\r\n", "content-length:2\r\n\r\n", "CONTENT-LENGTH: \t 002 \r\n\r\n",
			"Content-Type: application/vscode-jsonrpc; charset=utf-8\r\nContent-Length: 2\r\n\r\n",
			"Content-Length: 2\r\nX: Content-Length: 3\r\nY:\r\n\r\n" })
	void payloadIsFoundWhereverTheInputIsSplit(String header) throws FramingException {
		byte[] bytes = (header + "ab" + header + "\r\n").getBytes(StandardCharsets.US_ASCII);
		for (int split = 0; split <= bytes.length; split++) {
			FrameDecoder decoder = this.framing.newDecoder();
			ByteBuffer input = ByteBuffer.wrap(bytes, 0, split);
			List<String> payloads = decode(decoder, input);
			payloads.addAll(decode(decoder, input.limit(bytes.length)));
			decoder.end(input);
			assertThat(payloads).containsExactly("ab", "\r\n");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			\\r\\n                                     | no field Content-Length
			Content-Type: x\\r\\n\\r\\n                 | no field Content-Length
			Content-Length : 2\\r\\n\\r\\n              | no field Content-Length
			Content-Length: 2\\r\\ncontent-length: 2\\r\\n | Content-Length twice
			Content-Length:\\r\\n                      | no number
			Content-Length: +2\\r\\n                   | no number
			Content-Length: -2\\r\\n                   | no number
			Content-Length: 2 2\\r\\n                  | no number
			Content-Length: 0x2\\r\\n                  | no number
			Content-Length: 1001\\r\\n                 | limit of 1000 bytes
			Content-Length: 99999999999999999999\\r\\n | limit of 1000 bytes
			Content-Length: 2\\n                        | CR LF
			\\n                                        | CR LF
			{"jsonrpc"="2.0"}\\r\\n                    | no colon
			""")
	void headerThatIsNoneIsRefusedAsSoonAsItCanBe(String header, String message) {
		ByteBuffer input = bytes(header.translateEscapes());
		assertThatExceptionOfType(FramingException.class).isThrownBy(() -> this.framing.newDecoder().next(input))
			.withMessageContaining(message);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\r\n" })
	void headerWithoutEndIsRefused(String lineEnd) throws FramingException {
		FrameDecoder decoder = this.framing.newDecoder();
		String field = ("X: " + "x".repeat(1021 - lineEnd.length()) + lineEnd).repeat(4);
		assertThat(decoder.next(bytes(field))).isNull();
		assertThatExceptionOfType(FramingException.class).isThrownBy(() -> decoder.next(bytes(field + "X")))
			.withMessageContaining("limit of 4096 bytes");
	}

	@Test
	void limitMustBePositive() {
		assertThatIllegalArgumentException().isThrownBy(() -> new ContentLengthFraming(0));
	}

	private static List<String> decode(FrameDecoder decoder, ByteBuffer input) throws FramingException {
		List<String> payloads = new ArrayList<>();
		ByteBuffer frame;
		while ((frame = decoder.next(input)) != null) {
			payloads.add(text(frame));
		}
		return payloads;
	}

	private static ByteBuffer bytes(String text) {
		return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
	}

	private static String text(ByteBuffer bytes) {
		return StandardCharsets.US_ASCII.decode(bytes).toString();
	}

}
