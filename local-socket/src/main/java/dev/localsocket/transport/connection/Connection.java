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
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import dev.localsocket.account.PeerCredentials;
import dev.localsocket.error.CloseReason;
import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import dev.localsocket.log.SafeLogger;
import dev.localsocket.transport.connection.Lifecycle.Step;
import dev.localsocket.transport.spi.Closing;
import dev.localsocket.transport.spi.FileDescriptors;
import dev.localsocket.transport.spi.LoopLog;
import dev.localsocket.transport.spi.PeerGoneException;
import dev.localsocket.transport.spi.Poller;
import dev.localsocket.transport.spi.Poller.Registration;
import dev.localsocket.transport.spi.StreamSocket;
import org.jspecify.annotations.Nullable;

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
public final class Connection implements Deadlines.Timed, BufferBudget.Holder {

	/** Bounds one turn, so that a fast peer does not stop the loop. */
	private static final int MAX_WRITES_PER_TURN = 16;

	private static final int MAX_DISCARDS = 16;

	private static final CloseStep[] CLOSE_STEPS = CloseStep.values();

	private static final SafeLogger logger = new SafeLogger(Connection.class);

	/** Both made beforehand, for want of memory. */
	private static final BiConsumer<String, @Nullable Throwable> LOG = logger::error;

	private static final Supplier<String> NOT_CLOSED = () -> "A connection was not closed as it should be";

	private static final ConnectionListener NOT_STARTED = new ConnectionListener() {
	};

	private static final ConnectionListener NOBODY = new ConnectionListener() {
	};

	/** Made beforehand, for want of memory. */
	private static final IOException BROKEN = new IOException("The connection broke, and no memory is left to say why");

	/** Elsewhere a reset does not say that something was left unread. */
	private static final boolean RESET_MEANS_UNREAD = System.getProperty("os.name").equals("Linux");

	private final StreamSocket socket;

	private final EventLoop loop;

	private final PeerCredentials peer;

	private final Lifecycle lifecycle;

	private final ConnectionSettings settings;

	private final BufferBudget budget;

	private final BufferHoldings holdings;

	/** Of what somebody has read and not used yet. */
	private final BufferAccount kept;

	private final Runnable resume = () -> onLoop(this::settle);

	private final InputBuffer received = new InputBuffer(this.resume);

	private final OutputBuffer outgoing;

	private volatile boolean inputShutDown;

	private volatile boolean reset;

	private volatile Duration linger;

	/** Tells whether work for the peer is in progress. */
	private volatile BooleanSupplier working = () -> false;

	/** Tells since when a message has been incomplete. */
	private volatile LongSupplier incompleteSince = () -> 0;

	/** Why it was aborted, if it had to make room. */
	private volatile @Nullable LocalSocketException evicted;

	private volatile ConnectionListener starting = NOT_STARTED;

	/** Made beforehand, see {@link #callForAttention()}. */
	private final Runnable attend = this::attend;

	private final ReservedTask reservedAttend = new ReservedTask(this.attend);

	// The fields below belong to the thread of the loop

	private ConnectionListener listener = NOT_STARTED;

	private @Nullable Registration registration;

	private boolean atEnd;

	private boolean inputRefused;

	private @Nullable ConnectionTimeouts timeouts;

	/** Whether the kernel did not take all that was to be sent. */
	private boolean sendingWaits;

	private boolean hungUp;

	private boolean outputShutDown;

	private Farewell farewell = Farewell.NONE;

