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

import java.lang.reflect.Field;
import java.util.Collection;
import java.util.concurrent.CountDownLatch;

import dev.localsocket.testing.SocketSandbox;
import dev.localsocket.transport.connection.EventLoop;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static dev.localsocket.testing.SocketSandbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what a {@link LocalServer} asks its event loops for.
 */
@Tag("transport")
@Timeout(60)
class LocalServerLoopTests {

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	private final EventLoops eventLoops = new EventLoops(2);

	@Test
	void acceptedConnectionIsOneTaskForItsLoop() throws Exception {
		LocalServer server = this.sandbox.closeLater(new LocalServer(this.eventLoops));
		server.setLimits(ConnectionLimits.NONE.withReadBufferSize(1000).withWriteBufferSize(1000));
		assertThat(server.listen(this.sandbox.address("s"))).as(server::errorString).isTrue();
		LocalSocket onTheOtherLoop = connect(server);
		LocalSocket onTheLoopThatAccepts = connect(server);
		CountDownLatch counted = new CountDownLatch(1);
		CountDownLatch held = new CountDownLatch(1);
		onTheOtherLoop.eventLoop().execute(() -> {
			held.countDown();
			await(counted);
		});
		await(held);
		try {
			connect(server);
			// Then the loop that accepts has done all that there is to do
			CountDownLatch accepted = new CountDownLatch(1);
			onTheLoopThatAccepts.eventLoop().execute(accepted::countDown);
			await(accepted);
			assertThat(tasks(loop(4))).isEmpty();
			assertThat(tasks(loop(5))).hasSize(1);
		}
		finally {
			counted.countDown();
		}
		assertThat(server.connections()).hasSize(3);
	}

	/** The server has taken the loops until then in turn. */
	private EventLoop loop(int turn) {
		assertThat(turn).isGreaterThan(3);
		return this.eventLoops.group().next();
	}

	private LocalSocket connect(LocalServer server) throws Exception {
		this.sandbox.connectForeign(server);
		return this.sandbox.take(server);
	}

	private static void await(CountDownLatch latch) {
		eventually().until(() -> latch.getCount() == 0);
	}

	private static Collection<?> tasks(EventLoop loop) throws ReflectiveOperationException {
		Field field = EventLoop.class.getDeclaredField("tasks");
		field.setAccessible(true);
		return (Collection<?>) field.get(loop);
	}

}
