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

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import dev.localsocket.HandoverGroup;
import dev.localsocket.LocalServer;
import dev.localsocket.annotation.LocalSocketListener;
import dev.localsocket.autoconfigure.AfterHandover;
import dev.localsocket.autoconfigure.LocalSocketProperties;
import dev.localsocket.testing.BackgroundCall;
import dev.localsocket.testing.SocketSandbox;
import dev.localsocket.testing.TestedTransport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static dev.localsocket.testing.SocketSandbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Samples of servers that pass from process to process.
 */
@Timeout(60)
class HandoverTests {

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	@BeforeEach
	void assumeNative() {
		assumeTrue(TestedTransport.get().name().equals("native"));
	}

	@Test
	void configuredServerIsInAGroup() {
		Path directory = this.sandbox.directory();
		Samples.runner(directory, "handover.yml", Greeter.class).run((context) -> {
			LocalServer server = context.getBean(LocalServer.class);
			assertThat(server.handoverGroup()).isNotNull();
			assertThat(directory.resolve(".control.handover")).exists();
			assertThat(context.getBean(LocalSocketProperties.class).handover().afterwards())
				.isEqualTo(AfterHandover.EXIT);
		});
	}

	@Test
	void serverWithoutSpringIsSucceeded() throws Exception {
		LocalServer first = this.sandbox.server();
		LocalServer second = this.sandbox.server();
		String name = this.sandbox.address("s");
		CountDownLatch ready = new CountDownLatch(1);
		BackgroundCall<Boolean> running = this.sandbox.async(() -> Succession.run(first, name, ready::countDown));
		ready.await();
		BackgroundCall<Boolean> next = this.sandbox.async(() -> Succession.run(second, name, () -> {
		}));
		assertThat(running.result()).isTrue();
		assertThat(first.isListening()).isFalse();
		eventually().until(second::isListening);
		LocalServer last = this.sandbox.server();
		last.setHandoverGroup(new HandoverGroup());
		assertThat(last.listen(name)).as(last::errorString).isTrue();
		assertThat(next.result()).isTrue();
	}

	static class Greeter {

		@LocalSocketListener("control")
		String greet(String name) {
			return "Hello " + name;
		}

	}

	static class Succession {

		// tag::handover-group[]
		static boolean run(LocalServer server, String name, Runnable ready) throws InterruptedException {
			HandoverGroup group = new HandoverGroup();
			CountDownLatch succeeded = new CountDownLatch(1);
			group.addListener((successor) -> succeeded.countDown());
			server.setHandoverGroup(group);
			server.setReclaimStale(true);
			if (!server.listen(name)) {
				return false;
			}
			ready.run();
			succeeded.await();
			boolean ended = group.drain(Duration.ofSeconds(30));
			server.close();
			return ended;
		}
		// end::handover-group[]

	}

}
