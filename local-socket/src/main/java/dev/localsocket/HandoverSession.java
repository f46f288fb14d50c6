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

import java.io.EOFException;
import java.io.IOException;
import java.util.List;

import dev.localsocket.HandoverFrame.Type;
import dev.localsocket.account.PeerCredentials;
import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import dev.localsocket.log.SafeLogger;

/**
 * A process that asks this one for its servers, from its first word to its last, on a
 * thread of its own. Until it has said that it has taken them over, nothing changes here,
 * whatever becomes of it.
 */
final class HandoverSession implements Runnable {

	private static final SafeLogger logger = new SafeLogger(HandoverSession.class);

	private final HandoverGroup group;

	private final HandoverChannel channel;

	private final PeerCredentials peer;

	private HandoverSession(HandoverGroup group, LocalSocket socket) {
		this.group = group;
		this.channel = new HandoverChannel(socket);
		this.peer = socket.peerCredentials();
	}

	/**
	 * Begins.
	 * @param group the servers that can be asked for
	 * @param socket the connection of the other process
	 */
	static void start(HandoverGroup group, LocalSocket socket) {
		Thread thread = new Thread(new HandoverSession(group, socket), "local-socket-handover");
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void run() {
		try (this.channel) {
			if (greet()) {
				this.group.only(this, this::serve);
			}
		}
		catch (IOException ex) {
			logger.warn("The process %d, which has asked to take the servers over, did not do so. They go on here"
				.formatted(pid()), (ex instanceof EOFException) ? null : ex);
		}
		catch (RuntimeException | Error ex) {
			logger.warn("Could not hand the servers over to the process %d".formatted(pid()), ex);
		}
	}

	long pid() {
		return this.peer.pid();
	}

	private boolean greet() throws IOException {
		int version = this.channel.receive().version();
		this.channel.send(HandoverFrame.hello());
		if (version != HandoverFrame.VERSION) {
			refuse("It hands servers over by version %d of the protocol, not %d".formatted(HandoverFrame.VERSION,
					version));
		}
		return version == HandoverFrame.VERSION;
	}

	/** Tells the other process, which then says so. */
	void refuse(String text) throws IOException {
		logger.warn("The process %d may not take the servers over: %s".formatted(pid(), text), null);
		say(HandoverFrame.refused(text));
	}

	/** The last word. */
	private void say(HandoverFrame frame) throws IOException {
		this.channel.send(frame);
		this.channel.socket().waitForBytesWritten(HandoverChannel.TIMEOUT);
	}

	private void serve() throws IOException {
		List<HandoverFrame.Wanted> wanted = this.channel.receive().wanted();
		HandoverStep.OLD_ASKED.reached();
		try {
			List<Succession> servers = this.group.successions(wanted);
			offer(servers);
			await();
			commit(servers);
		}
		catch (LocalSocketException ex) {
			if (ex.error() == SocketError.TIMEOUT || ex.error() == SocketError.PEER_CLOSED) {
				this.channel.send(HandoverFrame.refused(String.valueOf(ex.getMessage())));
				throw ex;
			}
			if (ex.error() == SocketError.ENDPOINT_LOST) {
				say(HandoverFrame.stopped(String.valueOf(ex.getMessage())));
			}
			else {
				refuse(String.valueOf(ex.getMessage()));
			}
		}
	}

	private void offer(List<Succession> servers) throws IOException {
		for (Succession server : servers) {
			try (Succession.Outgoing outgoing = server.outgoing()) {
				outgoing.send(this.channel);
			}
		}
		this.channel.send(HandoverFrame.of(Type.PREPARED));
		HandoverStep.OLD_OFFERED.reached();
	}

	private void await() throws IOException {
		HandoverFrame answer = this.channel.receive();
		if (answer.type() != Type.TAKEN) {
			throw new IOException("It says %s instead of %s".formatted(answer.type(), Type.TAKEN));
		}
		HandoverStep.OLD_CONFIRMED.reached();
	}

	private void commit(List<Succession> servers) throws IOException {
		if (!Succession.turnOff(servers)) {
			throw HandoverGroup.stopped("A server was stopped or started while it was handed over: try again");
		}
		servers.forEach(Succession::leave);
		HandoverStep.OLD_LEFT.reached();
		try {
			this.channel.send(HandoverFrame.of(Type.COMMITTED));
			HandoverStep.OLD_COMMITTED.reached();
		}
		finally {
			this.group.handedOver(servers, this.peer);
		}
	}

}
