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
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

import dev.localsocket.account.PeerCredentials;
import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import dev.localsocket.transport.connection.Lifecycle.Step;
import dev.localsocket.transport.spi.Closing;
import dev.localsocket.transport.spi.FileDescriptors;
import dev.localsocket.transport.spi.StreamSocket;
import dev.localsocket.transport.spi.Transport;

/**
 * A connected stream socket with a buffer in each direction. Thread-safe.
 * <p>
 * Every system call on the socket but one is made by the thread of one {@link EventLoop}.
 * The one is to send, which any thread may do under the lock of the output: closing
 * begins with ending the output under that lock, so that no descriptor is used after it
 * was closed. Otherwise threads only touch the two buffers and ask the loop to act. How
 * far it has come is said by its {@link Lifecycle}, and by nothing else.
 * <p>
 * To start, to abort and to close takes no memory, and whatever goes wrong on the loop
 * closes the connection.
 */
public final class Connection implements BufferBudget.Holder {

	private final ConnectionParts parts;

	private final ConnectionDriver driver;

	private final PeerCredentials peer;

	private final ConnectionSettings settings;

	/** Of what somebody has read and not used yet. */
	private final BufferAccount kept;

	/**
	 * Creates a connection, not yet started. Until then it has no task for the loop.
	 * @param socket the socket
	 * @param loop the loop, of which the connection takes over a lease
	 * @param budget what all connections may buffer together
	 * @param settings what it begins with
	 * @param lifecycle its life, which others may move on
	 * @throws IOException if the peer cannot be identified; the lease is released then
	 */
	Connection(StreamSocket socket, EventLoop loop, BufferBudget budget, ConnectionSettings settings,
			Lifecycle lifecycle) throws IOException {
		this(socket, loop, budget, settings, lifecycle, OutputBuffer::new);
	}

	/**
	 * A test may look over the shoulder of the loop, with an output buffer of its own.
	 */
	Connection(StreamSocket socket, EventLoop loop, BufferBudget budget, ConnectionSettings settings,
			Lifecycle lifecycle, BiFunction<StreamSocket, Runnable, OutputBuffer> outputs) throws IOException {
		this.settings = settings;
		try {
			Runnable resume = this::resume;
			this.parts = new ConnectionParts(socket, loop, lifecycle, budget, new BufferHoldings(budget::add),
					new InputBuffer(resume), outputs.apply(socket, this::requestFlush), resume);
			this.kept = account();
			this.parts.input().countIn(account());
			this.parts.output().countIn(account());
			this.parts.input().setLimit(settings.readBufferSize());
			this.parts.output().setLimit(settings.writeBufferSize());
			socket.receivedDescriptors().setMax(settings.maxReceivedDescriptors());
			this.driver = new ConnectionDriver(this.parts, settings, this);
			this.peer = socket.peer();
		}
		catch (IOException | RuntimeException | Error ex) {
			loop.release();
			throw ex;
		}
	}

	private BufferAccount account() {
		return this.parts.budget().isLimited() ? new BufferAccount(this.parts.holdings()) : BufferAccount.NONE;
	}

	private void resume() {
		this.driver.callToSettle();
	}

	/**
	 * Begins to read, and to do what has been asked for before, be it to end. To be
	 * called once, also for a connection that is not wanted.
	 * @param listener is told what happens, on the thread of the loop
	 */
	public void start(ConnectionListener listener) {
		this.driver.start(listener);
	}

	/** Aborts, and tells nobody if there is nobody who could be told. */
	void drop() {
		this.driver.startForNobody();
		abort();
	}

	/** Closes what nobody has got to know, instead of starting it. */
	void discard() {
		Closing.quietly(this.parts.socket());
		this.parts.loop().release();
	}

	/**
	 * Runs a task on the thread of the loop, later, or on this thread if the connection
	 * is over and the thread of the loop has ended.
	 * @param task the task; must not block
	 */
	public void execute(Runnable task) {
		this.parts.loop().executeOrRun(task);
	}

	/**
	 * Runs a task on the thread of the loop, before the connection was started: nothing
	 * else keeps the loop from ending.
	 * @param task the task; must not block
	 */
	public void decide(ReservedTask task) {
		this.parts.loop().execute(task);
	}

	/**
	 * Returns the number of the file descriptor.
	 * @return the descriptor
	 */
	public int descriptor() {
		return this.parts.socket().descriptor();
	}

