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

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;

import dev.localsocket.framing.Framing;

import org.springframework.messaging.converter.CompositeMessageConverter;
import org.springframework.messaging.converter.MessageConverter;

/**
 * How the messages of one server become frames, and the other way round.
 *
 * @param framing how frames follow one another
 * @param converter converts between the bytes of a frame and objects
 */
public record ServerMessaging(Framing framing, MessageConverter converter) {

	/**
	 * Returns converters for strings, byte arrays and byte buffers.
	 * @param charset the charset of strings
	 * @return the converters, a list that can be changed
	 */
	public static List<MessageConverter> defaultConverters(Charset charset) {
		return new ArrayList<>(List.of(new CharsetMessageConverter(charset), new ByteArrayConverter(),
				new ByteBufferMessageConverter()));
	}

	/**
	 * Tells whether messages can be of other types than text and bytes.
	 * @return whether there is a converter for more than these, as far as can be told
	 */
	public boolean convertsObjects() {
		return !(this.converter instanceof CompositeMessageConverter composite)
				|| composite.getConverters().stream().anyMatch((each) -> !(each instanceof PayloadConverter));
	}

}
