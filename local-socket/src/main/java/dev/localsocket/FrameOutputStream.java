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

package dev.localsocket;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

import dev.localsocket.instance.InstanceFrame;

/**
 * The standard output or error of a {@link SecondInstance}.
 */
final class FrameOutputStream extends OutputStream {

	private final SecondConnection connection;

	private final byte type;

	FrameOutputStream(SecondConnection connection, byte type) {
		this.connection = connection;
		this.type = type;
	}

	@Override
	public void write(int value) throws IOException {
		write(new byte[] { (byte) value }, 0, 1);
	}

	@Override
	public void write(byte[] source, int offset, int length) throws IOException {
		Objects.checkFromIndexSize(offset, length, source.length);
		for (int written = 0; written < length; written += InstanceFrame.MAX_LENGTH) {
			this.connection.send(InstanceFrame.of(this.type, source, offset + written,
					Math.min(InstanceFrame.MAX_LENGTH, length - written)));
		}
	}

}
