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

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.management.ThreadMXBean;
import dev.localsocket.autoconfigure.LocalSocketAutoConfiguration;
import dev.localsocket.testing.LineClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.GenericMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that nobody overwrites what a listener keeps of a message, and of how much memory
 * a message takes.
 */
@Timeout(60)
class PayloadLifetimeTests {

	@TempDir
	Path directory;

	private ApplicationContextRunner runner(Class<?> listener) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(LocalSocketAutoConfiguration.class))
			.withUserConfiguration(listener)
			.withPropertyValues("local-socket.servers.control.directory=" + this.directory);
	}

	@ParameterizedTest
	@ValueSource(classes = { Arrays.class, Messages.class, Failing.class, FailingLater.class, ArraysOfWorkers.class,
			Buffers.class, BuffersOfMessages.class, BuffersOfWorkers.class })
	void nobodyOverwritesWhatIsKept(Class<?> listener) {
		runner(listener).run((context) -> {
			try (LineClient client = new LineClient(this.directory.resolve("control"))) {
				for (int i = 0; i < 10; i++) {
					assertThat(client.send("message %d\nagain %d\n".formatted(i, i)).readLine()).isEqualTo("done");
					assertThat(client.readLine()).isEqualTo("done");
				}
			}
			Keeper keeper = context.getBean(Keeper.class);
			for (int i = 0; i < 10; i++) {
				assertThat(keeper.text(2 * i)).isEqualTo("message " + i);
				assertThat(keeper.text(2 * i + 1)).isEqualTo("again " + i);
			}
		});
	}

	@Test
	void bufferOnTheEventLoopIsThatOfTheLoopAndIsSentBack() {
		runner(BorrowedBuffers.class).run((context) -> {
			try (LineClient client = new LineClient(this.directory.resolve("control"))) {
				for (int i = 0; i < 10; i++) {
					assertThat(client.send("message %d\n".formatted(i)).readLine()).isEqualTo("message " + i);
				}
			}
			assertThat(context.getBean(BorrowedBuffers.class).buffers).hasSize(10)
				.allMatch(ByteBuffer::isReadOnly)
				.noneMatch(ByteBuffer::hasArray);
		});
	}

	/** One array for the text, and what is small; there were six. */
	@Test
	void messageTakesLittleMoreMemoryThanItsText() {
		runner(Echo.class).run((context) -> {
			String line = "x".repeat(20_000) + "\n";
			ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
			try (LineClient client = new LineClient(this.directory.resolve("control"))) {
				exchange(client, line, 20);
				long thread = context.getBean(Echo.class).thread;
				long before = threads.getThreadAllocatedBytes(thread);
				exchange(client, line, 200);
				assertThat((threads.getThreadAllocatedBytes(thread) - before) / 200).isLessThan(2 * line.length());
			}
		});
	}

	private static void exchange(LineClient client, String line, int rounds) throws Exception {
		for (int i = 0; i < rounds; i++) {
			assertThat(client.send(line).readLine()).hasSize(line.length() - 1);
		}
	}

	/** What listeners keep, as they were given it. */
	static class Keeper {

		private final List<Message<?>> kept = new CopyOnWriteArrayList<>();

		String keep(byte[] payload) {
			return keep(new GenericMessage<>(payload));
		}

		String keep(@Nullable Message<?> message) {
			this.kept.add(Objects.requireNonNull(message));
			return "done";
		}

		String text(int index) {
			return new String((byte[]) this.kept.get(index).getPayload(), StandardCharsets.UTF_8);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Arrays extends Keeper {

		@LocalSocketListener(servers = "control", execution = Execution.EVENT_LOOP)
		String handle(byte[] payload) {
			return keep(payload);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ArraysOfWorkers extends Keeper {

		@LocalSocketListener("control")
		String handle(byte[] payload) {
			return keep(payload);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Messages extends Keeper {

		@LocalSocketListener(servers = "control", execution = Execution.EVENT_LOOP)
		CompletableFuture<String> handle(Message<byte[]> message) {
			return CompletableFuture.supplyAsync(() -> keep(message));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Failing extends Keeper {

		@LocalSocketListener(servers = "control", execution = Execution.EVENT_LOOP)
		@Nullable String handle(String payload) {
			throw new IllegalStateException(payload);
		}

		@Bean
		LocalSocketErrorHandler errorHandler() {
			return (failure) -> keep(failure.message());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FailingLater extends Keeper {

		@LocalSocketListener(servers = "control", execution = Execution.EVENT_LOOP)
		CompletableFuture<String> handle(String payload) {
			return CompletableFuture.supplyAsync(() -> {
				throw new IllegalStateException(payload);
			});
		}

		@Bean
		LocalSocketErrorHandler errorHandler() {
			return (failure) -> keep(failure.message());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Buffers extends Keeper {

		@LocalSocketListener(servers = "control", execution = Execution.EVENT_LOOP)
		CompletableFuture<String> handle(ByteBuffer payload) {
			return CompletableFuture.supplyAsync(() -> keep(payload.array()));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BuffersOfMessages extends Keeper {

		@LocalSocketListener(servers = "control", execution = Execution.EVENT_LOOP)
		CompletableFuture<String> handle(Message<ByteBuffer> message) {
			return CompletableFuture.supplyAsync(() -> keep(message.getPayload().array()));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BuffersOfWorkers extends Keeper {

		@LocalSocketListener("control")
		String handle(ByteBuffer payload) {
			return keep(payload.array());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BorrowedBuffers {

		final List<ByteBuffer> buffers = new CopyOnWriteArrayList<>();

		@LocalSocketListener(servers = "control", execution = Execution.EVENT_LOOP)
		ByteBuffer handle(ByteBuffer payload) {
			this.buffers.add(payload);
			return payload;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Echo {

		volatile long thread;

		@LocalSocketListener(servers = "control", execution = Execution.EVENT_LOOP)
		String handle(String payload) {
			this.thread = Thread.currentThread().getId();
			return payload;
		}

	}

}
