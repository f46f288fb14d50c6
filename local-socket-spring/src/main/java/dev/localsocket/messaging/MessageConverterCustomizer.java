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

import java.util.List;

import org.springframework.messaging.converter.MessageConverter;

/**
 * Changes the converters between the bytes of frames and objects: a bean of an
 * application.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface MessageConverterCustomizer {

	/**
	 * Changes the converters.
	 * @param converters the converters of a server, of which the first that can is used;
	 * at the beginning those for {@code String}, {@code byte[]} and {@code ByteBuffer}
	 */
	void customize(List<MessageConverter> converters);

}
