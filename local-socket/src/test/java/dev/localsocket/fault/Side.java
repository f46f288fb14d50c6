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
package dev.localsocket.fault;

import java.io.IOException;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.localsocket.fault.Peer.Refused;
import dev.localsocket.fault.Plan.Ending;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One side of a connection that carries out its plan, and notes what came of it. One
 * thread calls {@link #write()}, another one {@link #read}; what they noted is there for
 * others when both have returned.
 */
final class Side {

	private final Peer peer;

	private final Plan plan;

	private final AtomicBoolean ended = new AtomicBoolean();

	/** How many bytes were taken for sending, at least and at most. */
	private long least;

	private long most;

	private long received;

	/** Whether it saw the end of the input before it ended the connection itself. */
	private boolean sawTheEnd;

	Side(Peer peer, Plan plan) {
		this.peer = peer;
		this.plan = plan;
	}

	void write() throws IOException {
		Random random = new Random(this.plan.seed());
		Pattern pattern = new Pattern(this.plan.salt());
		try {
			while (this.least < this.plan.total()) {
				int chunk = (int) Math.min(1 + random.nextInt(this.plan.writeChunk()), this.plan.total() - this.least);
				this.least += this.peer.write(pattern.bytes(this.least, chunk));
			}
			this.most = this.least;
		}
		catch (Refused ex) {
			this.most = this.least + ex.most();
			this.least += ex.least();
		}
		if (this.plan.endsAfterWriting()) {
			end();
		}
		else {
			shutdownOutput();
		}
	}

	/** So that the other side does not wait for more, while this one waits for it. */
	private void shutdownOutput() throws IOException {
		try {
			this.peer.shutdownOutput();
		}
		catch (IOException ex) {
			assertThat(this.ended).as("ended by this side, before it ended its output: " + ex).isTrue();
		}
	}

	void read(int salt) throws IOException {
		Random random = new Random(~this.plan.seed());
		Pattern pattern = new Pattern(salt);
		byte[] target = new byte[this.plan.readChunk()];
		boolean wanted = true;
		while (wanted) {
			int count = readSome(target, 1 + random.nextInt(target.length));
			if (count > 0) {
				pattern.check(target, count, this.received);
				this.received += count;
			}
			wanted = count > 0 && (this.plan.endsAfterWriting() || this.received < this.plan.endAfter());
		}
		if (!this.plan.endsAfterWriting()) {
			end();
		}
	}

	private int readSome(byte[] target, int count) throws IOException {
		try {
			int read = this.peer.read(target, count);
			// Whether this side has ended is to be known after the end was seen
			this.sawTheEnd = read < 0 && (this.plan.ending() == Ending.SHUTDOWN || !this.ended.get());
			return read;
		}
		catch (IOException ex) {
			assertThat(this.ended).as("ended by this side, before it read: " + ex).isTrue();
			return -1;
		}
	}

	private void end() throws IOException {
		if (this.ended.compareAndSet(false, true)) {
			switch (this.plan.ending()) {
				case SHUTDOWN -> this.peer.shutdownOutput();
				case DISCONNECT -> this.peer.disconnect();
				case ABORT, KILL -> this.peer.abort();
			}
		}
	}

	/** To be called when both threads have returned. */
	void close() throws IOException {
		this.peer.disconnect();
	}

	Plan plan() {
		return this.plan;
	}

	long received() {
		return this.received;
	}

	/**
	 * Checks what the other side has received of what this side has sent.
	 * @return whether that is all
	 */
	boolean checkReceived(Side other) {
		assertThat(other.received).as("received bytes").isLessThanOrEqualTo(this.most);
		if (endsInOrder() && other.sawTheEnd) {
			assertThat(other.received).as("received bytes after an orderly end").isBetween(this.least, this.most);
		}
		return this.least == this.most && other.received == this.most;
	}

	/** Closing a socket of the JDK loses nothing: what was written is with the kernel. */
	private boolean endsInOrder() {
		return this.plan.ending() != Ending.ABORT || this.peer instanceof ForeignPeer;
	}

	boolean hasSeenTheEnd() {
		return this.sawTheEnd;
	}

	@Override
	public String toString() {
		return "%s, wrote %d to %d, received %d, saw the end: %s".formatted(this.plan, this.least, this.most,
				this.received, this.sawTheEnd);
	}

}
