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

package dev.localsocket.transport.connection;

import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

import dev.localsocket.error.CloseReason;
import dev.localsocket.error.LocalSocketException;
import dev.localsocket.transport.spi.PeerGoneException;
import dev.localsocket.transport.spi.Poller.Registration;
import dev.localsocket.transport.spi.Poller;
import org.jspecify.annotations.Nullable;

/**
 * What the thread of the loop does with a connection: it receives and sends, and draws
 * the consequences of what has happened. Other threads only ask it to act. Whatever goes
 * wrong here closes the connection.
 */
final class ConnectionDriver implements ConnectionDeadline.Watched, ConnectionEnd.Ending {

	/** Bounds one turn, so that a fast peer does not stop the loop. */
	private static final int MAX_WRITES_PER_TURN = 16;

	private static final ConnectionListener NOT_STARTED = new ConnectionListener() {
	};

	private static final ConnectionListener NOBODY = new ConnectionListener() {
	};

	/** Made beforehand, for want of memory. */
	private static final IOException BROKEN = new IOException("The connection broke, and no memory is left to say why");

	/** Elsewhere a reset does not say that something was left unread. */
	private static final boolean RESET_MEANS_UNREAD = System.getProperty("os.name").equals("Linux");

	private final ConnectionParts parts;

	private final BufferBudget.Holder holder;

	private final ConnectionDeadline deadline;

	private final ConnectionEnd end;

	/** Made beforehand, see {@link #callForAttention()}. */
	private final Runnable attend = this::attend;

	private final ReservedTask reservedAttend = new ReservedTask(this.attend);

	private volatile ConnectionListener starting = NOT_STARTED;

	private volatile boolean inputShutDown;

	private volatile boolean reset;

	private volatile Duration linger;

	/** Why it was aborted, if it had to make room. */
	private volatile @Nullable LocalSocketException evicted;

	// The fields below belong to the thread of the loop

	private ConnectionListener listener = NOT_STARTED;

	private @Nullable Registration registration;

	private boolean atEnd;

	private boolean inputRefused;

	private boolean hungUp;

	private boolean outputShutDown;

	private Farewell farewell = Farewell.NONE;

	ConnectionDriver(ConnectionParts parts, ConnectionSettings settings, BufferBudget.Holder holder) {
		this.parts = parts;
		this.holder = holder;
		this.linger = ConnectionTimeouts.bounded(settings.linger());
		this.deadline = new ConnectionDeadline(parts, this, ConnectionTimeouts.of(settings));
		this.end = new ConnectionEnd(parts, holder, this);
	}

	ConnectionDeadline deadline() {
		return this.deadline;
	}

	/** Begins, when the loop gets to it. Any thread may call it, once. */
	void start(ConnectionListener listener) {
		this.starting = listener;
		callForAttention();
	}

	/** If there is nobody who could be told of anything, there will be nobody. */
	void startForNobody() {
		if (this.starting == NOT_STARTED) {
			this.starting = NOBODY;
		}
	}

	/** Asks the loop to draw the consequences of what has happened. Any thread may. */
	void callToSettle() {
		this.parts.onLoop(this::settle);
	}

	/** Asks the loop to send. Any thread may. */
	void callToFlush() {
		this.parts.onLoop(this::flush);
	}

	/** After all that the loop has been asked for before, unless there is no memory. */
	void callForAttention() {
		try {
			this.parts.onLoop(this.attend);
		}
		catch (OutOfMemoryError ex) {
			this.parts.loop().execute(this.reservedAttend);
		}
	}

	void setLinger(Duration linger) {
		this.linger = ConnectionTimeouts.bounded(linger);
	}

	/** Lets the peer send nothing more. */
	void shutDownInput() {
		this.inputShutDown = true;
		callToSettle();
	}

	boolean isInputShutDown() {
		return this.inputShutDown;
	}

	boolean isReset() {
		return this.reset;
	}

	/** Remembers why the connection has to make room, which it is about to be told. */
	void setEvicted(LocalSocketException why) {
		this.evicted = why;
		this.inputShutDown = true;
	}

