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

package dev.localsocket.instance;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A message between two processes of an application: a byte for the type, four for the
 * length, big-endian, and the content.
 *
 * @param type the type
 * @param content the content
 */
public record InstanceFrame(byte type, byte[] content) {

	/** The version of all that is said here. */
	public static final int VERSION = 1;

	/** Length of what is before the content. */
	public static final int HEADER_LENGTH = 5;

	/** Longest content of all frames but {@link #REQUEST}. */
	public static final int MAX_LENGTH = 64 * 1024;

	/**
	 * Longest content of a request: Linux allows arguments and environment half of it.
	 */
	public static final int MAX_REQUEST_LENGTH = 4 * 1024 * 1024;

	/** From the first, at once: see {@link #hello}. */
	public static final byte HELLO = 'H';

	/** From the first, again and again: it is alive. */
	public static final byte ALIVE = 'A';

	/** From the first: it wants the request now. */
	public static final byte GO = 'G';

	/** From the second: see {@link InstanceRequest}. */
	public static final byte REQUEST = 'R';

	/** From the first: it wants the standard input now. */
	public static final byte WANT_INPUT = 'W';

	/** From the second: standard input; empty at its end. */
	public static final byte INPUT = 'I';

	/** From the first: bytes for the standard output. */
	public static final byte OUTPUT = 'O';

	/** From the first: bytes for the standard error. */
	public static final byte ERROR = 'E';

	/** From the first: the exit status, the last of all. */
	public static final byte EXIT = 'X';

	/** From the first: the peer may not, and a text. */
	public static final byte REFUSED = 'N';

	private static final byte[] MAGIC = "LSSI".getBytes(StandardCharsets.US_ASCII);

	private static final int HELLO_LENGTH = MAGIC.length + Integer.BYTES;

	/**
	 * Returns what the first one begins with.
	 * @return the frame, with the version
	 */
	public static ByteBuffer hello() {
		return of(HELLO, ByteBuffer.allocate(HELLO_LENGTH).put(MAGIC).putInt(VERSION).array());
	}

	/**
	 * Returns the bytes of a frame with a number.
	 * @param type the type
	 * @param number the content
	 * @return the bytes
	 */
	public static ByteBuffer of(byte type, int number) {
		return of(type, ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
	}

	/**
	 * Returns the bytes of a frame.
	 * @param type the type
	 * @param content the content
	 * @return the bytes
	 */
	public static ByteBuffer of(byte type, byte... content) {
		return of(type, content, 0, content.length);
	}

	/**
	 * Returns the bytes of a frame.
	 * @param type the type
	 * @param source has the content
	 * @param offset where it begins
	 * @param length its length
	 * @return the bytes
	 */
	public static ByteBuffer of(byte type, byte[] source, int offset, int length) {
		return ByteBuffer.allocate(HEADER_LENGTH + length).put(type).putInt(length).put(source, offset, length).flip();
	}

	/**
	 * Returns the version in a {@link #HELLO}.
	 * @return the version, or -1 if this is something else
	 */
	int version() {
		if (this.type != HELLO || this.content.length < HELLO_LENGTH) {
			return -1;
		}
		ByteBuffer bytes = ByteBuffer.wrap(this.content);
		byte[] magic = new byte[MAGIC.length];
		bytes.get(magic);
		return Arrays.equals(magic, MAGIC) ? bytes.getInt() : -1;
	}

	/**
	 * Returns the number in an {@link #EXIT}.
	 * @return the number
	 */
	int number() {
		return (this.content.length >= Integer.BYTES) ? ByteBuffer.wrap(this.content).getInt() : -1;
	}

	String text() {
		return new String(this.content, StandardCharsets.UTF_8);
	}

}
