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

package dev.localsocket.rpc.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import dev.localsocket.framing.FrameDecoder;
import dev.localsocket.framing.Framing;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A peer that sends whatever it wants, on a channel of the JDK. Its methods block.
 */
final class RawPeer implements AutoCloseable {

	private static final JsonMapper mapper = new JsonMapper();

	private final SocketChannel channel;

	private final Framing framing;

	private final FrameDecoder decoder;

	private final ByteBuffer input = ByteBuffer.allocate(1024 * 1024).flip();

	RawPeer(SocketChannel channel, Framing framing) {
		this.channel = channel;
		this.framing = framing;
		this.decoder = framing.newDecoder();
	}

	RawPeer send(String json) throws Exception {
		sendBytes(this.framing.encode(ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8))));
		return this;
	}

	void sendBytes(ByteBuffer bytes) throws IOException {
		while (bytes.hasRemaining()) {
			this.channel.write(bytes);
		}
	}

	/** Ends the output; the input stays. */
	RawPeer shutdownOutput() throws IOException {
		this.channel.shutdownOutput();
		return this;
	}

	/** Returns the next frame, or null at the end. */
	@Nullable String receive() throws Exception {
		while (true) {
			ByteBuffer frame = this.decoder.next(this.input);
			if (frame != null) {
				return StandardCharsets.UTF_8.decode(frame).toString();
			}
			this.input.compact();
			int count = this.channel.read(this.input);
			this.input.flip();
			if (count < 0) {
				return null;
			}
		}
	}

	JsonNode receiveJson() throws Exception {
		return mapper.readTree(String.valueOf(receive()));
	}

	/** Returns what comes until the end. */
	List<String> receiveAll() throws Exception {
		List<String> all = new ArrayList<>();
		for (String frame = receive(); frame != null; frame = receive()) {
			all.add(frame);
		}
		return all;
	}

	@Override
	public void close() throws IOException {
		this.channel.close();
	}

}