	/**
	 * Returns who is at the other end.
	 * @return the ids of the peer
	 */
	public PeerCredentials peer() {
		return this.peer;
	}

	/**
	 * Returns how far it has come. Who moves it on has to {@link #enact()} that.
	 * @return its life
	 */
	public Lifecycle lifecycle() {
		return this.parts.lifecycle();
	}

	/**
	 * Returns what makes its system calls.
	 * @return the transport
	 */
	public Transport transport() {
		return this.parts.loop().transport();
	}

	/**
	 * Returns what it has begun with.
	 * @return the settings
	 */
	public ConnectionSettings settings() {
		return this.settings;
	}

	/**
	 * Returns what was received, for those who read it.
	 * @return the input
	 */
	public InputBuffer input() {
		return this.parts.input();
	}

	/**
	 * Returns what is to be sent, for those who write it.
	 * @return the output
	 */
	public OutputBuffer output() {
		return this.parts.output();
	}

	/**
	 * Tells whether this side has stopped reading.
	 * @return whether {@link #shutdownInput()} was called
	 */
	public boolean isInputShutDown() {
		return this.driver.isInputShutDown();
	}

	/**
	 * Tells whether the peer has closed without reading the last byte that was sent.
	 * @return whether that is certain, which it can be on Linux only
	 */
	public boolean isReset() {
		return this.driver.isReset();
	}

	/**
	 * Limits the bytes received but not read.
	 * @param bytes the limit, or 0 for none
	 */
	public void setReadBufferSize(long bytes) {
		this.parts.input().setLimit(bytes);
		this.driver.callToSettle();
	}

	/**
	 * Sends bytes soon, and descriptors with the first of them, without waiting: all of
	 * them, or none.
	 * @param source the bytes, at least one
	 * @param descriptors the descriptors, at most 60, which stay open
	 * @return whether they were taken, or else why not
	 * @throws IOException if the descriptors cannot be duplicated for the time until they
	 * are sent
	 */
	public WriteResult write(ByteBuffer source, List<FileDescriptor> descriptors) throws IOException {
		List<FileDescriptor> duplicates = this.parts.socket().duplicate(descriptors);
		WriteResult result = this.parts.output().offer(source, duplicates);
		if (result != WriteResult.TAKEN) {
			FileDescriptors.close(duplicates);
		}
		return result;
	}

	/**
	 * Limits the descriptors that wait to be taken; when more come, the connection ends.
	 * @param max the limit; with 0, the kernel discards those that come
	 */
	public void setMaxReceivedDescriptors(int max) {
		this.parts.socket().receivedDescriptors().setMax(max);
	}

	/**
	 * Takes the descriptors that were received.
	 * @return the descriptors, which the caller must close
	 */
	public List<FileDescriptor> takeDescriptors() {
		return this.parts.socket().receivedDescriptors().take();
	}

	/** Closes the descriptors that nobody has taken, and those that come. */
	public void closeDescriptors() {
		this.parts.socket().receivedDescriptors().close();
	}

	/** Lets the loop offer what is queued to the kernel once more. */
	public void requestFlush() {
		this.driver.callToFlush();
	}

	/**
	 * Waits until the connection is closed and the listener has been told.
	 * @param timeout how long to wait; negative waits without a limit
	 * @return whether it is closed
	 * @throws InterruptedIOException if the calling thread is interrupted
	 */
	public boolean awaitClosed(Duration timeout) throws InterruptedIOException {
		return this.parts.output().await(() -> this.parts.lifecycle().phase().isTold(), timeout);
	}

	/**
	 * Limits the bytes that wait to be sent.
	 * @param bytes the limit, or 0 for none
	 */
	public void setWriteBufferSize(long bytes) {
		this.parts.output().setLimit(bytes);
	}

	/**
	 * Waits no longer than some time for a peer that takes nothing of what is to be sent.
	 * @param longest the time, from now on
	 */
	public void shortenWriteTimeout(Duration longest) {
		this.parts.onLoop(() -> this.driver.deadline().shortenWrite(longest));
	}

	/**
	 * Sets who tells whether work for the peer is in progress: meanwhile the connection
	 * is not idle, unless a thread waits for its input or its end.
	 * @param working is asked from time to time, on the thread of the loop
	 */
	public void setWorking(BooleanSupplier working) {
		this.driver.deadline().setWorking(working);
	}

