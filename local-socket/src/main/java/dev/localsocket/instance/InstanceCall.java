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

package dev.localsocket.instance;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.time.Duration;

import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import dev.localsocket.instance.InstanceAnswer.Kind;

/**
 * One attempt of a second process to have its arguments handled by the first. Nothing is
 * sent before the first one says that it is going to handle it: whatever happens until
 * then, the attempt can be repeated. For one thread.
 */
public final class InstanceCall {

	private static final int INPUT_SIZE = 8 * 1024;

	private final InstancePlace place;

	private final boolean input;

	private final byte[] request;

	private final InstanceStreams streams;

	private final InstanceTimeouts timeouts;

	/** Whether the arguments may have been received. */
	private boolean handedOver;

	/** Until when the first one must have begun, and then, must have ended. */
	private long deadline;

	/**
	 * Creates a call.
	 * @param place where the first process listens
	 * @param request what to hand over
	 * @param streams where to read and print
	 * @param timeouts how long to wait
	 * @throws IllegalArgumentException if it is too much to be handed over
	 */
	public InstanceCall(InstancePlace place, InstanceRequest request, InstanceStreams streams,
			InstanceTimeouts timeouts) {
		this.place = place;
		this.input = request.input();
		this.request = request.toBytes();
		this.streams = streams;
		this.timeouts = timeouts;
	}

