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
package dev.localsocket.fault;

/**
 * An endless sequence of bytes, of which any part tells where it belongs.
 *
 * @param salt tells sequences apart
 */
record Pattern(int salt) {

	/** A prime, so that a loss of any usual size shifts the sequence. */
	private static final int PERIOD = 251;

	private byte at(long position) {
		return (byte) (position % PERIOD + this.salt);
	}

	byte[] bytes(long position, int count) {
		byte[] bytes = new byte[count];
		for (int i = 0; i < count; i++) {
			bytes[i] = at(position + i);
		}
		return bytes;
	}

	/**
	 * Checks that received bytes are those of the sequence.
	 * @param bytes the bytes, of which the first {@code count} were received
	 * @param position how many were received before
	 */
	void check(byte[] bytes, int count, long position) {
		for (int i = 0; i < count; i++) {
			if (bytes[i] != at(position + i)) {
				throw new AssertionError("Byte %d is %d instead of %d".formatted(position + i, bytes[i] & 0xff,
						at(position + i) & 0xff));
			}
		}
	}

}
