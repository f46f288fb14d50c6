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

package dev.localsocket.transport.spi;

import java.io.FileDescriptor;
import java.lang.ref.Cleaner;
import java.util.ArrayList;
import java.util.List;

/**
 * The descriptors that a connection has received and nobody has taken. They are closed
 * with the connection, or at last when it is forgotten. The loop adds, any thread takes.
 * Thread-safe.
 */
public final class ReceivedDescriptors {

	private final Waiting waiting = new Waiting();

	private volatile int max;

	/** Guarded by this: whether the waiting ones are closed when this is forgotten. */
	private boolean watched;

	/**
	 * Limits the descriptors that wait to be taken.
	 * @param max the limit, by default 0; with 0, none should be received
	 */
	public synchronized void setMax(int max) {
		this.max = max;
		if (max > 0 && !this.watched) {
			this.watched = true;
			Watch.cleaner.register(this, this.waiting::close);
		}
	}

	public int max() {
		return this.max;
	}

	/**
	 * Adds descriptors, or closes them if nobody will take them.
	 * @param received the descriptors
	 * @return whether there was room; if not, they still belong to the caller
	 */
	public boolean add(List<FileDescriptor> received) {
		return received.isEmpty() || this.waiting.add(received, this.max);
	}

	/**
	 * Takes the descriptors that wait.
	 * @return the descriptors, which the caller must close
	 */
	public List<FileDescriptor> take() {
		return this.waiting.take();
	}

	/** Closes the descriptors that wait, and those that come. */
	public void close() {
		this.waiting.close();
	}

	/** Its thread is started with the first connection that wants descriptors. */
	private static final class Watch {

		private static final Cleaner cleaner = Cleaner.create();

	}

	/** Guarded by itself; does not know who is to be forgotten. */
	private static final class Waiting {

		private List<FileDescriptor> descriptors = new ArrayList<>();

		private boolean closed;

		public synchronized boolean add(List<FileDescriptor> received, int max) {
			if (this.closed) {
				FileDescriptors.close(received);
				return true;
			}
			boolean room = received.size() <= max - this.descriptors.size();
			if (room) {
				this.descriptors.addAll(received);
			}
			return room;
		}

		public synchronized List<FileDescriptor> take() {
			List<FileDescriptor> taken = this.descriptors;
			this.descriptors = new ArrayList<>();
			return taken;
		}

		public void close() {
			synchronized (this) {
				this.closed = true;
				if (this.descriptors.isEmpty()) {
					return;
				}
			}
			FileDescriptors.close(take());
		}

	}

}
