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

/**
 * How frames follow one another in a stream of bytes. Immutable and thread-safe.
 *
 * @since 0.1.0
 */
public interface Framing {

	/**
	 * Creates a decoder for one stream.
	 * @return a decoder, to be used by one thread at a time
	 */
	FrameDecoder newDecoder();

	/**
	 * Makes a frame of a payload.
	 * @param payload the payload, whose position moves to its limit
	 * @return the bytes to be sent, from position to limit
	 * @throws FramingException if no frame can hold the payload
	 */
	ByteBuffer encode(ByteBuffer payload) throws FramingException;

	/**
	 * Makes a frame of a payload, where the caller has memory for it. By default there is
	 * no use for that.
	 * @param payload the payload, whose position moves to its limit
	 * @param memory an empty buffer, not that of the payload, in which the frame may be
	 * made if there is room
	 * @return the bytes to be sent, from position to limit: in the memory, in that of the
	 * payload, or in new memory
	 * @throws FramingException if no frame can hold the payload
	 */
	default ByteBuffer encode(ByteBuffer payload, ByteBuffer memory) throws FramingException {
		return encode(payload);
	}

	/**
	 * Returns bytes that are no frame, and end none that comes before. They are the last
	 * that is sent on a connection which ends in the middle of a reply of several frames,
	 * so that the peer finds half a frame there, and does not take the frames that it has
	 * for all.
	 * @return the bytes; by default none, so that the peer cannot tell
	 */
	default byte[] cutMark() {
		return new byte[0];
	}

}
