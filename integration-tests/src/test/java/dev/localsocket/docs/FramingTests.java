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

package dev.localsocket.docs;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import dev.localsocket.annotation.LocalSocketListener;
import dev.localsocket.framing.FrameDecoder;
import dev.localsocket.framing.Framing;
import dev.localsocket.framing.FramingException;
import dev.localsocket.messaging.MessageConverterCustomizer;
import dev.localsocket.test.LocalSocketTestClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.AbstractMessageConverter;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.stereotype.Component;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.Validated;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Samples of framings and payloads.
 */
@Timeout(30)
class FramingTests {

	@TempDir
	Path directory;

	@Test
	void lengthPrefixed() {
		Samples.runner(this.directory, "length-prefixed.yml", Reverse.class).run((context) -> {
			try (LocalSocketTestClient client = Samples.connect(context)) {
				client.sendBytes((byte) 0, (byte) 2, (byte) 1, (byte) 2);
				assertThat(client.readBytes(4)).containsExactly(0, 2, 2, 1);
			}
		});
	}

	@Test
	void json() {
		Samples.runner(this.directory, "json-lines.yml", Calculator.class).run((context) -> {
			try (LocalSocketTestClient client = Samples.connect(context)) {
				client.send("{\"numbers\":[1,2]}").expectLine("{\"value\":3}");
			}
		});
	}

	@Test
	void validation() {
		Samples.runner(this.directory, "json-lines.yml", ValidatingCalculator.class, NotEmpty.class).run((context) -> {
			try (LocalSocketTestClient client = Samples.connect(context)) {
				client.send("{\"numbers\":[1]}").expectLine("{\"value\":1}");
				client.send("{\"numbers\":[]}").expectEnd();
			}
		});
	}

	@Test
	void framingOfOnesOwn() {
		Samples.runner(this.directory, "fixed.yml", Reverse.class, FixedLength.class).run((context) -> {
			try (LocalSocketTestClient client = Samples.connect(context)) {
				client.sendBytes((byte) 1, (byte) 2, (byte) 3, (byte) 4, (byte) 5, (byte) 6, (byte) 7, (byte) 8);
				assertThat(client.readBytes(8)).containsExactly(4, 3, 2, 1, 8, 7, 6, 5);
			}
		});
	}

	@Test
	void converterOfOnesOwn() {
		Samples.runner(this.directory, Converters.class, Sum.class).run((context) -> {
			try (LocalSocketTestClient client = Samples.connect(context)) {
				client.send("1 2").expectLine("3");
			}
		});
	}

	static class Reverse {

		@LocalSocketListener("control")
		byte[] reverse(byte[] payload) {
			byte[] reversed = new byte[payload.length];
			for (int i = 0; i < payload.length; i++) {
				reversed[payload.length - 1 - i] = payload[i];
			}
			return reversed;
		}

	}

	// tag::json[]
	record Request(List<Integer> numbers) {

	}

	record Sums(int value) {

	}

	@Component
	static class Calculator {

		@LocalSocketListener("control")
		Sums add(Request request) {
			return new Sums(request.numbers().stream().mapToInt(Integer::intValue).sum());
		}

	}
	// end::json[]

	static class ValidatingCalculator {

		// tag::validation[]
		@LocalSocketListener("control")
		Sums add(@Validated @Payload Request request) {
			return new Sums(request.numbers().stream().mapToInt(Integer::intValue).sum());
		}
		// end::validation[]

	}

	static class NotEmpty implements Validator {

		@Override
		public boolean supports(Class<?> type) {
			return type == Request.class;
		}

		@Override
		public void validate(Object target, Errors errors) {
			if (((Request) target).numbers().isEmpty()) {
				errors.rejectValue("numbers", "empty", "There are no numbers");
			}
		}

	}

	// tag::framing[]
	@Component("fixed")
	static class FixedLength implements Framing {

		private static final int LENGTH = 4;

		@Override
		public FrameDecoder newDecoder() {
			return new FrameDecoder() {

				@Override
				public @Nullable ByteBuffer next(ByteBuffer input) {
					if (input.remaining() < LENGTH) {
						return null;
					}
					ByteBuffer frame = input.slice(input.position(), LENGTH);
					input.position(input.position() + LENGTH);
					return frame;
				}

				@Override
				public void end(ByteBuffer input) throws FramingException {
					if (input.hasRemaining()) {
						throw new FramingException("The last message is incomplete");
					}
				}

			};
		}

		@Override
		public ByteBuffer encode(ByteBuffer payload) throws FramingException {
			if (payload.remaining() != LENGTH) {
				throw new FramingException("A message must have %d bytes".formatted(LENGTH));
			}
			return payload;
		}

	}
	// end::framing[]

	static class Converters {

		// tag::converter[]
		@Bean
		@Order(0)
		static MessageConverterCustomizer numbers() {
			return (converters) -> converters.add(0, new NumbersConverter());
		}
		// end::converter[]

	}

	static class Sum {

		@LocalSocketListener("control")
		String sum(int[] numbers) {
			return Integer.toString(Arrays.stream(numbers).sum());
		}

	}

	static class NumbersConverter extends AbstractMessageConverter {

		@Override
		protected boolean supports(Class<?> type) {
			return type == int[].class;
		}

		@Override
		protected Object convertFromInternal(Message<?> message, Class<?> targetClass,
				@Nullable Object conversionHint) {
			String text = new String((byte[]) message.getPayload(), StandardCharsets.UTF_8);
			return Arrays.stream(text.split(" ")).mapToInt(Integer::parseInt).toArray();
		}

		@Override
		protected @Nullable Object convertToInternal(Object payload, @Nullable MessageHeaders headers,
				@Nullable Object conversionHint) {
			return null;
		}

	}

}
