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

import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.localsocket.autoconfigure.FramingProperties.PrefixByteOrder;
import dev.localsocket.framing.ContentLengthFraming;
import dev.localsocket.framing.DelimiterFraming;
import dev.localsocket.framing.Framing;
import dev.localsocket.framing.JsonLinesFraming;
import dev.localsocket.framing.LengthPrefixedFraming;
import dev.localsocket.framing.LineFraming;
import dev.localsocket.framing.RawFraming;
import dev.localsocket.messaging.MessageConverterCustomizer;
import dev.localsocket.messaging.ServerMessaging;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.messaging.converter.CompositeMessageConverter;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.util.unit.DataSize;

/**
 * Creates what turns messages into frames, of the configuration properties. Thread-safe.
 */
class ServerMessagingFactory {

	/** A buffer grows to twice the length at most, which must be an int. */
	private static final DataSize MAX_FRAME_LENGTH = DataSize.ofMegabytes(512);

	private final LocalSocketProperties properties;

	private final BeanFactory beanFactory;

	private final List<MessageConverterCustomizer> customizers;

	private final Map<String, ServerMessaging> messaging = new ConcurrentHashMap<>();

	ServerMessagingFactory(LocalSocketProperties properties, BeanFactory beanFactory,
			List<MessageConverterCustomizer> customizers) {
		this.properties = properties;
		this.beanFactory = beanFactory;
		this.customizers = customizers;
	}

	/**
	 * Tells how the messages of a server become frames.
	 * @param beanName the name of the server's bean
	 * @return the messaging
	 */
	ServerMessaging messaging(String beanName) {
		return this.messaging.computeIfAbsent(beanName,
				(name) -> create("servers." + name, this.properties.server(name).framing()));
	}

	/**
	 * Tells how the messages of a client's server become frames.
	 * @param beanName the name of the client's bean
	 * @return the messaging
	 */
	ServerMessaging clientMessaging(String beanName) {
		return create("clients." + beanName, this.properties.client(beanName).framing());
	}

	private ServerMessaging create(String owner, FramingProperties framing) {
		List<MessageConverter> converters = ServerMessaging.defaultConverters(framing.charset());
		this.customizers.forEach((customizer) -> customizer.customize(converters));
		return new ServerMessaging(framing(owner, framing), new CompositeMessageConverter(converters));
	}

	private Framing framing(String owner, FramingProperties framing) {
		String bean = framing.bean();
		if (bean != null) {
			return framingBean(owner, bean);
		}
		int maxLength = maxLength(owner, framing.maxFrameLength());
		return switch (framing.type()) {
			case LINE -> new LineFraming(maxLength);
			case JSON_LINES -> new JsonLinesFraming(maxLength);
			case CONTENT_LENGTH -> new ContentLengthFraming(maxLength);
			case RAW -> new RawFraming(maxLength);
			case DELIMITER -> new DelimiterFraming(delimiter(owner, framing), maxLength);
			case LENGTH_PREFIXED -> lengthPrefixed(owner, framing, maxLength);
		};
	}

	private Framing framingBean(String owner, String bean) {
		try {
			return this.beanFactory.getBean(bean, Framing.class);
		}
		catch (NoSuchBeanDefinitionException ex) {
			throw invalid(owner, "framing.bean", bean,
					"There is no bean of that name and of the type " + Framing.class.getName() + ".");
		}
	}

	private static int maxLength(String owner, DataSize length) {
		if (length.toBytes() < 1 || length.toBytes() > MAX_FRAME_LENGTH.toBytes()) {
			throw invalid(owner, "framing.max-frame-length", length,
					"The greatest length of a message must be from 1B to " + MAX_FRAME_LENGTH.toMegabytes() + "MB.");
		}
		return (int) length.toBytes();
	}

	private static byte[] delimiter(String owner, FramingProperties framing) {
		String delimiter = framing.delimiter();
		if (delimiter == null || delimiter.isEmpty()) {
			throw invalid(owner, "framing.delimiter", delimiter, "The type 'delimiter' needs a delimiter.");
		}
		return delimiter.getBytes(framing.charset());
	}

	private static Framing lengthPrefixed(String owner, FramingProperties framing, int maxLength) {
		ByteOrder order = (framing.prefixByteOrder() == PrefixByteOrder.BIG_ENDIAN) ? ByteOrder.BIG_ENDIAN
				: ByteOrder.LITTLE_ENDIAN;
		try {
			return new LengthPrefixedFraming(framing.prefixLength(), order, framing.prefixCounted(), maxLength);
		}
		catch (IllegalArgumentException ex) {
			throw invalid(owner, "framing.prefix-length", framing.prefixLength(), ex.getMessage() + ".");
		}
	}

	private static InvalidConfigurationPropertyValueException invalid(String owner, String key, @Nullable Object value,
			String reason) {
		return InvalidProperty.of("%s.%s".formatted(owner, key), value, reason);
	}

}
