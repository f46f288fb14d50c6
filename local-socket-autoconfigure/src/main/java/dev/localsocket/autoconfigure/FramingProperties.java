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

package dev.localsocket.autoconfigure;

import java.nio.charset.Charset;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationPropertiesSource;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How the messages of a server follow one another.
 *
 * @param type Type of the framing.
 * @param bean Name of a bean of type Framing, to be used instead of the type.
 * @param maxFrameLength Greatest length of a message. A peer that exceeds it is
 * disconnected.
 * @param charset Charset of text messages.
 * @param delimiter Text at the end of each message, encoded with the charset. Required
 * with the type 'delimiter'.
 * @param prefixLength Number of bytes of the prefix that gives the length: 1, 2 or 4.
 * Used with the type 'length-prefixed'.
 * @param prefixByteOrder Order of the bytes of the prefix. Used with the type
 * 'length-prefixed'.
 * @param prefixCounted Whether the length counts the bytes of the prefix too. Used with
 * the type 'length-prefixed'.
 * @since 0.1.0
 */
@ConfigurationPropertiesSource
public record FramingProperties(@DefaultValue("line") Type type, @Nullable String bean,
		@DefaultValue("64KB") DataSize maxFrameLength, @DefaultValue("UTF-8") Charset charset,
		@Nullable String delimiter, @DefaultValue("4") int prefixLength,
		@DefaultValue("big-endian") PrefixByteOrder prefixByteOrder, @DefaultValue("false") boolean prefixCounted) {

	/**
	 * Types of framing.
	 *
	 * @since 0.1.0
	 */
	public enum Type {

		/** Lines, ended by LF or CRLF. */
		LINE,

		/** Messages ended by a delimiter. */
		DELIMITER,

		/** Messages preceded by their length. */
		LENGTH_PREFIXED,

		/** Bytes as they arrive. */
		RAW,

		/** Lines of JSON. */
		JSON_LINES,

		/** Messages after a header with their length, as in the LSP. */
		CONTENT_LENGTH

	}

	/**
	 * Orders of bytes.
	 *
	 * @since 0.1.0
	 */
	public enum PrefixByteOrder {

		/** Most significant byte first, the order of networks. */
		BIG_ENDIAN,

		/** Least significant byte first. */
		LITTLE_ENDIAN

	}

}
