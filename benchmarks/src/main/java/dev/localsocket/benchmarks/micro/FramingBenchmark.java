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

package dev.localsocket.benchmarks.micro;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

import dev.localsocket.framing.ContentLengthFraming;
import dev.localsocket.framing.DelimiterFraming;
import dev.localsocket.framing.FrameDecoder;
import dev.localsocket.framing.Framing;
import dev.localsocket.framing.FramingException;
import dev.localsocket.framing.JsonLinesFraming;
import dev.localsocket.framing.LengthPrefixedFraming;
import dev.localsocket.framing.LineFraming;
import dev.localsocket.framing.RawFraming;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * One frame: found in what was received, and made of a payload.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class FramingBenchmark {

	private static final int LIMIT = 64 * 1024;

	/** How frames follow one another. */
	@Param
	public Type type = Type.LINE;

	/** The size of a payload. */
	@Param({ "64", "4096" })
	public int size;

	private Framing framing;

	private FrameDecoder decoder;

	private ByteBuffer payload;

	private ByteBuffer received;

	/** Makes a frame, in a buffer as the decoder is given it. */
	@Setup
	public void setUp() throws FramingException {
		this.framing = this.type.framing;
		this.decoder = this.framing.newDecoder();
		String json = "\"" + "x".repeat(this.size - 2) + "\"";
		this.payload = ByteBuffer.wrap(json.getBytes(StandardCharsets.US_ASCII));
		ByteBuffer frame = this.framing.encode(this.payload);
		this.received = ByteBuffer.allocateDirect(frame.remaining()).put(frame).flip();
	}

	/** Finds a frame. */
	@Benchmark
	public void decode(Blackhole blackhole) throws FramingException {
		blackhole.consume(this.decoder.next(this.received.rewind()));
	}

	/** Makes a frame. */
	@Benchmark
	public ByteBuffer encode() throws FramingException {
		return this.framing.encode(this.payload.rewind());
	}

	/** The framings that there are. */
	public enum Type {

		/** Lines. */
		LINE(new LineFraming(LIMIT)),

		/** A delimiter of two bytes. */
		DELIMITER(new DelimiterFraming(new byte[] { '\r', '\n' }, LIMIT)),

		/** Four bytes with the length. */
		LENGTH_PREFIXED(new LengthPrefixedFraming(4, ByteOrder.BIG_ENDIAN, false, LIMIT)),

		/** Lines of JSON. */
		JSON_LINES(new JsonLinesFraming(LIMIT)),

		/** A header with the length. */
		CONTENT_LENGTH(new ContentLengthFraming(LIMIT)),

		/** No frames. */
		RAW(new RawFraming(LIMIT));

		private final Framing framing;

		Type(Framing framing) {
			this.framing = framing;
		}

	}

}