	private long unsent;

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
		this.socket = socket;
		this.loop = loop;
		this.budget = budget;
		this.settings = settings;
		this.lifecycle = lifecycle;
		try {
			this.holdings = new BufferHoldings(budget::add);
			this.kept = account();
			this.outgoing = outputs.apply(socket, () -> onLoop(this::flush));
			this.received.countIn(account());
			this.outgoing.countIn(account());
			this.received.setLimit(settings.readBufferSize());
			this.outgoing.setLimit(settings.writeBufferSize());
			socket.receivedDescriptors().setMax(settings.maxReceivedDescriptors());
			this.linger = ConnectionTimeouts.bounded(settings.linger());
			this.timeouts = ConnectionTimeouts.of(settings);
			this.peer = socket.peer();
		}
		catch (IOException | RuntimeException | Error ex) {
			loop.release();
			throw ex;
		}
	}

	private BufferAccount account() {
		return this.budget.isLimited() ? new BufferAccount(this.holdings) : BufferAccount.NONE;
	}

	/**
	 * Begins to read, and to do what has been asked for before, be it to end. To be
	 * called once, also for a connection that is not wanted.
	 * @param listener is told what happens, on the thread of the loop
	 */
	public void start(ConnectionListener listener) {
		this.starting = listener;
		callForAttention();
	}

	/** Aborts, and tells nobody if there is nobody who could be told. */
	void drop() {
		if (this.starting == NOT_STARTED) {
			this.starting = NOBODY;
		}
		abort();
	}

	/** Closes what nobody has got to know, instead of starting it. */
	void discard() {
		Closing.quietly(this.socket);
		this.loop.release();
	}

	/** After all that the loop has been asked for before, unless there is no memory. */
	private void callForAttention() {
		try {
			onLoop(this.attend);
		}
		catch (OutOfMemoryError ex) {
			this.loop.execute(this.reservedAttend);
		}
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
			this.outgoing.start(this.listener::isToldOfWrites);
			if (this.timeouts != null) {
				this.loop.deadlines().watch(this);
			}
			if (this.budget.isLimited() && !isClosed()) {
				this.budget.enter(this);
			}
		}
		catch (RuntimeException | Error ex) {
			broke(ex);
		}
	}

	/** Until then nobody could be told of anything, so nothing is done. */
	private boolean isStarted() {
		return this.listener != NOT_STARTED;
	}

	/** Tasks reach the loop only while the connection has its lease. */
	private void onLoop(Runnable task) {
		if (!isClosed()) {
			this.loop.execute(task);
		}
	}

	/**
	 * Runs a task on the thread of the loop, later, or on this thread if the connection
	 * is over and the thread of the loop has ended.
	 * @param task the task; must not block
	 */
	public void execute(Runnable task) {
		this.loop.executeOrRun(task);
	}

	/**
	 * Runs a task on the thread of the loop, before the connection was started: nothing
	 * else keeps the loop from ending.
	 * @param task the task; must not block
	 */
	public void decide(ReservedTask task) {
		this.loop.execute(task);
	}

	/**
	 * Returns the number of the file descriptor.
	 * @return the descriptor
	 */
	public int descriptor() {
		return this.socket.descriptor();
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
		return this.lifecycle;
	}

	/**
	 * Returns what it has begun with.
	 * @return the settings
	 */
	public ConnectionSettings settings() {
		return this.settings;
	}

	private boolean isOpen() {
		return this.lifecycle.phase() == Phase.OPEN;
	}

	private boolean isClosed() {
		return this.lifecycle.phase().isOver();
	}

	/**
	 * Takes bytes that were received, without waiting.
	 * @param target where to put them
	 * @return the number of bytes, 0 if there are none now, -1 if none will come
	 */
	public int read(ByteBuffer target) {
		return this.received.take(target);
	}

	/**
	 * Waits until there are bytes to read, or none will come.
	 * @param timeout how long to wait; negative waits without a limit
	 * @return whether {@link #read} would not return 0
	 * @throws SocketException if this side has closed the connection, or it broke
	 * @throws InterruptedIOException if the calling thread is interrupted
	 */
	public boolean awaitInput(Duration timeout) throws IOException {
		return this.received.await(timeout);
	}

	/**
	 * Copies bytes that were received, without taking them.
	 * @param target where to put them
	 * @return the number of bytes, 0 if there are none now, -1 if none will come
	 */
	public int peek(ByteBuffer target) {
		return this.received.peek(target);
	}

	/**
	 * Returns how many bytes were received and not read.
	 * @return the number of bytes
	 */
	public long available() {
		return this.received.size();
	}

	/**
	 * Tells whether a byte is among those received and not read.
	 * @param value the byte
	 * @return whether it is there
	 */
	public boolean hasReceived(byte value) {
		return this.received.contains(value);
	}

	/**
	 * Tells whether nothing more will be received.
	 * @return whether the input has ended
	 */
	public boolean isInputEnded() {
		return this.received.isEnded();
	}

	/**
	 * Tells whether this side has stopped reading.
	 * @return whether {@link #shutdownInput()} was called
	 */
	public boolean isInputShutDown() {
		return this.inputShutDown;
	}

	/**
	 * Tells whether the peer has closed without reading the last byte that was sent.
	 * @return whether that is certain, which it can be on Linux only
	 */
	public boolean isReset() {
		return this.reset;
	}

	/**
	 * Limits the bytes received but not read.
	 * @param bytes the limit, or 0 for none
	 */
	public void setReadBufferSize(long bytes) {
		this.received.setLimit(bytes);
		onLoop(this::settle);
	}

	/**
	 * Returns the limit of the bytes received but not read.
	 * @return the limit, or 0 for none
	 */
	public long readBufferSize() {
		return this.received.limit();
	}

	/**
	 * Returns how many bytes the peer has sent.
	 * @return the number of bytes
	 */
	public long totalRead() {
		return this.received.total();
	}

	/**
	 * Sends bytes soon, without waiting: all of them, or none.
	 * @param source the bytes
	 * @return whether they were taken, or else why not
	 */
	public WriteResult write(ByteBuffer source) {
		return this.outgoing.offer(source);
	}

	/**
	 * Sends bytes soon, without waiting, also if more wait than the write buffer has room
	 * for.
	 * @param source the bytes
	 * @return whether they were taken, or else why not
	 */
	public WriteResult writeBeyondLimit(ByteBuffer source) {
		return this.outgoing.offerBeyondLimit(source);
	}

	/**
	 * Tells whether more should be written: whether less than 64 KiB wait, or than the
	 * write buffer if that is smaller.
	 * @return whether it should; true also when nothing can be sent any more
	 */
	public boolean isWritable() {
		return this.outgoing.isWritable();
	}

	/**
	 * Tells whether more should be written, and if not, says when.
	 * @param action is called once then, on the thread of the loop or one that ends the
	 * output, in place of what was to be called before. Must not block
	 * @return whether it should; if so, the action is not called
	 */
	public boolean isWritable(Runnable action) {
		return this.outgoing.isWritable(action);
	}

	/**
	 * Says that something has begun that is not complete, so that the peer must not take
	 * the end of the connection for the end of that.
	 * @param mark the last that the peer is sent when the connection ends before this is
	 * taken back; null or empty takes it back
	 */
	public void setUnfinished(@Nullable ByteBuffer mark) {
		this.outgoing.setUnfinished(mark);
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
		List<FileDescriptor> duplicates = this.socket.duplicate(descriptors);
		WriteResult result = this.outgoing.offer(source, duplicates);
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
		this.socket.receivedDescriptors().setMax(max);
	}

	/**
	 * Takes the descriptors that were received.
	 * @return the descriptors, which the caller must close
	 */
	public List<FileDescriptor> takeDescriptors() {
		return this.socket.receivedDescriptors().take();
	}

	/** Closes the descriptors that nobody has taken, and those that come. */
	public void closeDescriptors() {
		this.socket.receivedDescriptors().close();
	}

	/**
	 * Sends bytes soon, and waits while the buffer is full.
	 * @param source the bytes; when this fails, its position tells how many were taken
	 * @throws SocketException if nothing can be sent any more
	 * @throws InterruptedIOException if the calling thread is interrupted
	 */
	public void put(ByteBuffer source) throws IOException {
		this.outgoing.put(source);
	}

	/** Lets the loop offer what is queued to the kernel once more. */
	public void requestFlush() {
		onLoop(this::flush);
	}

	/**
	 * Waits until everything has been given to the kernel, or cannot be.
	 * @param timeout how long to wait; negative waits without a limit
	 * @return whether the kernel has got all, and any of it since this was last true
	 * @throws InterruptedIOException if the calling thread is interrupted
	 */
	public boolean awaitSent(Duration timeout) throws InterruptedIOException {
		return this.outgoing.awaitSent(timeout);
	}

	/**
	 * Tells whether the kernel has got anything since this was last asked, or waited for.
	 * @return whether it has
	 */
	public boolean hasSentMore() {
		return this.outgoing.hasSentMore();
	}

	/**
	 * Waits until the connection is closed and the listener has been told.
	 * @param timeout how long to wait; negative waits without a limit
	 * @return whether it is closed
	 * @throws InterruptedIOException if the calling thread is interrupted
	 */
	public boolean awaitClosed(Duration timeout) throws InterruptedIOException {
		return this.outgoing.await(() -> this.lifecycle.phase().isTold(), timeout);
	}

	/**
	 * Returns how many bytes are waiting to be sent.
	 * @return the number of bytes
	 */
	public long queued() {
		return this.outgoing.size();
	}

	/**
	 * Limits the bytes that wait to be sent.
	 * @param bytes the limit, or 0 for none
	 */
	public void setWriteBufferSize(long bytes) {
		this.outgoing.setLimit(bytes);
	}

	/**
	 * Returns the limit of the bytes that wait to be sent.
	 * @return the limit, or 0 for none
	 */
	public long writeBufferSize() {
		return this.outgoing.limit();
	}

	/**
	 * Waits no longer than some time for a peer that takes nothing of what is to be sent.
	 * @param longest the time, from now on
	 */
	public void shortenWriteTimeout(Duration longest) {
		onLoop(() -> {
			if (!isClosed()) {
				this.timeouts = ConnectionTimeouts.shortened(this.timeouts, longest);
				this.loop.deadlines().watch(this);
			}
		});
	}

	/**
	 * Sets who tells whether work for the peer is in progress: meanwhile the connection
	 * is not idle, unless a thread waits for its input or its end.
	 * @param working is asked from time to time, on the thread of the loop
	 */
	public void setWorking(BooleanSupplier working) {
		this.working = working;
	}

	/**
	 * Sets who tells since when a message of the peer has been incomplete.
	 * @param nanoTime is asked from time to time, on the thread of the loop, for the
	 * {@link System#nanoTime()}, or 0 if there is no such message
	 */
	public void setIncompleteSince(LongSupplier nanoTime) {
		this.incompleteSince = nanoTime;
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
		this.holdings.setRetained(retained);
	}

	@Override
	public long heldBytes() {
		return this.holdings.counted();
	}

	@Override
	public long untakenNanos() {
		return this.outgoing.untakenNanos();
	}

	@Override
	public long incompleteNanos() {
		long since = this.incompleteSince.getAsLong();
		return (since != 0) ? System.nanoTime() - since : -1;
	}

	/** As {@link #abort()}: what was buffered is free when this returns. */
	@Override
	public void evict(long max, Duration still) {
		this.budget.leave(this);
		this.evicted = new LocalSocketException(SocketError.MAX_BUFFERED,
				"All connections together buffer more than %d bytes, and the peer of this one has not moved for %d ms"
					.formatted(max, still.toMillis()));
		this.inputShutDown = true;
		this.lifecycle.take(Step.EVICT);
		enact();
		this.holdings.abandon();
	}

	@Override
	public long nanosLeft() {
		ConnectionTimeouts current = this.timeouts;
		if (current == null || !isStarted() || isClosed()) {
			return Deadlines.NEVER;
		}
		boolean buffered = this.sendingWaits || this.received.size() > 0 || this.budget.isFull();
		long lastSent = this.outgoing.lastSent();
		long idle = current.nanosLeftIdle(buffered, isWorking(), this.received.lastTaken(), lastSent);
		return Math.min(Math.min(idle, current.nanosLeftToWrite(this.sendingWaits, lastSent)),
				current.nanosLeftForFrame(unfinishedSince()));
	}

	/** While nothing is received, the rest may be there. */
	private long unfinishedSince() {
		return this.budget.isFull() ? 0 : this.incompleteSince.getAsLong();
	}

	/** Who waits for the peer does not work for it. */
	private boolean isWorking() {
		return this.working.getAsBoolean() && !this.received.isAwaited() && !this.outgoing.isAwaited();
	}

	@Override
	public void timedOut() {
		// This process may have slept, and the peer not
		ready(wantsInput(), this.sendingWaits, false);
		ConnectionTimeouts current = this.timeouts;
		if (isClosed() || current == null) {
			return;
		}
		if (nanosLeft() > 0) {
			this.loop.deadlines().watch(this);
			return;
		}
		// The peer is not to blame for half a message
		this.inputShutDown = true;
		if (current.nanosLeftToWrite(this.sendingWaits, this.outgoing.lastSent()) <= 0) {
			close(CloseReason.ERROR, new LocalSocketException(SocketError.TIMEOUT,
					"The peer has not read for %d ms".formatted(current.write().toMillis())));
		}
		else if (current.nanosLeftForFrame(unfinishedSince()) <= 0) {
			close(CloseReason.ERROR,
					new LocalSocketException(SocketError.TIMEOUT,
							"The peer has begun a message and not sent the rest of it for %d ms"
								.formatted(current.frame().toMillis())));
		}
		else {
			close(CloseReason.IDLE_TIMEOUT, null);
		}
	}

	/**
	 * Returns how many bytes the kernel has taken for the peer.
	 * @return the number of bytes
	 */
	public long totalWritten() {
		return this.outgoing.total();
	}

	/**
	 * Lets the peer send nothing more; what it has sent can still be read, then comes the
	 * end.
	 */
	public void shutdownInput() {
		this.inputShutDown = true;
		onLoop(this::settle);
	}

	/**
	 * Keeps the peer from sending more, at once: what is sent after this call returns
	 * tells it so. What was received can still be read.
	 */
	public void refuseInputAtOnce() {
		this.outgoing.shutDownInput();
	}

	/** Sends what is queued, then tells the peer that nothing more will come. */
	public void shutdownOutput() {
		this.outgoing.end();
		onLoop(this::flush);
	}

	/**
	 * Limits how long {@link #disconnect()} goes on sending what is queued.
	 * @param linger the limit, from the call of that method on
	 */
	public void setLinger(Duration linger) {
		this.linger = ConnectionTimeouts.bounded(linger);
	}

	/**
	 * Sends what is queued, then closes; gives up after the linger time. What was
	 * received and not read is dropped, also if the connection is over already.
	 */
	public void disconnect() {
		this.lifecycle.take(Step.DISCONNECT);
		enact();
	}

	/** Closes, and drops what is queued. */
	public void abort() {
		this.lifecycle.take(Step.ABORT);
		enact();
	}

	/**
	 * Does what follows from the {@linkplain Lifecycle#phase() phase}, if somebody has
	 * moved that on: drops what was received and not read, and what is queued or, while
	 * it is {@link Phase#CLOSING}, lets nothing be added to it.
	 */
	public void enact() {
		Phase phase = this.lifecycle.phase();
		if (phase == Phase.OPEN) {
			return;
		}
		try {
			closeDescriptors();
			this.received.close();
			if (phase == Phase.CLOSING) {
				this.outgoing.end();
			}
			else {
				this.outgoing.abort();
			}
		}
		finally {
			callForAttention();
		}
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
			close(CloseReason.ERROR, ex);
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
		close(CloseReason.ERROR, failure);
	}

	/** One system call at most. */
	private void receive() throws IOException {
		if (this.atEnd) {
			return;
		}
		ByteBuffer buffer = this.loop.buffer();
		if (isOpen() && !this.hungUp) {
			buffer.limit(this.budget.hasRoom(this.resume) ? this.received.room(buffer.capacity()) : 0);
		}
		int count = buffer.hasRemaining() ? receive(buffer) : 0;
		if (count > 0) {
			if (this.timeouts != null) {
				this.timeouts.received();
			}
			deliver(buffer.flip());
		}
		else if (count < 0) {
			this.atEnd = true;
			endInput();
		}
	}

	private int receive(ByteBuffer buffer) throws IOException {
		try {
			return this.socket.read(buffer);
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
		this.outgoing.collectIn(this.loop.outputBuffer());
		try {
			if (this.received.lend(buffer)) {
				this.listener.readyRead();
			}
		}
		finally {
			this.received.keep();
			if (this.outgoing.sendCollected()) {
				flush();
			}
		}
	}

	private void endInput() {
		if (this.received.end(null)) {
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
			close(CloseReason.ERROR, ex);
		}
		catch (IOException ex) {
			// The peer reads no more, but what it has sent is still to be read
			this.unsent += this.outgoing.discard();
			this.outputShutDown = true;
			settle();
		}
		catch (RuntimeException | Error ex) {
			broke(ex);
		}
	}

	private void send() throws IOException {
		for (int i = 0; i < MAX_WRITES_PER_TURN && !isClosed(); i++) {
			ByteBuffer buffer = this.loop.buffer();
			if (this.outgoing.copyTo(buffer) == 0) {
				break;
			}
			int sent = transfer(buffer.flip());
			this.outgoing.sent(sent);
			if (buffer.hasRemaining()) {
				break;
			}
		}
	}

	private int transfer(ByteBuffer source) throws IOException {
		List<FileDescriptor> descriptors = this.outgoing.descriptors();
		return descriptors.isEmpty() ? this.socket.write(source) : this.socket.write(source, descriptors);
	}

	/** Draws the consequences of what has happened: ends, waits, or both. */
	private void settle() {
		if (isClosed() || !isStarted()) {
			return;
		}
		try {
			if (this.inputShutDown) {
				refuseInput();
			}
			reportSent();
			announceEnd();
			// In this order, because nothing is added after the end
			boolean ended = this.outgoing.isEnded();
			boolean sent = this.outgoing.size() == 0;
			if (isToBeDropped()) {
				close((this.evicted != null) ? CloseReason.ERROR : CloseReason.ABORTED, this.evicted);
			}
			else if (this.hungUp && this.received.isEnded()) {
				close(CloseReason.PEER_CLOSED, null);
			}
			else if (ended && sent && !isOpen()) {
				close(CloseReason.DISCONNECTED, null);
			}
			else {
				shutDownOutput(ended && sent);
				linger();
				measureSending(!sent);
				updateInterest(sent);
			}
		}
		catch (IOException ex) {
			close(CloseReason.ERROR, ex);
		}
		catch (RuntimeException | Error ex) {
			broke(ex);
		}
	}

	private boolean isToBeDropped() {
		Phase phase = this.lifecycle.phase();
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
			this.socket.shutdownInput();
		}
		catch (IOException ex) {
			endInput();
		}
	}

	private void reportSent() {
		long sent = this.outgoing.takeUnreported();
		if (sent > 0) {
			this.listener.bytesWritten(sent);
		}
	}

	private void announceEnd() {
		if (!isOpen() && this.farewell == Farewell.NONE) {
			this.farewell = Farewell.ANNOUNCED;
			this.listener.ending();
		}
	}

	private void shutDownOutput(boolean finished) throws IOException {
		if (finished && !this.outputShutDown) {
			this.outputShutDown = true;
			this.socket.shutdownOutput();
		}
	}

	private void linger() {
		if (this.farewell == Farewell.ANNOUNCED) {
			this.farewell = Farewell.LINGERING;
			this.loop.schedule(this.linger, () -> close(CloseReason.ABORTED, null));
		}
	}

	private void measureSending(boolean waits) {
		if (waits && !this.sendingWaits && this.timeouts != null) {
			this.timeouts.beginToWait();
			this.sendingWaits = true;
			this.loop.deadlines().watch(this);
		}
		this.sendingWaits = waits;
	}

	private void updateInterest(boolean sent) throws IOException {
		int interest = wantsInput() ? Poller.READ : 0;
		if (!sent) {
			interest |= Poller.WRITE;
		}
		if (this.registration == null) {
			this.registration = this.loop.poller().register(this.socket, interest, this::ready);
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
		return !this.atEnd
				&& (!isOpen() || this.hungUp || (this.received.room(1) > 0 && this.budget.hasRoom(this.resume)));
	}

	private void close(CloseReason reason, @Nullable IOException failure) {
		if (this.lifecycle.take(Step.CLOSE).isOver()) {
			return;
		}
		for (CloseStep step : CLOSE_STEPS) {
			try {
				close(step, reason, failure);
			}
			catch (RuntimeException | Error ex) {
				// Those that follow are to be done all the same
				LoopLog.peerLog.log(LOG, ex, NOT_CLOSED);
			}
		}
	}

	private void close(CloseStep step, CloseReason reason, @Nullable IOException failure) {
		switch (step) {
			case LEAVE_LOOP -> leaveLoop();
			case DROP_INPUT -> dropInput(reason);
			// First, because after it no thread sends any more
			case DROP_OUTPUT -> this.unsent += this.outgoing.discard();
			case CLOSE_SOCKET -> Closing.quietly(this.socket);
			case END_INPUT -> this.received.end(failure);
			case LEAVE_BUDGET -> leaveBudget();
			case RELEASE_LOOP -> this.loop.release();
			case TELL -> this.listener.closed(reason, failure, this.unsent);
			case END -> this.lifecycle.take(Step.TELL);
			case WAKE_WAITERS -> this.outgoing.wakeWaiters();
			case TELL_LAST -> this.listener.ended();
		}
	}

	private void leaveLoop() {
		if (this.timeouts != null) {
			this.loop.deadlines().unwatch(this);
		}
		if (this.registration != null) {
			this.registration.cancel();
		}
	}

	private void dropInput(CloseReason reason) {
		if (reason == CloseReason.DISCONNECTED) {
			discardInput();
		}
		if (reason != CloseReason.PEER_CLOSED) {
			closeDescriptors();
		}
	}

	private void leaveBudget() {
		this.budget.leave(this);
		this.budget.forget(this.resume);
		this.holdings.close();
	}

	/**
	 * Closing with unread input would be a reset for the peer, not an orderly end, so
	 * first it is kept from sending more.
	 */
	private void discardInput() {
		try {
			this.socket.shutdownInput();
			for (int i = 0; i < MAX_DISCARDS && this.socket.read(this.loop.buffer()) > 0; i++) {
				// What it reads is not wanted
			}
		}
		catch (IOException ex) {
			// It is going to be closed anyway
		}
	}

	/** What the loop has done since this side has asked for the end. */
	private enum Farewell {

		NONE, ANNOUNCED, LINGERING

	}

	/** What is to be done at the end, each whatever becomes of the others. */
	private enum CloseStep {

		LEAVE_LOOP, DROP_INPUT, DROP_OUTPUT, CLOSE_SOCKET, END_INPUT, LEAVE_BUDGET, RELEASE_LOOP, TELL, END,
		WAKE_WAITERS, TELL_LAST

	}

}
