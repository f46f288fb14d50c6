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
import java.nio.ByteOrder;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link LengthPrefixedFraming}.
 */
class LengthPrefixedFramingTests {

	@ParameterizedTest
	@CsvSource({ "1,true,false,02aabb", "2,true,false,0002aabb", "2,false,false,0200aabb", "4,true,false,00000002aabb",
			"4,false,false,02000000aabb", "1,true,true,03aabb", "2,false,true,0400aabb", "4,true,true,00000006aabb" })
	void prefixHasTheBytesAsked(int length, boolean bigEndian, boolean counted, String expected)
			throws FramingException {
		ByteOrder order = bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
		ByteBuffer frame = new LengthPrefixedFraming(length, order, counted, 100)
			.encode(ByteBuffer.wrap(new byte[] { (byte) 0xaa, (byte) 0xbb }));
		byte[] bytes = new byte[frame.remaining()];
		frame.get(bytes);
		assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(expected);
	}

	@Test
	void payloadThatThePrefixCannotCountIsRefused() throws FramingException {
		LengthPrefixedFraming framing = new LengthPrefixedFraming(1, ByteOrder.BIG_ENDIAN, false, 1000);
		assertThat(framing.encode(ByteBuffer.allocate(255)).remaining()).isEqualTo(256);
		assertThatExceptionOfType(FramingException.class).isThrownBy(() -> framing.encode(ByteBuffer.allocate(256)))
			.withMessageContaining("256 bytes is too long for a prefix of 1 bytes");
	}

	@Test
	void prefixOverTheLimitIsRefusedBeforeThePayloadComes() {
		FrameDecoder decoder = new LengthPrefixedFraming(4, ByteOrder.BIG_ENDIAN, false, 1000).newDecoder();
		ByteBuffer prefix = ByteBuffer.wrap(HexFormat.of().parseHex("ffffffff"));
		assertThatExceptionOfType(FramingException.class).isThrownBy(() -> decoder.next(prefix))
			.withMessageContaining("limit of 1000 bytes");
	}

	@Test
	void prefixThatCountsLessThanItselfIsRefused() {
		FrameDecoder decoder = new LengthPrefixedFraming(4, ByteOrder.BIG_ENDIAN, true, 1000).newDecoder();
		ByteBuffer prefix = ByteBuffer.wrap(HexFormat.of().parseHex("00000003"));
		assertThatExceptionOfType(FramingException.class).isThrownBy(() -> decoder.next(prefix))
			.withMessageContaining("less than its own 4 bytes");
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 3, 8 })
	void prefixOfAnotherLengthIsRefused(int length) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new LengthPrefixedFraming(length, ByteOrder.BIG_ENDIAN, false, 10));
	}

}
