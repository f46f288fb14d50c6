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

package dev.localsocket.benchmarks.micro;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalServerListener;
import dev.localsocket.LocalSocket;
import dev.localsocket.LocalSocketCallbacks;
import dev.localsocket.annotation.Execution;
import dev.localsocket.annotation.LocalSocketListener;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * One message there and back, with a method that takes it and with none: the difference
 * is what the listener adds, from the bytes of the frame to what the method returns and
 * the bytes of the reply.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class InvocationBenchmark {

	/** Who answers. */
	@Param
	public Answer answer = Answer.STRING;

	/** The size of the message, with the line feed at its end. */
	@Param({ "64", "4096" })
	public int size;

	private ConfigurableApplicationContext context;

	private LocalSocket client;

	private ByteBuffer message;

	private ByteBuffer reply;

	/**
	 * Starts an application with the servers, and connects to one of them.
	 * @throws IOException if it cannot connect
	 */
	@Setup
	public void setUp() throws IOException {
		SpringApplication application = new SpringApplication(Application.class, Handlers.class);
		application.setBannerMode(Banner.Mode.OFF);
		application.setDefaultProperties(Map.of("local-socket.servers.none.name", name(Answer.NONE),
				"local-socket.servers.string.name", name(Answer.STRING), "local-socket.servers.bytes.name",
				name(Answer.BYTES), "logging.level.root", "warn"));
		this.context = application.run();
		this.context.getBean("none", LocalServer.class).addListener(new Echo());
		this.client = LocalSocket.connectToServer(name(this.answer));
		this.message = ByteBuffer.allocate(this.size);
		while (this.message.remaining() > 1) {
			this.message.put((byte) 'x');
		}
		this.message.put((byte) '\n').flip();
		this.reply = ByteBuffer.allocate(this.size);
	}

	/** Other processes may measure at the same time. */
	private static String name(Answer answer) {
		return "benchmark-%d-%s".formatted(ProcessHandle.current().pid(), answer);
	}

	/** Stops the application. */
	@TearDown
	public void tearDown() {
		this.client.close();
		this.context.close();
	}

	/**
	 * Sends the message, and receives the reply.
	 * @return the reply
	 * @throws IOException if the connection broke
	 */
	@Benchmark
	public ByteBuffer exchange() throws IOException {
		this.client.write(this.message.duplicate());
		this.reply.clear();
		while (this.reply.hasRemaining()) {
			int count = this.client.inputStream()
				.read(this.reply.array(), this.reply.position(), this.reply.remaining());
			this.reply.position(this.reply.position() + count);
		}
		return this.reply;
	}

	/** What answers. */
	public enum Answer {

		/** No method: a callback of the socket, on the event loop. */
		NONE,

		/** A method that takes a text. */
		STRING,

		/** A method that takes bytes. */
		BYTES

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	static class Handlers {

		@LocalSocketListener(servers = "string", execution = Execution.EVENT_LOOP)
		String string(String payload) {
			return payload;
		}

		@LocalSocketListener(servers = "bytes", execution = Execution.EVENT_LOOP)
		byte[] bytes(byte[] payload) {
			return payload;
		}

	}

	/** Sends back what comes. */
	private static final class Echo implements LocalServerListener, LocalSocketCallbacks {

		private final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);

		@Override
		public void newConnection(LocalServer server, LocalSocket socket) {
			LocalSocket taken = server.nextPendingConnection();
			if (taken != null) {
				taken.addListener(this);
			}
		}

		@Override
		public void readyRead(LocalSocket socket) {
			this.buffer.clear();
			socket.read(this.buffer);
			socket.write(this.buffer.flip());
		}

	}

}
