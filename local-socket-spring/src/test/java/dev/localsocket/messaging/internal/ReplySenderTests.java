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
package dev.localsocket.messaging.internal;

import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;
import dev.localsocket.error.CloseReason;
import dev.localsocket.error.SocketError;
import dev.localsocket.framing.LineFraming;
import dev.localsocket.messaging.ServerMessaging;
import dev.localsocket.testing.Bytes;
import dev.localsocket.testing.SocketSandbox;
import dev.localsocket.worker.WorkerTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.messaging.converter.CompositeMessageConverter;

import static dev.localsocket.testing.SocketSandbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link ReplySender} when the peer does not read, or has gone.
 */
@Timeout(60)
class ReplySenderTests {

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	private final ServerMessaging messaging = new ServerMessaging(new LineFraming(1000),
			new CompositeMessageConverter(ServerMessaging.defaultConverters(StandardCharsets.UTF_8)));

	@Test
	void replyThatDoesNotFitIntoTheWriteBufferArrives() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		SocketChannel peer = this.sandbox.connectForeign(server);
		LocalSocket socket = this.sandbox.take(server);
		socket.setWriteBufferSize(10);
		assertThat(sender(server, socket).send("x".repeat(500_000))).isNull();
		assertThat(socket.replyOutput().isWritable()).isFalse();
		socket.disconnectFromServer();
		assertThat(Bytes.drain(peer)).isEqualTo(500_001);
		eventually().until(() -> socket.closeReason() == CloseReason.DISCONNECTED);
		assertThat(server.errorCount()).isZero();
	}

	@Test
	void replyToAPeerThatHasGoneIsNoErrorThoughAnEarlierMessageDidNotFit() throws Exception {
		LocalServer server = this.sandbox.listeningServer();
		SocketChannel peer = this.sandbox.connectForeign(server);
		LocalSocket socket = this.sandbox.take(server);
		socket.setWriteBufferSize(10);
		assertThat(socket.write(ByteBuffer.allocate(11))).isFalse();
		peer.close();
		eventually().until(() -> socket.closeReason() == CloseReason.PEER_CLOSED);
		sender(server, socket).send("hello");
		assertThat(socket.error()).isEqualTo(SocketError.PEER_CLOSED);
		assertThat(server.errorCount()).isZero();
	}

	private ReplySender sender(LocalServer server, LocalSocket socket) {
		return new ReplySender(socket, this.messaging, new ConnectionHeaders("test", server, socket), WorkerTask::run);
	}

}
