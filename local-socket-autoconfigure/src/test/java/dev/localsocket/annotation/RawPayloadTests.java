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

package dev.localsocket.annotation;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.file.Path;

import dev.localsocket.autoconfigure.LocalSocketAutoConfiguration;
import dev.localsocket.event.NewConnectionEvent;
import dev.localsocket.messaging.MessageConverterCustomizer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConverter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the payloads that message handlers of servers without frames can take.
 */
@Timeout(30)
class RawPayloadTests {

	@TempDir
	Path directory;

	private ApplicationContextRunner runner(Class<?> listener) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(LocalSocketAutoConfiguration.class))
			.withUserConfiguration(listener)
			.withPropertyValues("local-socket.directory=" + this.directory, "local-socket.servers.lines.enabled=true",
					"local-socket.servers.raw.framing.type=raw");
	}

	@ParameterizedTest
	@ValueSource(classes = { Text.class, Characters.class, Bytes.class, Buffer.class, Elsewhere.class })
	void textAndBytesAreTaken(Class<?> listener) {
		runner(listener).run((context) -> assertThat(context).hasNotFailed());
	}

	@ParameterizedTest
	@CsvSource({ "Json,Point", "Everywhere,Point", "Anything,Object", "Portable,Serializable" })
	void objectIsRefused(String name, String type) throws ClassNotFoundException {
		Class<?> listener = Class.forName(RawPayloadTests.class.getName() + "$" + name);
		runner(listener).run((context) -> assertThat(context).getFailure()
			.isInstanceOfSatisfying(LocalSocketListenerException.class, (ex) -> {
				assertThat(ex).hasMessage("The method RawPayloadTests.%s.handle() takes a %s, but the local server "
						+ "'raw' has no frames, only bytes as they arrive", name, type);
				assertThat(ex.getAction()).contains("String, a byte[] or a ByteBuffer")
					.contains("local-socket.servers.raw.framing.type=");
			}));
	}

	@Test
	void objectIsLeftToAConverterOfTheUser() {
		runner(Json.class)
			.withBean(MessageConverterCustomizer.class, () -> (converters) -> converters.add(new PointConverter()))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void objectIsLeftToAnObserver() {
		runner(Observer.class).run((context) -> assertThat(context).hasNotFailed());
	}

	record Point(int x) {

	}

	static class Text {

		@LocalSocketListener("raw")
		void handle(String payload) {
		}

	}

	static class Characters {

		@LocalSocketListener("raw")
		void handle(CharSequence payload) {
		}

	}

	static class Anything {

		@LocalSocketListener("raw")
		void handle(Object payload) {
		}

	}

	static class Portable {

		@LocalSocketListener("raw")
		void handle(Serializable payload) {
		}

	}

	static class Bytes {

		@LocalSocketListener("raw")
		void handle(byte[] payload) {
		}

	}

	static class Buffer {

		@LocalSocketListener("raw")
		void handle(ByteBuffer payload) {
		}

	}

	static class Elsewhere {

		@LocalSocketListener("lines")
		void handle(Point payload) {
		}

	}

	static class Json {

		@LocalSocketListener("raw")
		void handle(Point payload) {
		}

	}

	static class Everywhere {

		@LocalSocketListener
		void handle(Point payload) {
		}

	}

	static class Observer {

		@LocalSocketListener("raw")
		void handle(NewConnectionEvent event) {
		}

	}

	static class PointConverter implements MessageConverter {

		@Override
		public Object fromMessage(Message<?> message, Class<?> targetClass) {
			return new Point(1);
		}

		@Override
		public @Nullable Message<?> toMessage(Object payload, @Nullable MessageHeaders headers) {
			return null;
		}

	}

}
