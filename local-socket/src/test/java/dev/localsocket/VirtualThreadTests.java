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
package dev.localsocket;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.localsocket.testing.JavaProcess;
import dev.localsocket.testing.ManyClientsMain;
import dev.localsocket.testing.ProcessState;
import dev.localsocket.testing.SocketSandbox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.RegisterExtension;

import static dev.localsocket.testing.SocketSandbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the blocking streams on very many virtual threads.
 */
@Tag("transport")
@EnabledForJreRange(min = JRE.JAVA_21)
@Timeout(120)
class VirtualThreadTests {

	private static final int CONNECTIONS = 10_000;

	/** For all but the connections. */
	private static final int OTHER_DESCRIPTORS = 500;

	private static final UnixOperatingSystemMXBean system = (UnixOperatingSystemMXBean) ManagementFactory
		.getOperatingSystemMXBean();

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	private final AtomicInteger reading = new AtomicInteger();

	@SuppressWarnings("NullAway.Init")
	private ExecutorService executor;

	@BeforeEach
	void createExecutor() throws ReflectiveOperationException {
		// Java 17 compiles this
		this.executor = (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
	}

	@AfterEach
	void endThreads() throws InterruptedException {
		this.executor.shutdown();
		assertThat(this.executor.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void manyReadersAreAllServedAndCostNothingWhileTheyWait(TestReporter reporter) throws Exception {
		int count = connections(reporter);
		LocalServer server = this.sandbox.server();
		server.setListenBacklogSize(1000);
		server.addListener(new LocalServerListener() {

			@Override
			public void newConnection(LocalServer told, LocalSocket socket) {
				told.takePendingConnection(socket);
				VirtualThreadTests.this.executor.execute(() -> echo(socket));
			}

		});
		this.sandbox.listen(server);
		try (JavaProcess clients = JavaProcess.start(ManyClientsMain.class, server.fullServerName(),
				Integer.toString(count))) {
			assertThat(clients.readLine()).isEqualTo("CONNECTED");
			eventually().until(() -> this.reading.get() == count);
			for (int i = 0; i < 2; i++) {
				assertNoCarrierIsBlocked();
				assertIdle();
				clients.go();
				assertThat(clients.readLine()).isEqualTo("ANSWERED");
			}
		}
		eventually().until(() -> this.reading.get() == 0);
		eventually().until(() -> server.activeConnections() == 0);
	}

	/** Two processes have one end of each connection, so that a limit of 20,000 does. */
	private static int connections(TestReporter reporter) {
		long free = system.getMaxFileDescriptorCount() - system.getOpenFileDescriptorCount() - OTHER_DESCRIPTORS;
		if (free < CONNECTIONS) {
			reporter.publishEntry("Only %d connections instead of %d, because of the limit of descriptors"
				.formatted(free, CONNECTIONS));
		}
		return (int) Math.min(CONNECTIONS, free);
	}

	private void echo(LocalSocket socket) {
		this.reading.incrementAndGet();
		try (socket) {
			for (int value; (value = socket.inputStream().read()) >= 0;) {
				socket.outputStream().write(value);
			}
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
		finally {
			this.reading.decrementAndGet();
		}
	}

	private void assertNoCarrierIsBlocked() throws Exception {
		for (int i = 0; i < 100; i++) {
			assertThat(this.executor.submit(() -> "done").get(10, TimeUnit.SECONDS)).isEqualTo("done");
		}
		assertThat(ProcessState.threads("ForkJoinPool-1-worker").size())
			.isLessThanOrEqualTo(Runtime.getRuntime().availableProcessors());
	}

	/** Once the compilers and collectors of the JVM have come to rest. */
	private static void assertIdle() {
		eventually().pollInterval(Duration.ofSeconds(1)).until(new ProcessorTime()::isLow);
	}

	/** The time that this process has used since the last look. */
	private static final class ProcessorTime {

		private long processorNanos = system.getProcessCpuTime();

		private long nanos = System.nanoTime();

		boolean isLow() {
			long used = system.getProcessCpuTime() - this.processorNanos;
			long passed = System.nanoTime() - this.nanos;
			this.processorNanos += used;
			this.nanos += passed;
			return passed > TimeUnit.MILLISECONDS.toNanos(500) && used < passed / 20;
		}

	}

}
