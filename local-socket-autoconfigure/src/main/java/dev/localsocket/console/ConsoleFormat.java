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
package dev.localsocket.console;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import dev.localsocket.console.ConsoleInput.Format;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.io.Resource;

/**
 * Writes what an operation returns as the lines of a reply: JSON, text, or, where it is
 * neither, Base64. Thread-safe.
 */
final class ConsoleFormat {

	/** Of bytes, which give a line of 76 characters. */
	private static final int BYTES_PER_LINE = 57;

	private final JsonMapper mapper;

	/**
	 * Creates a format.
	 * @param mapper makes JSON of what operations return
	 */
	ConsoleFormat(JsonMapper mapper) {
		this.mapper = mapper;
	}

	/**
	 * Writes a value.
	 * @param value the value
	 * @param text whether it is text, should it be a file
	 * @param format how to write it
	 * @return the lines, to be closed
	 */
	Stream<String> lines(Object value, boolean text, Format format) {
		if (value instanceof Resource resource) {
			return resource(resource, text);
		}
		if (value instanceof byte[] bytes) {
			return text ? ConsoleReply.lines(new String(bytes, StandardCharsets.UTF_8))
					: encoded(new ByteArrayInputStream(bytes));
		}
		if (value instanceof CharSequence && text) {
			return ConsoleReply.lines(value.toString());
		}
		JsonNode tree = this.mapper.valueToTree(value);
		if (format == Format.JSON) {
			return this.mapper.writerWithDefaultPrettyPrinter().writeValueAsString(tree).lines();
		}
		return new TextFormat(format == Format.COLOR).lines(tree).stream();
	}

	private static Stream<String> resource(Resource resource, boolean text) {
		try {
			InputStream input = resource.getInputStream();
			return text ? decoded(input, StandardCharsets.UTF_8) : encoded(input);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Stream<String> decoded(InputStream input, Charset charset) {
		BufferedReader reader = new BufferedReader(new InputStreamReader(input, charset));
		return reader.lines().map(ConsoleReply::line).onClose(() -> close(input));
	}

	private static Stream<String> encoded(InputStream input) {
		return StreamSupport
			.stream(Spliterators.spliteratorUnknownSize(new EncodedLines(input), Spliterator.ORDERED), false)
			.onClose(() -> close(input));
	}

	private static void close(InputStream input) {
		try {
			input.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Bytes as lines of Base64. */
	private static final class EncodedLines implements Iterator<String> {

		private final InputStream input;

		private byte @Nullable [] next;

		EncodedLines(InputStream input) {
			this.input = input;
			this.next = read();
		}

		private byte @Nullable [] read() {
			try {
				byte[] bytes = this.input.readNBytes(BYTES_PER_LINE);
				return (bytes.length > 0) ? bytes : null;
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		@Override
		public boolean hasNext() {
			return this.next != null;
		}

		@Override
		public String next() {
			byte[] current = this.next;
			if (current == null) {
				throw new NoSuchElementException();
			}
			this.next = read();
			return Base64.getEncoder().encodeToString(current);
		}

	}

}