	/**
	 * Sets who tells since when a message of the peer has been incomplete.
	 * @param nanoTime is asked from time to time, on the thread of the loop, for the
	 * {@link System#nanoTime()}, or 0 if there is no such message
	 */
	public void setIncompleteSince(LongSupplier nanoTime) {
		this.driver.deadline().setIncompleteSince(nanoTime);
	}

	/**
	 * Says how many bytes that were read from this connection are kept, by one thread at
	 * a time. They count as buffered.
	 * @param bytes the number of bytes
	 */
	public void setKept(long bytes) {
		this.kept.update(bytes);
	}

	/**
	 * Says whether somebody goes on to use what was received when the connection is over:
	 * so long it counts as buffered.
	 * @param retained whether somebody does
	 */
	public void setRetained(boolean retained) {
		this.parts.holdings().setRetained(retained);
	}

	@Override
	public long heldBytes() {
		return this.parts.holdings().counted();
	}

	@Override
	public long untakenNanos() {
		return this.parts.output().untakenNanos();
	}

	@Override
	public long incompleteNanos() {
		long since = this.driver.deadline().incompleteSince();
		return (since != 0) ? System.nanoTime() - since : -1;
	}

	/** As {@link #abort()}: what was buffered is free when this returns. */
	@Override
	public void evict(long max, Duration still) {
		this.parts.budget().leave(this);
		this.driver.setEvicted(new LocalSocketException(SocketError.MAX_BUFFERED,
				"All connections together buffer more than %d bytes, and the peer of this one has not moved for %d ms"
					.formatted(max, still.toMillis())));
		this.parts.lifecycle().take(Step.EVICT);
		enact();
		this.parts.holdings().abandon();
	}

	/**
	 * Tells whether the peer has been answered, as far as can be seen: it has sent
	 * something, nothing of that waits here, and the last bytes went to it, or none have
	 * moved for some time. To be called on the thread of the loop.
	 * @param quiet how long no bytes have moved then
	 * @return whether a message has ended and none has begun
	 */
	public boolean isBetweenMessages(Duration quiet) {
		long taken = this.parts.input().lastTaken();
		long sent = this.parts.output().lastSent();
		if (this.parts.input().total() == 0 || this.parts.input().size() > 0 || this.parts.output().size() > 0
				|| this.driver.deadline().incompleteSince() != 0) {
			return false;
		}
		boolean answered = this.parts.output().total() > 0 && sent - taken > 0;
		return answered || System.nanoTime() - Math.max(sent, taken) > quiet.toNanos();
	}

	/**
	 * Lets the peer send nothing more; what it has sent can still be read, then comes the
	 * end.
	 */
	public void shutdownInput() {
		this.driver.shutDownInput();
	}

	/** Sends what is queued, then tells the peer that nothing more will come. */
	public void shutdownOutput() {
		this.parts.output().end();
		this.driver.callToFlush();
	}

	/**
	 * Limits how long {@link #disconnect()} goes on sending what is queued.
	 * @param linger the limit, from the call of that method on
	 */
	public void setLinger(Duration linger) {
		this.driver.setLinger(linger);
	}

	/**
	 * Sends what is queued, then closes; gives up after the linger time. What was
	 * received and not read is dropped, also if the connection is over already.
	 */
	public void disconnect() {
		this.parts.lifecycle().take(Step.DISCONNECT);
		enact();
	}

	/** Closes, and drops what is queued. */
	public void abort() {
		this.parts.lifecycle().take(Step.ABORT);
		enact();
	}

	/**
	 * Does what follows from the {@linkplain Lifecycle#phase() phase}, if somebody has
	 * moved that on: drops what was received and not read, and what is queued or, while
	 * it is {@link Phase#CLOSING}, lets nothing be added to it.
	 */
	public void enact() {
		Phase phase = this.parts.lifecycle().phase();
		if (phase == Phase.OPEN) {
			return;
		}
		try {
			closeDescriptors();
			this.parts.input().close();
			if (phase == Phase.CLOSING) {
				this.parts.output().end();
			}
			else if (phase == Phase.EVICTED || phase.isAborted()) {
				this.parts.output().abort();
			}
			// What a connection that is over has not sent, the loop counts
		}
		finally {
			this.driver.callForAttention();
		}
	}

}
