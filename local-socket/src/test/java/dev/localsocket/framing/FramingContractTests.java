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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What holds for every {@link Framing}.
 */
class FramingContractTests {

	private static final int LIMIT = 40;

	private static final int FUZZ_ROUNDS = 3_000;

	static Stream<Framing> framings() {
		Stream<Framing> lengthPrefixed = IntStream.of(1, 2, 4)
			.boxed()
			.flatMap((length) -> Stream.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)
				.flatMap((order) -> Stream.of(true, false)
					.map((counted) -> new LengthPrefixedFraming(length, order, counted, LIMIT))));
		return Stream.concat(Stream.of(new LineFraming(LIMIT), new ContentLengthFraming(LIMIT), delimiter(";"),
				delimiter("--"), delimiter("aab"), delimiter("\030\031")), lengthPrefixed);
	}

	private static Framing delimiter(String delimiter) {
		return new DelimiterFraming(delimiter.getBytes(StandardCharsets.US_ASCII), LIMIT);
	}

	@ParameterizedTest
	@MethodSource("framings")
	void framesSurviveWhereverTheInputIsSplit(Framing framing) throws FramingException {
		List<String> payloads = List.of("", "x", "aa-b", "0123456789012345678901234567890123456789", "a", "");
		byte[] bytes = encode(framing, payloads);
		for (int split = 0; split <= bytes.length; split++) {
			assertThat(decode(framing, bytes, split)).isEqualTo(payloads);
		}
		assertThat(decode(framing, bytes, IntStream.range(0, bytes.length).toArray())).isEqualTo(payloads);
	}

	@ParameterizedTest
	@MethodSource("framings")
	void payloadOverTheLimitIsRefused(Framing framing) throws FramingException {
		byte[] frame = encode(framing, List.of("x".repeat(LIMIT + 1)));
		assertThatExceptionOfType(FramingException.class).isThrownBy(() -> decode(framing, frame))
			.withMessageContaining("limit of 40 bytes");
	}

	@ParameterizedTest
	@MethodSource("framings")
	void markAfterFramesIsHalfAFrame(Framing framing) throws FramingException {
		byte[] frames = encode(framing, List.of("abc", ""));
		ByteBuffer input = ByteBuffer.allocate(frames.length + 10).put(frames).put(framing.cutMark()).flip();
		FrameDecoder decoder = framing.newDecoder();
		assertThat(decoder.next(input)).isNotNull();
		assertThat(decoder.next(input)).isNotNull();
		assertThat(decoder.next(input)).isNull();
		assertThatExceptionOfType(FramingException.class).isThrownBy(() -> decoder.end(input));
	}

	@ParameterizedTest
	@MethodSource("framings")
	void incompleteFrameIsRefusedAtTheEnd(Framing framing) throws FramingException {
		byte[] frame = encode(framing, List.of("abc"));
		for (int length = 1; length < frame.length; length++) {
			byte[] part = Arrays.copyOf(frame, length);
			assertThatExceptionOfType(FramingException.class).isThrownBy(() -> decode(framing, part))
				.withMessageContaining("incomplete");
		}
	}

	@ParameterizedTest
	@MethodSource("framings")
	void randomBytesAreFramesOrRefused(Framing framing) {
		long seed = System.nanoTime();
		Random random = new Random(seed);
		for (int round = 0; round < FUZZ_ROUNDS; round++) {
			byte[] bytes = new byte[random.nextInt(100)];
			for (int i = 0; i < bytes.length; i++) {
				bytes[i] = (byte) (random.nextBoolean() ? random.nextInt(6) : random.nextInt(256));
			}
			int[] splits = random.ints(3, 0, bytes.length + 1).sorted().toArray();
			try {
				assertThat(decode(framing, bytes, splits)).as("seed " + seed)
					.allSatisfy((payload) -> assertThat(payload.length()).isLessThanOrEqualTo(LIMIT));
			}
			catch (FramingException ex) {
				assertThat(ex).as("seed " + seed).hasMessageNotContaining("null");
			}
		}
	}

	@ParameterizedTest
	@MethodSource("framings")
	void frameIsTheSameWhateverMemoryThereIsForIt(Framing framing) throws FramingException {
		byte[] payload = "0123456789".getBytes(StandardCharsets.US_ASCII);
		ByteBuffer expected = framing.encode(ByteBuffer.wrap(payload));
		for (int size = 0; size < 40; size++) {
			ByteBuffer source = ByteBuffer.wrap(payload);
			ByteBuffer memory = ByteBuffer.allocateDirect(size);
			ByteBuffer frame = framing.encode(source, memory);
			assertThat(frame).isEqualTo(expected);
			assertThat(frame.isDirect()).isEqualTo(size >= expected.remaining());
			assertThat(source.hasRemaining()).isFalse();
		}
	}

	private static byte[] encode(Framing framing, List<String> payloads) throws FramingException {
		ByteBuffer bytes = ByteBuffer.allocate(1000);
		for (String payload : payloads) {
			bytes.put(framing.encode(ByteBuffer.wrap(payload.getBytes(StandardCharsets.ISO_8859_1))));
		}
		return Arrays.copyOf(bytes.array(), bytes.position());
	}

	/** Brings the bytes in parts, and moves what is left, as a reader does. */
	private static List<String> decode(Framing framing, byte[] bytes, int... splits) throws FramingException {
		FrameDecoder decoder = framing.newDecoder();
		List<String> payloads = new ArrayList<>();
		ByteBuffer input = ByteBuffer.allocate(0);
		int start = 0;
		for (int end : IntStream.concat(Arrays.stream(splits), IntStream.of(bytes.length)).toArray()) {
			input = ByteBuffer.allocate(input.remaining() + end - start)
				.put(input)
				.put(bytes, start, end - start)
				.flip();
			start = end;
			ByteBuffer frame;
			while ((frame = decoder.next(input)) != null) {
				payloads.add(StandardCharsets.ISO_8859_1.decode(frame).toString());
			}
		}
		decoder.end(input);
		return payloads;
	}

}
