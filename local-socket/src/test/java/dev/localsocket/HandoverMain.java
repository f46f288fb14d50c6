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

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;

/**
 * A process with a server that answers each line with its own process id and the line,
 * takes over from the process before it, and leaves when the next one has taken over.
 */
final class HandoverMain {

	/** Instead of a step: it is not handed over, but stopped. */
	static final String STOPPED = "STOPPED";

	private static final Duration GRACE = Duration.ofSeconds(20);

	private HandoverMain() {
	}

	/**
	 * Waits for a byte of input if there is a third argument, prints {@code LISTENING} or
	 * the error, and ends when it has been succeeded and its connections have ended.
	 * @param args the path of the socket; the {@link HandoverStep} at which to stop, or
	 * {@code NONE}, or {@link #STOPPED}
	 * @throws Exception if it is interrupted
	 */
	public static void main(String[] args) throws Exception {
		stopAt(args[1]);
		CountDownLatch succeeded = new CountDownLatch(1);
		HandoverGroup group = new HandoverGroup();
		group.addListener((successor) -> succeeded.countDown());
		LocalServer server = echoServer(new LocalServer());
		if (!args[1].equals(STOPPED)) {
			server.setHandoverGroup(group);
		}
		if (args.length > 2) {
			System.out.println("READY");
			System.in.read();
		}
		if (!server.listen(args[0])) {
			System.out.println(server.errorString());
			return;
		}
		System.out.println("LISTENING");
		succeeded.await();
		System.out.println(group.drain(GRACE) ? "DRAINED" : "LEFT");
		server.close();
	}

	private static void stopAt(String step) {
		HandoverStep.hook = (reached) -> {
			if (reached.name().equals(step)) {
				System.out.println(reached);
				while (true) {
					try {
						Thread.sleep(Long.MAX_VALUE);
					}
					catch (InterruptedException ex) {
						// It is to be killed
					}
				}
			}
		};
	}

	/** Makes a server answer lines. */
	static LocalServer echoServer(LocalServer server) {
		server.setReclaimStale(true);
		server.setLimits(ConnectionLimits.NONE);
		server.addListener(new LocalServerListener() {

			@Override
			public void newConnection(LocalServer server, LocalSocket socket) {
				if (server.takePendingConnection(socket)) {
					socket.addListener(new Echo());
					Echo.answer(socket);
				}
			}

		});
		return server;
	}

	/** Answers lines. */
	private static final class Echo implements LocalSocketCallbacks {

		private static final byte[] PREFIX = (ProcessHandle.current().pid() + " ").getBytes();

		@Override
		public void readyRead(LocalSocket socket) {
			answer(socket);
		}

		@Override
		public void readChannelFinished(LocalSocket socket) {
			answer(socket);
			socket.disconnectFromServer();
		}

		static void answer(LocalSocket socket) {
			ByteBuffer line = ByteBuffer.allocate(1024);
			while (socket.canReadLine()) {
				line.clear();
				byte[] one = new byte[1];
				do {
					socket.read(ByteBuffer.wrap(one));
					line.put(one);
				}
				while (one[0] != '\n');
				byte[] bytes = Arrays.copyOf(line.array(), line.position());
				socket.write(ByteBuffer.allocate(PREFIX.length + bytes.length).put(PREFIX).put(bytes).flip());
			}
		}

	}

}
