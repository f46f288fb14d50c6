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

import org.jspecify.annotations.Nullable;

/**
 * The descriptors that a connection has received and nobody has taken. They are closed
 * with the connection, or at last when it is forgotten. The loop adds, any thread takes.
 * Thread-safe.
 */
public final class ReceivedDescriptors {

	/** Null while none may wait, as for most connections. */
	private volatile @Nullable Waiting waiting;

	private volatile int max;

	/** Guarded by this. */
	private boolean closed;

	/**
	 * Limits the descriptors that wait to be taken.
	 * @param max the limit, by default 0; with 0, none should be received
	 */
	public synchronized void setMax(int max) {
		if (max > 0 && this.waiting == null) {
			Waiting created = new Waiting(this.closed);
			Watch.cleaner.register(this, created::close);
			this.waiting = created;
		}
		this.max = max;
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
		Waiting current = this.waiting;
		return received.isEmpty() || (current != null && current.add(received, this.max));
	}

	/**
	 * Takes the descriptors that wait.
	 * @return the descriptors, which the caller must close
	 */
	public List<FileDescriptor> take() {
		Waiting current = this.waiting;
		return (current != null) ? current.take() : new ArrayList<>();
	}

	/** Closes the descriptors that wait, and those that come. */
	public synchronized void close() {
		this.closed = true;
		Waiting current = this.waiting;
		if (current != null) {
			current.close();
		}
	}

	/** Its thread is started with the first connection that wants descriptors. */
	private static final class Watch {

		private static final Cleaner cleaner = Cleaner.create();

	}

	/** Guarded by itself; does not know who is to be forgotten. */
	private static final class Waiting {

		private List<FileDescriptor> descriptors = new ArrayList<>();

		private boolean closed;

		Waiting(boolean closed) {
			this.closed = closed;
		}

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
