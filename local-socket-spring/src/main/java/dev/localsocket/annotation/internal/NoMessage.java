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

package dev.localsocket.annotation.internal;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.Writer;
import java.nio.channels.Channel;
import java.util.List;

import dev.localsocket.messaging.internal.ReplyTypes;
import org.jspecify.annotations.Nullable;

/**
 * Types of which a payload cannot be, because they stand for several messages or for one
 * to come.
 */
final class NoMessage {

	private static final List<Class<?>> STREAMS = List.of(InputStream.class, OutputStream.class, Reader.class,
			Writer.class, Channel.class);

	private NoMessage() {
	}

	/**
	 * Tells what to do about a type.
	 * @param type the type of a payload
	 * @return what to do instead, or null if a message can be of the type
	 */
	static @Nullable String advice(Class<?> type) {
		if (STREAMS.stream().anyMatch((stream) -> stream.isAssignableFrom(type))) {
			return "Let it be a String or a byte[]; or let the method take a LocalSocket and no payload, "
					+ "and use the streams of the connection.";
		}
		if (ReplyTypes.advice(type) != null || Replies.isLater(type) || Kotlin.isFlow(type)) {
			return "Let it be the message itself: the method is called once for each.";
		}
		return null;
	}

}