	private void attend() {
		if (!isStarted() && this.starting != NOT_STARTED) {
			this.listener = this.starting;
			begin();
		}
		flush();
	}

	private void begin() {
		try {
			this.parts.output().start(this.listener::isToldOfWrites);
			this.deadline.begin();
			if (this.parts.budget().isLimited() && !this.parts.isOver()) {
				this.parts.budget().enter(this.holder);
			}
		}
		catch (RuntimeException | Error ex) {
			broke(ex);
		}
	}

	/** Until then nobody could be told of anything, so nothing is done. */
	@Override
	public boolean isStarted() {
		return this.listener != NOT_STARTED;
	}

	@Override
	public ConnectionListener listener() {
		return this.listener;
	}

	@Override
	public void lookAgain(boolean sendingWaits) {
		ready(wantsInput(), sendingWaits, false);
	}

	/** The peer is not to blame for half a message of this side. */
	@Override
	public void timeOut(CloseReason reason, @Nullable IOException failure) {
		this.inputShutDown = true;
		this.end.reach(reason, failure);
	}

	private void ready(boolean readable, boolean writable, boolean peerHungUp) {
		this.hungUp |= peerHungUp;
		try {
			if (readable) {
				receive();
			}
			if (writable) {
				flush();
			}
			settle();
		}
		catch (IOException ex) {
			this.end.reach(CloseReason.ERROR, ex);
		}
		catch (RuntimeException | Error ex) {
			// Bytes that the kernel has given may be lost: nothing may follow the gap
			broke(ex);
		}
	}

	private void broke(Throwable cause) {
		IOException failure = BROKEN;
		try {
			failure = new IOException("Could not handle what was received: " + cause, cause);
		}
		catch (RuntimeException | Error ex) {
			// Then without words
		}
		this.end.reach(CloseReason.ERROR, failure);
	}

	/** One system call at most. */
	private void receive() throws IOException {
		if (this.atEnd) {
			return;
		}
		ByteBuffer buffer = this.parts.loop().buffer();
		if (this.parts.isOpen() && !this.hungUp) {
			buffer.limit(
					this.parts.budget().hasRoom(this.parts.resume()) ? this.parts.input().room(buffer.capacity()) : 0);
		}
		int count = buffer.hasRemaining() ? receive(buffer) : 0;
		if (count > 0) {
			this.deadline.received();
			deliver(buffer.flip());
		}
		else if (count < 0) {
			this.atEnd = true;
			endInput();
		}
	}

	private int receive(ByteBuffer buffer) throws IOException {
		try {
			return this.parts.socket().read(buffer);
		}
		catch (PeerGoneException ex) {
			this.hungUp = true;
			this.reset = RESET_MEANS_UNREAD;
			return -1;
		}
	}

	/**
	 * What the listener takes comes straight from the buffer of the loop, and what it
	 * sends goes out by one call: the answer to a request needs two system calls in all,
	 * and no memory.
	 */
	private void deliver(ByteBuffer buffer) {
		this.parts.output().collectIn(this.parts.loop().outputBuffer());
		try {
			if (this.parts.input().lend(buffer)) {
				this.listener.readyRead();
			}
		}
		finally {
			this.parts.input().keep();
			if (this.parts.output().sendCollected()) {
				flush();
			}
		}
	}

	private void endInput() {
		if (this.parts.input().end(null)) {
			this.listener.inputEnded();
		}
	}

	private void flush() {
		if (!isStarted()) {
			return;
		}
		try {
			send();
			settle();
		}
		catch (LocalSocketException ex) {
			this.end.reach(CloseReason.ERROR, ex);
		}
		catch (IOException ex) {
			// The peer reads no more, but what it has sent is still to be read
			this.end.dropOutput();
			this.outputShutDown = true;
			settle();
		}
		catch (RuntimeException | Error ex) {
			broke(ex);
		}
	}

	private void send() throws IOException {
		for (int i = 0; i < MAX_WRITES_PER_TURN && !this.parts.isOver(); i++) {
			ByteBuffer buffer = this.parts.loop().buffer();
			if (this.parts.output().copyTo(buffer) == 0) {
				break;
			}
			int sent = transfer(buffer.flip());
			this.parts.output().sent(sent);
			if (buffer.hasRemaining()) {
				break;
			}
		}
	}

