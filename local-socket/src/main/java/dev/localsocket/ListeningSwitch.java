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

import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import dev.localsocket.transport.endpoint.ServerEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * The change of a server between listening and not listening. Thread-safe: what there is
 * can be read at any time without waiting.
 */
final class ListeningSwitch {

	/**
	 * Held for that change, which may take the time of a few file system operations.
	 * Listeners are not called under it, and nothing that an event loop does is waited
	 * for under it.
	 */
	private final ReentrantLock lock = new ReentrantLock();

	private final ServerState state;

	private volatile @Nullable Listening current;

	ListeningSwitch(ServerState state) {
		this.state = state;
	}

	@Nullable Listening current() {
		return this.current;
	}

	void resumeAccepting() {
		Listening current = this.current;
		if (current != null) {
			current.acceptor().resume();
		}
	}

	/**
	 * Turns the server on, unless it is.
	 * @param starter begins to listen, not yet to accept
	 * @return what was begun, or null if the server was listening or now has a failure
	 */
	@Nullable Listening turnOn(Starter starter) {
		this.lock.lock();
		try {
			return (this.current != null) ? null : turnOnOrFail(starter);
		}
		catch (LocalSocketException ex) {
			this.state.notices().cannotBegin(Failure.of(ex));
			return null;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Turns the server on, which is off.
	 * @param starter begins to listen, not yet to accept
	 * @return what was begun
	 * @throws LocalSocketException if that failed; the caller tells it
	 */
	Listening turnOnOrFail(Starter starter) throws LocalSocketException {
		this.lock.lock();
		try {
			Listening before = this.current;
			if (before != null) {
				throw new LocalSocketException(SocketError.ADDRESS_IN_USE,
						"The server listens at '%s' already".formatted(before.endpoint().address()));
			}
			Listening started = starter.start();
			this.state.notices().begin(started.run().peerLog());
			this.state.pending().open(started.run());
			this.current = started;
			return started;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Does something while the server listens, and cannot be turned off.
	 * @param <T> the type of the result
	 * @param expected how it must listen
	 * @param task what is to be done; neither listeners nor loops may be waited for
	 * @return the result
	 * @throws LocalSocketException if it does not listen so any more, or what the task
	 * throws
	 */
	<T> T whileOn(Listening expected, Task<T> task) throws LocalSocketException {
		this.lock.lock();
		try {
			if (this.current != expected) {
				throw HandoverGroup.stopped("A server was stopped or started meanwhile: try again");
			}
			return task.run();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Turns the server off and leaves its endpoint, which stays open, to another process,
	 * together with those of other servers: all, or none. What it has accepted can still
	 * be taken. Each caller takes the locks of servers of one group, and is the only one
	 * that takes more than one of these.
	 * @param expected how it must listen
	 * @param others turns the others off, under the lock, and tells whether it did
	 * @return whether that was done
	 */
	boolean handOver(Listening expected, BooleanSupplier others) {
		this.lock.lock();
		try {
			if (this.current != expected || !others.getAsBoolean()) {
				return false;
			}
			this.current = null;
			this.state.pending().retire();
			this.state.notices().clearFailure();
			expected.guard().stop();
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Turns the server off, if it is on. Its endpoint stays open.
	 * @return what was ended, of which there may be nothing
	 */
	Ended turnOff() {
		this.lock.lock();
		try {
			Listening stopped = this.current;
			List<LocalSocket> untaken = this.state.pending().close();
			this.current = null;
			this.state.notices().clearFailure();
			if (stopped != null) {
				stopped.guard().stop();
			}
			return new Ended(stopped, untaken);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Changes what must stay while the server listens.
	 * @param what what it is, in words
	 * @param change the change
	 * @throws IllegalStateException if the server listens
	 */
	void whileOff(String what, Runnable change) {
		this.lock.lock();
		try {
			Listening current = this.current;
			if (current != null) {
				throw new IllegalStateException("Set %s before listen(); the server listens at '%s'".formatted(what,
						current.endpoint().address()));
			}
			change.run();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Tells whether a run has lost its file. Under the lock, because after it the server
	 * deletes the file itself.
	 * @param run the run
	 * @return whether it goes on and has lost it
	 */
	boolean hasLostFile(ServerRun run) {
		this.lock.lock();
		try {
			Listening current = ofRun(run);
			return current != null && !current.endpoint().isIntact();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Publishes the socket of a run again.
	 * @param run the run
	 * @return whether that was done; false if the run is over, that is not wanted, or
	 * something is in the way
	 * @throws LocalSocketException if it failed
	 */
	boolean republish(ServerRun run) throws LocalSocketException {
		this.lock.lock();
		try {
			Listening current = ofRun(run);
			ServerEndpoint another = (current != null && this.state.settings().republish())
					? current.endpoint().listenAgain() : null;
			if (current == null || another == null) {
				return false;
			}
			Listening next = current.at(another);
			this.current = next;
			next.acceptor().resume();
			current.acceptor().retire();
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	private @Nullable Listening ofRun(ServerRun run) {
		Listening current = this.current;
		return (current != null && current.run() == run) ? current : null;
	}

	/** Begins to listen. */
	@FunctionalInterface
	interface Starter {

		Listening start() throws LocalSocketException;

	}

	/**
	 * Is done while the server listens.
	 *
	 * @param <T> the type of the result
	 */
	@FunctionalInterface
	interface Task<T> {

		T run() throws LocalSocketException;

	}

	/**
	 * What is left to be closed.
	 *
	 * @param listening what there was, or null if the server was not listening
	 * @param untaken the connections that nobody has taken
	 */
	record Ended(@Nullable Listening listening, List<LocalSocket> untaken) {

	}

}
