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

package dev.localsocket.web;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import dev.localsocket.LocalSocket;

/**
 * A connection on which a test writes what it likes, and reads answers. Each read fails
 * after a while.
 */
final class RawHttp implements AutoCloseable {

	private final LocalSocket socket;

	private final InputStream input;

	private final OutputStream output;

	private RawHttp(LocalSocket socket) {
		this.socket = socket;
		this.socket.setReadTimeout(Duration.ofSeconds(60));
		this.input = new BufferedInputStream(socket.inputStream());
		this.output = socket.outputStream();
	}

	static RawHttp connect(Path path) throws IOException {
		return new RawHttp(LocalSocket.connectToServer(path.toString()));
	}

	/** Sends a request without a body, and reads the answer. */
	Answer get(String path, String... headers) throws IOException {
		sendRequest("GET", path, headers);
		return read();
	}

	void sendRequest(String method, String path, String... headers) throws IOException {
		StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n");
		for (String header : headers) {
			request.append(header).append("\r\n");
		}
		send(request.append("\r\n").toString());
	}

	void send(String text) throws IOException {
		send(text.getBytes(StandardCharsets.ISO_8859_1));
	}

	void send(byte[] bytes) throws IOException {
		this.output.write(bytes);
	}

	OutputStream output() {
		return this.output;
	}

	InputStream input() {
		return this.input;
	}

	LocalSocket socket() {
		return this.socket;
	}

	/** Reads a whole answer. */
	Answer read() throws IOException {
		Answer head = readHead();
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		if ("chunked".equals(head.headers().get("transfer-encoding"))) {
			byte[] chunk = readChunk();
			while (chunk.length > 0) {
				body.write(chunk);
				chunk = readChunk();
			}
		}
		else {
			body.write(this.input.readNBytes(Integer.parseInt(head.headers().getOrDefault("content-length", "0"))));
		}
		return new Answer(head.status(), head.headers(), body.toString(StandardCharsets.UTF_8));
	}

	/** Reads the status and the headers, and leaves the body. */
	Answer readHead() throws IOException {
		int status = Integer.parseInt(readLine().split(" ")[1]);
		Map<String, String> headers = new LinkedHashMap<>();
		String line = readLine();
		while (!line.isEmpty()) {
			int colon = line.indexOf(':');
			headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).trim());
			line = readLine();
		}
		return new Answer(status, headers, "");
	}

	byte[] readChunk() throws IOException {
		byte[] chunk = this.input.readNBytes(Integer.parseInt(readLine().split(";")[0], 16));
		readLine();
		return chunk;
	}

	String readLine() throws IOException {
		StringBuilder line = new StringBuilder();
		int value = this.input.read();
		while (value != '\n') {
			if (value < 0) {
				throw new EOFException("The server has closed the connection");
			}
			if (value != '\r') {
				line.append((char) value);
			}
			value = this.input.read();
		}
		return line.toString();
	}

	@Override
	public void close() {
		this.socket.close();
	}

	/** An answer; the names of the headers are in lower case. */
	record Answer(int status, Map<String, String> headers, String body) {

	}

}
