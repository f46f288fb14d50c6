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

package dev.localsocket.interop;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalServerListener;
import dev.localsocket.LocalSocket;
import dev.localsocket.SocketOption;
import dev.localsocket.WaitResult;
import dev.localsocket.error.SocketError;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A {@link LocalServer}.
 */
final class OurServer implements ScenarioServer, LocalServerListener {

	/** Makes our servers. */
	static final ServerKind KIND = new ServerKind() {

		@Override
		public ScenarioServer newServer() {
			return new OurServer();
		}

		@Override
		public ScenarioClient newClient() {
			return new OurClient();
		}

		@Override
		public boolean removeServer(String name) {
			return LocalServer.removeServer(name);
		}

	};

	/** How long nothing must have happened for the server to have settled. */
	private static final Duration CALM = Duration.ofMillis(100);

	private final LocalServer server = new LocalServer();

	private final AtomicInteger announced = new AtomicInteger();

	private OurServer() {
		this.server.addListener(this);
		// It would come between what a scenario deletes and what it does then
		this.server.setRepublish(false);
	}

	@Override
	public void newConnection(LocalServer server, LocalSocket socket) {
		this.announced.incrementAndGet();
	}

	@Override
	public boolean listen(String name) {
		return this.server.listen(name);
	}

	@Override
	public boolean listen(int socketDescriptor) {
		return this.server.listen(socketDescriptor);
	}

	@Override
	public boolean isListening() {
		return this.server.isListening();
	}

	@Override
	public void close() {
		this.server.close();
	}

	@Override
	public String serverName() {
		return this.server.serverName();
	}

	@Override
	public String fullServerName() {
		return this.server.fullServerName();
	}

	@Override
	public int socketDescriptor() {
		return this.server.socketDescriptor();
	}

	@Override
	public Set<SocketOption> socketOptions() {
		return this.server.socketOptions();
	}

	@Override
	public void setSocketOptions(SocketOption... options) {
		this.server.setSocketOptions(options);
	}

	@Override
	public int listenBacklogSize() {
		return this.server.listenBacklogSize();
	}

	@Override
	public void setListenBacklogSize(int size) {
		this.server.setListenBacklogSize(size);
	}

	@Override
	public int maxPendingConnections() {
		return this.server.maxPendingConnections();
	}

	@Override
	public void setMaxPendingConnections(int max) {
		this.server.setMaxPendingConnections(max);
	}

	@Override
	public boolean hasPendingConnections() {
		return this.server.hasPendingConnections();
	}

	@Override
	public @Nullable ScenarioConnection nextPendingConnection() {
		LocalSocket socket = this.server.nextPendingConnection();
		return (socket != null) ? new OurConnection(socket) : null;
	}

	@Override
	public WaitResult waitForNewConnection(int millis) throws IOException {
		return this.server.waitForNewConnection(Duration.ofMillis(millis));
	}

	@Override
	public int settle() {
		AtomicInteger last = new AtomicInteger();
		await().pollInterval(Duration.ofMillis(5))
			.during(CALM)
			.atMost(Duration.ofSeconds(10))
			.until(() -> last.getAndSet(this.announced.get()) == this.announced.get());
		return this.announced.get();
	}

	@Override
	public SocketError serverError() {
		return this.server.serverError();
	}

	@Override
	public String errorString() {
		return this.server.errorString();
	}

	/** A connection that was taken. */
	private record OurConnection(LocalSocket socket) implements ScenarioConnection {

		@Override
		public void write(String text) {
			assertThat(this.socket.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)))).isTrue();
		}

		@Override
		public String read(int count) throws IOException {
			return new String(this.socket.inputStream().readNBytes(count), StandardCharsets.UTF_8);
		}

		@Override
		public void close() {
			this.socket.abort();
		}

	}

}