	private int transfer(ByteBuffer source) throws IOException {
		List<FileDescriptor> descriptors = this.parts.output().descriptors();
		return descriptors.isEmpty() ? this.parts.socket().write(source)
				: this.parts.socket().write(source, descriptors);
	}

	/** Draws the consequences of what has happened: ends, waits, or both. */
	private void settle() {
		if (this.parts.isOver() || !isStarted()) {
			return;
		}
		try {
			if (this.inputShutDown) {
				refuseInput();
			}
			reportSent();
			announceEnd();
			// In this order, because nothing is added after the end
			boolean ended = this.parts.output().isEnded();
			boolean sent = this.parts.output().size() == 0;
			if (isToBeDropped()) {
				this.end.reach((this.evicted != null) ? CloseReason.ERROR : CloseReason.ABORTED, this.evicted);
			}
			else if (this.hungUp && this.parts.input().isEnded()) {
				this.end.reach(CloseReason.PEER_CLOSED, null);
			}
			else if (ended && sent && !this.parts.isOpen()) {
				this.end.reach(CloseReason.DISCONNECTED, null);
			}
			else {
				shutDownOutput(ended && sent);
				linger();
				this.deadline.measureSending(!sent);
				updateInterest(sent);
			}
		}
		catch (IOException ex) {
			this.end.reach(CloseReason.ERROR, ex);
		}
		catch (RuntimeException | Error ex) {
			broke(ex);
		}
	}

	private boolean isToBeDropped() {
		Phase phase = this.parts.lifecycle().phase();
		return phase == Phase.ABORTING || phase == Phase.EVICTED;
	}

	/**
	 * From then on the peer cannot send, and is told so; what the kernel has got before
	 * still comes, and after it the end. So nothing that the peer could send is lost.
	 */
	private void refuseInput() {
		if (this.inputRefused) {
			return;
		}
		this.inputRefused = true;
		try {
			this.parts.socket().shutdownInput();
		}
		catch (IOException ex) {
			endInput();
		}
	}

	private void reportSent() {
		long sent = this.parts.output().takeUnreported();
		if (sent > 0) {
			this.listener.bytesWritten(sent);
		}
	}

	private void announceEnd() {
		if (!this.parts.isOpen() && this.farewell == Farewell.NONE) {
			this.farewell = Farewell.ANNOUNCED;
			this.listener.ending();
		}
	}

	private void shutDownOutput(boolean finished) throws IOException {
		if (finished && !this.outputShutDown) {
			this.outputShutDown = true;
			this.parts.socket().shutdownOutput();
		}
	}

	private void linger() {
		if (this.farewell == Farewell.ANNOUNCED) {
			this.farewell = Farewell.LINGERING;
			this.parts.loop().schedule(this.linger, () -> this.end.reach(CloseReason.ABORTED, null));
		}
	}

	private void updateInterest(boolean sent) throws IOException {
		int interest = wantsInput() ? Poller.READ : 0;
		if (!sent) {
			interest |= Poller.WRITE;
		}
		if (this.registration == null) {
			this.registration = this.parts.loop().poller().register(this.parts.socket(), interest, this::ready);
		}
		else {
			this.registration.interest(interest);
		}
	}

	/**
	 * A connection that is closing reads on, so that its peer is not kept from reading;
	 * and what a peer that has gone left in the kernel, which is not much, is fetched
	 * even when the buffer is full: nothing else would tell of the end.
	 */
	private boolean wantsInput() {
		return !this.atEnd && (!this.parts.isOpen() || this.hungUp
				|| (this.parts.input().room(1) > 0 && this.parts.budget().hasRoom(this.parts.resume())));
	}

	@Override
	public void leaveLoop() {
		this.deadline.end();
		if (this.registration != null) {
			this.registration.cancel();
		}
	}

	/** What the loop has done since this side has asked for the end. */
	private enum Farewell {

		NONE, ANNOUNCED, LINGERING

	}

}
