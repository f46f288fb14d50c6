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

import org.jspecify.annotations.Nullable;

/**
 * Finds the frames in one stream of bytes. It remembers where it stopped, so that no byte
 * is looked at twice. Not thread-safe.
 *
 * @since 0.1.0
 */
public interface FrameDecoder {

	/**
	 * Takes the next frame out of what has been received.
	 * @param input the bytes received and not yet taken, from position to limit. If there
	 * is a whole frame, the position is moved behind it; if not, the next call must bring
	 * the same bytes again, and more
	 * @return the payload, a view of the input, or null if no frame is complete
	 * @throws FramingException if no frame can begin like this; the decoder is of no use
	 * afterwards
	 */
	@Nullable ByteBuffer next(ByteBuffer input) throws FramingException;

	/**
	 * Ends the stream.
	 * @param input the bytes received and not taken
	 * @throws FramingException if they are the beginning of a frame
	 */
	void end(ByteBuffer input) throws FramingException;

}
