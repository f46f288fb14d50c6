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

package dev.localsocket.messaging;

import java.nio.ByteBuffer;

import org.springframework.messaging.Message;

/**
 * Converts between bytes and byte buffers.
 */
final class ByteBufferMessageConverter extends PayloadConverter<ByteBuffer> {

	/** Creates a converter. */
	ByteBufferMessageConverter() {
		super(ByteBuffer.class);
	}

	@Override
	boolean makes(Class<?> targetClass) {
		return targetClass == ByteBuffer.class;
	}

	/** Who runs on the event loop is told how long the bytes are there. */
	@Override
	Object decode(Message<?> message, ByteBuffer payload) {
		return payload.isReadOnly() ? payload : ByteBuffer.wrap((byte[]) message.getPayload());
	}

	@Override
	byte[] encode(ByteBuffer payload) {
		byte[] bytes = new byte[payload.remaining()];
		payload.get(payload.position(), bytes);
		return bytes;
	}

	@Override
	ByteBuffer encodeIn(WorkingMemory memory, ByteBuffer payload) {
		return payload.duplicate();
	}

}