	/**
	 * Makes the call. Blocks until it has been answered or has failed.
	 * @param left how long the first one may still take until it begins
	 * @return the answer
	 * @throws InterruptedIOException if the thread is interrupted; it stays so
	 */
	public InstanceAnswer make(Duration left) throws InterruptedIOException {
		this.deadline = System.nanoTime() + left.toNanos();
		try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
				SilenceWatch watch = new SilenceWatch(channel)) {
			watch.start();
			return make(channel, watch);
		}
		catch (ClosedByInterruptException ex) {
			throw new InterruptedIOException("Interrupted while waiting for the first instance");
		}
		catch (LocalSocketException ex) {
			return (ex.error() == SocketError.PEER_CLOSED) ? gone()
					: InstanceAnswer.of(Kind.REFUSED, String.valueOf(ex.getMessage()));
		}
		catch (ProtocolException ex) {
			return foreign();
		}
		catch (OutputFailedException ex) {
			return InstanceAnswer.of(Kind.OUTPUT_FAILED, "The answer of the first instance could not be printed");
		}
		catch (IOException ex) {
			return gone();
		}
	}

	private InstanceAnswer make(SocketChannel channel, SilenceWatch watch) throws IOException {
		try {
			watch.begin(patience());
			if (!connect(channel)) {
				return InstanceAnswer.of(Kind.GONE, "");
			}
			this.place.check(channel);
			return converse(new FrameChannel(channel), watch);
		}
		catch (ClosedByInterruptException ex) {
			throw ex;
		}
		catch (ClosedChannelException ex) {
			return watch.hasExpired() ? silent() : gone();
		}
	}

	/** A connect waits while the queue of the kernel is full. */
	private boolean connect(SocketChannel channel) throws IOException {
		try {
			channel.connect(UnixDomainSocketAddress.of(this.place.socket()));
			return true;
		}
		catch (ConnectException ex) {
			return false;
		}
		catch (SocketException ex) {
			if (Files.exists(this.place.socket(), LinkOption.NOFOLLOW_LINKS)
					&& !Files.isWritable(this.place.socket())) {
				throw new LocalSocketException(SocketError.ACCESS_DENIED,
						"This user may not connect to '%s'".formatted(this.place.socket()), ex);
			}
			return false;
		}
	}

	private InstanceAnswer converse(FrameChannel channel, SilenceWatch watch) throws IOException {
		int version = read(channel, watch).version();
		if (version < 0) {
			return foreign();
		}
		if (version != InstanceFrame.VERSION) {
			return InstanceAnswer.of(Kind.UNKNOWN_PROTOCOL,
					"The first instance at '%s' speaks version %d, this one version %d: end it before"
						.formatted(this.place.socket(), version, InstanceFrame.VERSION));
		}
		while (true) {
			InstanceFrame frame = read(channel, watch);
			switch (frame.type()) {
				case InstanceFrame.GO -> handOver(channel, watch);
				case InstanceFrame.WANT_INPUT -> sendInput(channel);
				case InstanceFrame.OUTPUT -> print(this.streams.output(), frame.content());
				case InstanceFrame.ERROR -> print(this.streams.error(), frame.content());
				case InstanceFrame.REFUSED -> {
					return InstanceAnswer.of(Kind.REFUSED, frame.text());
				}
				case InstanceFrame.EXIT -> {
					return new InstanceAnswer(Kind.ANSWERED, frame.number(), "");
				}
				default -> {
					// It is alive, or newer
				}
			}
		}
	}

	private InstanceFrame read(FrameChannel channel, SilenceWatch watch) throws IOException {
		watch.begin(patience());
		InstanceFrame frame = channel.read();
		watch.stop();
		return frame;
	}

	private long patience() {
		long silence = this.timeouts.silence().toNanos();
		boolean limited = !this.handedOver || !this.timeouts.answer().isZero();
		return limited ? Math.min(silence, Math.max(0, this.deadline - System.nanoTime())) : silence;
	}

	private void handOver(FrameChannel channel, SilenceWatch watch) throws IOException {
		this.deadline = System.nanoTime() + this.timeouts.answer().toNanos();
		this.handedOver = true;
		watch.begin(this.timeouts.silence().toNanos());
		channel.write(InstanceFrame.of(InstanceFrame.REQUEST, this.request));
		watch.stop();
	}

	/** The thread is left alone in the end, because nothing ends a read of a terminal. */
	private void sendInput(FrameChannel channel) {
		if (this.input) {
			Thread thread = new Thread(() -> pump(this.streams.input(), channel), "local-socket-instance-input");
			thread.setDaemon(true);
			thread.start();
		}
	}

	private static void pump(InputStream input, FrameChannel channel) {
		byte[] bytes = new byte[INPUT_SIZE];
		try {
			for (int count = input.read(bytes); count >= 0; count = input.read(bytes)) {
				if (count > 0) {
					channel.write(InstanceFrame.of(InstanceFrame.INPUT, bytes, 0, count));
				}
			}
			channel.write(InstanceFrame.of(InstanceFrame.INPUT));
		}
		catch (IOException ex) {
			// Nobody wants it any more, or there is none: the first one sees no end
			endQuietly(channel);
		}
	}

	private static void endQuietly(FrameChannel channel) {
		try {
			channel.write(InstanceFrame.of(InstanceFrame.INPUT));
		}
		catch (IOException ex) {
			// The call is over
		}
	}

	private static void print(OutputStream output, byte[] bytes) throws OutputFailedException {
		try {
			output.write(bytes);
			output.flush();
		}
		catch (IOException ex) {
			throw new OutputFailedException(ex);
		}
		if (output instanceof PrintStream stream && stream.checkError()) {
			throw new OutputFailedException(null);
		}
	}

	private InstanceAnswer silent() {
		if (System.nanoTime() >= this.deadline && (!this.handedOver || !this.timeouts.answer().isZero())) {
			Duration limit = this.handedOver ? this.timeouts.answer() : this.timeouts.start();
			return InstanceAnswer.of(Kind.BUSY, "The first instance at '%s' has not %s within %d ms".formatted(
					this.place.socket(), this.handedOver ? "answered" : "begun to handle this call", limit.toMillis()));
		}
		return InstanceAnswer.of(Kind.HANGING, "The first instance at '%s' hangs: it has said nothing for %d ms"
			.formatted(this.place.socket(), this.timeouts.silence().toMillis()));
	}

	private InstanceAnswer foreign() {
		return InstanceAnswer.of(Kind.UNKNOWN_PROTOCOL,
				"'%s' belongs to another kind of server: choose another name".formatted(this.place.socket()));
	}

	private InstanceAnswer gone() {
		return this.handedOver
				? InstanceAnswer.of(Kind.LOST,
						"The first instance at '%s' has ended before it had answered".formatted(this.place.socket()))
				: InstanceAnswer.of(Kind.GONE, "");
	}

}
