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
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;

/**
 * A client of {@link HandoverMain} on a thread of its own, with the JDK's sockets, that
 * counts what goes wrong.
 */
final class HandoverClient {

	private final Path socket;

	private final boolean holds;

	private final Thread thread;

	private final List<String> failures = new CopyOnWriteArrayList<>();

	private volatile boolean ended;

	private final boolean tolerant;

	private volatile long refused;

	private volatile long lost;

	private volatile long replies;

	private volatile long reconnections;

	private volatile long longestPause;

	private HandoverClient(Path socket, boolean holds, boolean tolerant) {
		this.tolerant = tolerant;
		this.socket = socket;
		this.holds = holds;
		this.thread = new Thread(this::run, "handover-client");
	}

	/**
	 * Starts a client.
	 * @param socket the path of the socket
	 * @param holds whether it holds its connection, and talks, until the server ends that
	 * between two requests, or connects for each request
	 * @return the client
	 */
	static HandoverClient start(Path socket, boolean holds) {
		return start(new HandoverClient(socket, holds, false));
	}

	/**
	 * Starts a client that counts what goes wrong, and tries again.
	 * @param socket the path of the socket
	 * @param holds whether it holds its connection, and talks
	 * @return the client
	 */
	static HandoverClient startTolerant(Path socket, boolean holds) {
		return start(new HandoverClient(socket, holds, true));
	}

	private static HandoverClient start(HandoverClient client) {
		client.thread.setDaemon(true);
		client.thread.start();
		return client;
	}

	private void run() {
		SocketChannel channel = null;
		try {
			for (long number = 0; !this.ended; number++) {
				long start = System.nanoTime();
				String request = "request-" + this.thread.getId() + "-" + number + "\n";
				channel = this.tolerant ? askUntilAnswered(channel, request) : ask(channel, request);
				this.replies++;
				this.longestPause = Math.max(this.longestPause, System.nanoTime() - start);
				if (!this.holds) {
					channel.close();
					channel = null;
				}
			}
		}
		catch (IOException | RuntimeException ex) {
			this.failures.add(ex.toString());
		}
		finally {
			closeQuietly(channel);
		}
	}

	private SocketChannel askUntilAnswered(@Nullable SocketChannel open, String request) throws IOException {
		SocketChannel channel = open;
		while (true) {
			try {
				return ask(channel, request);
			}
			catch (ConnectException | NoSuchFileException ex) {
				this.refused++;
			}
			catch (IOException ex) {
				if (String.valueOf(ex.getMessage()).contains("No such file")) {
					this.refused++;
				}
				else {
					this.lost++;
				}
			}
			closeQuietly(channel);
			channel = null;
		}
	}

	/** A request that could not be sent at all has not been lost. */
	private SocketChannel ask(@Nullable SocketChannel open, String request) throws IOException {
		SocketChannel channel = open;
		if (channel != null) {
			try {
				channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8)));
			}
			catch (IOException ex) {
				channel.close();
				channel = null;
				this.reconnections++;
			}
		}
		if (channel == null) {
			channel = SocketChannel.open(UnixDomainSocketAddress.of(this.socket));
			channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8)));
		}
		String reply = readLine(channel);
		if (!reply.endsWith(" " + request)) {
			throw new IOException("The reply to '%s' is '%s'".formatted(request, reply));
		}
		return channel;
	}

	private static String readLine(SocketChannel channel) throws IOException {
		ByteBuffer buffer = ByteBuffer.allocate(256);
		while (buffer.position() == 0 || buffer.get(buffer.position() - 1) != '\n') {
			if (channel.read(buffer) < 0) {
				throw new IOException("The reply was lost");
			}
		}
		return new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
	}

	private static void closeQuietly(@Nullable SocketChannel channel) {
		try {
			if (channel != null) {
				channel.close();
			}
		}
		catch (IOException ex) {
			// It has served
		}
	}

	void end() throws InterruptedException {
		this.ended = true;
		this.thread.join();
	}

	long refused() {
		return this.refused;
	}

	long lost() {
		return this.lost;
	}

	List<String> failures() {
		return this.failures;
	}

	long replies() {
		return this.replies;
	}

	long reconnections() {
		return this.reconnections;
	}

	long longestPauseMillis() {
		return this.longestPause / 1_000_000;
	}

}
