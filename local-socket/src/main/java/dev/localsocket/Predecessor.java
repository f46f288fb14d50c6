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

import java.io.Closeable;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import dev.localsocket.HandoverFrame.Handed;
import dev.localsocket.HandoverFrame.Type;
import dev.localsocket.HandoverFrame.Wanted;
import dev.localsocket.account.OwnUser;
import dev.localsocket.account.PeerCredentials;
import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import dev.localsocket.log.SafeLogger;
import dev.localsocket.transport.endpoint.HandedEndpoint;
import dev.localsocket.transport.endpoint.HandoverWay;
import dev.localsocket.transport.spi.EndpointAddress;
import dev.localsocket.transport.spi.FileDescriptors;

/**
 * The process that has the servers, as the new one speaks to it. Blocks. For one thread.
 */
final class Predecessor implements Closeable {

	private static final SafeLogger logger = new SafeLogger(Predecessor.class);

	private final HandoverChannel channel;

	private final PeerCredentials peer;

	private Predecessor(LocalSocket socket) {
		this.channel = new HandoverChannel(socket);
		this.peer = socket.peerCredentials();
	}

	/**
	 * Connects to the process that has a server.
	 * @param eventLoops those of the server
	 * @param address where the server is to listen
	 * @return the process, which is of the same user and speaks the same version
	 * @throws LocalSocketException if it cannot be asked
	 * @throws IOException if it has gone, or is something else
	 */
	static Predecessor connect(EventLoops eventLoops, EndpointAddress address) throws IOException {
		LocalSocket socket = new LocalSocket(eventLoops);
		Predecessor predecessor = null;
		try (HandoverWay way = HandoverWay.to(eventLoops.transport(), address)) {
			socket.setServerName(way.name());
			if (address.isAbstract()) {
				socket.setSocketOptions(SocketOption.ABSTRACT_NAMESPACE);
			}
			socket.setMaxReceivedDescriptors(HandoverChannel.MAX_DESCRIPTORS);
			socket.setConnectTimeout(HandoverChannel.TIMEOUT);
			socket.connectToServer();
			socket.awaitConnectedOrFail();
			predecessor = new Predecessor(socket);
			predecessor.greet();
			return predecessor;
		}
		catch (IOException | RuntimeException | Error ex) {
			socket.abort();
			throw ex;
		}
	}

	private void greet() throws IOException {
		if (this.peer.uid() != OwnUser.ID) {
			throw new LocalSocketException(SocketError.ACCESS_DENIED,
					"A process of the user %d answers, from whom nothing is taken over".formatted(this.peer.uid()));
		}
		this.channel.send(HandoverFrame.hello());
		int version = this.channel.receive().version();
		HandoverStep.NEW_CONNECTED.reached();
		if (version != HandoverFrame.VERSION) {
			throw new LocalSocketException(SocketError.ADDRESS_IN_USE,
					"It hands servers over by version %d of the protocol, not %d".formatted(version,
							HandoverFrame.VERSION));
		}
	}

	/**
	 * Asks for servers.
	 * @param wanted the servers
	 * @return what there is of each, which the caller must close
	 * @throws LocalSocketException if it refuses
	 * @throws IOException if it has gone, or says something else
	 */
	List<Incoming> ask(List<Wanted> wanted) throws IOException {
		sendOrHearWhy(HandoverFrame.prepare(wanted));
		List<Incoming> incoming = new ArrayList<>();
		try {
			for (int i = 0; i < wanted.size(); i++) {
				incoming.add(incoming(wanted.get(i)));
			}
			if (receiveUnlessRefused().type() != Type.PREPARED) {
				throw new IOException("It does not come to the end");
			}
			HandoverStep.NEW_RECEIVED.reached();
			return incoming;
		}
		catch (IOException | RuntimeException | Error ex) {
			incoming.forEach(Incoming::close);
			throw ex;
		}
	}

	/** What it has said last tells why it does not listen any more. */
	private void sendOrHearWhy(HandoverFrame frame) throws IOException {
		try {
			this.channel.send(frame);
		}
		catch (EOFException ex) {
			receiveUnlessRefused();
			throw ex;
		}
	}

	private Incoming incoming(Wanted wanted) throws IOException {
		Handed handed = receiveUnlessRefused().handed();
		List<FileDescriptor> descriptors = this.channel.takeDescriptors(handed.hasLock() ? 3 : 2);
		if (handed.hasLock() == wanted.inAbstractNamespace()) {
			FileDescriptors.close(descriptors);
			throw new IOException("A file has a lock, and nothing else has");
		}
		FileDescriptor lock = handed.hasLock() ? descriptors.get(1) : null;
		return new Incoming(
				new HandedEndpoint(descriptors.get(0), lock, handed.permanentLock(), handed.device(), handed.inode()),
				new HandedEndpoint(descriptors.get(descriptors.size() - 1), null, false, handed.controlDevice(),
						handed.controlInode()));
	}

	private HandoverFrame receiveUnlessRefused() throws IOException {
		HandoverFrame frame = this.channel.receive();
		if (frame.type() == Type.REFUSED) {
			throw new LocalSocketException(SocketError.ADDRESS_IN_USE, frame.text());
		}
		if (frame.type() == Type.STOPPED) {
			throw new LocalSocketException(SocketError.SERVER_NOT_FOUND, frame.text());
		}
		return frame;
	}

	/**
	 * Says that this process has everything, and is about to accept connections.
	 * @return whether the other one has said that it does not any more; if not, it has
	 * gone, or hangs, and does not when it goes on
	 * @throws LocalSocketException if it goes on to accept connections, or
	 * {@link SocketError#SERVER_NOT_FOUND} if it has stopped its servers instead
	 */
	boolean confirm() throws LocalSocketException {
		try {
			sendTaken();
			HandoverStep.NEW_CONFIRMED.reached();
			receiveUnlessRefused();
			HandoverStep.NEW_COMMITTED.reached();
			return true;
		}
		catch (EOFException ex) {
			return false;
		}
		catch (LocalSocketException ex) {
			if (ex.error() == SocketError.ADDRESS_IN_USE || ex.error() == SocketError.SERVER_NOT_FOUND) {
				throw ex;
			}
			logger.warn("The process %d has not said that it has left the servers to this one".formatted(pid()), ex);
			return false;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/** If it cannot be said, what the other one has said last tells why. */
	private void sendTaken() {
		try {
			this.channel.send(HandoverFrame.of(Type.TAKEN));
		}
		catch (IOException ex) {
			logger.debug("The process %d has gone".formatted(pid()), ex);
		}
	}

	long pid() {
		return this.peer.pid();
	}

	@Override
	public void close() {
		this.channel.close();
	}

	/**
	 * What has come of one server.
	 *
	 * @param endpoint its endpoint
	 * @param control where it is asked for
	 */
	record Incoming(HandedEndpoint endpoint, HandedEndpoint control) implements AutoCloseable {

		@Override
		public void close() {
			this.endpoint.close();
			this.control.close();
		}

	}

}
