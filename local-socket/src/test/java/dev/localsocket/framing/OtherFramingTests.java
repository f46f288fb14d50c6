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

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link RawFraming} and what is special about {@link DelimiterFraming}.
 */
class OtherFramingTests {

	@Test
	void rawBytesComeAsTheyAreInPiecesOfTheLimit() throws FramingException {
		FrameDecoder decoder = new RawFraming(4).newDecoder();
		ByteBuffer input = ByteBuffer.wrap("abcdefg".getBytes(StandardCharsets.US_ASCII));
		assertThat(decoder.next(input)).isEqualTo(ByteBuffer.wrap("abcd".getBytes(StandardCharsets.US_ASCII)));
		assertThat(decoder.next(input)).isEqualTo(ByteBuffer.wrap("efg".getBytes(StandardCharsets.US_ASCII)));
		assertThat(decoder.next(input)).isNull();
		decoder.end(input);
	}

	@Test
	void rawBytesAreSentAsTheyAre() throws FramingException {
		ByteBuffer payload = ByteBuffer.wrap(new byte[] { 1, 2, 3 });
		assertThat(new RawFraming(1).encode(payload)).isEqualTo(ByteBuffer.wrap(new byte[] { 1, 2, 3 }));
		assertThat(payload.hasRemaining()).isFalse();
	}

	@Test
	void payloadWithTheDelimiterIsRefused() {
		DelimiterFraming framing = new DelimiterFraming(new byte[] { 0 }, 10);
		assertThatExceptionOfType(FramingException.class)
			.isThrownBy(() -> framing.encode(ByteBuffer.wrap(new byte[] { 1, 0, 1 })))
			.withMessageContaining("delimiter");
	}

	@Test
	void payloadThatMakesADelimiterWithTheDelimiterIsRefused() {
		DelimiterFraming framing = new DelimiterFraming(new byte[] { 0, 0 }, 10);
		assertThatExceptionOfType(FramingException.class)
			.isThrownBy(() -> framing.encode(ByteBuffer.wrap(new byte[] { 1, 0 })))
			.withMessageContaining("delimiter");
	}

	@Test
	void delimiterMustNotBeEmpty() {
		assertThatIllegalArgumentException().isThrownBy(() -> new DelimiterFraming(new byte[0], 10));
	}

}
