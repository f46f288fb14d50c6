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

import java.util.Arrays;
import java.util.Objects;
import java.util.function.BiConsumer;

import dev.localsocket.log.SafeLogger;

/**
 * The callbacks of one socket. What one of them throws is logged and keeps no other from
 * being told. Thread-safe.
 */
final class SocketCallbacks {

	private static final SafeLogger logger = new SafeLogger(LocalSocket.class);

	/** Looked up once for each class, not for each connection. */
	private static final ClassValue<Boolean> toldOfWritesByType = new ClassValue<>() {

		@Override
		protected Boolean computeValue(Class<?> type) {
			return isToldOfWrites(type);
		}

	};

	private final LocalSocket socket;

	private static final LocalSocketCallbacks[] NONE = {};

	/** An array, to go through which takes no memory. Replaced under the monitor. */
	private volatile LocalSocketCallbacks[] callbacks = NONE;

	private volatile boolean toldOfWrites;

	SocketCallbacks(LocalSocket socket) {
		this.socket = socket;
	}

	synchronized void add(LocalSocketCallbacks callbacks) {
		Objects.requireNonNull(callbacks, "The callbacks must not be null");
		LocalSocketCallbacks[] all = Arrays.copyOf(this.callbacks, this.callbacks.length + 1);
		all[all.length - 1] = callbacks;
		this.callbacks = all;
		this.toldOfWrites |= toldOfWritesByType.get(callbacks.getClass());
	}

	private static boolean isToldOfWrites(Class<?> type) {
		try {
			return type.getMethod("bytesWritten", LocalSocket.class, long.class)
				.getDeclaringClass() != LocalSocketCallbacks.class;
		}
		catch (NoSuchMethodException ex) {
			// Not kept in a native image
			return true;
		}
	}

	/** Whether a callback was added that does something when bytes are written. */
	boolean areToldOfWrites() {
		return this.toldOfWrites;
	}

	/** Removes one if it is there, once if it is there more often. */
	synchronized void remove(LocalSocketCallbacks callbacks) {
		int index = Arrays.asList(this.callbacks).indexOf(callbacks);
		if (index >= 0) {
			LocalSocketCallbacks[] rest = Arrays.copyOf(this.callbacks, this.callbacks.length - 1);
			System.arraycopy(this.callbacks, index + 1, rest, index, rest.length - index);
			this.callbacks = rest;
		}
	}

	void tellError(Failure failure) {
		tell((callback, socket) -> callback.errorOccurred(socket, failure.error(), failure.text()));
	}

	void tellState(LocalSocket.State state) {
		tell((callback, socket) -> callback.stateChanged(socket, state));
	}

	void tell(BiConsumer<LocalSocketCallbacks, LocalSocket> call) {
		for (LocalSocketCallbacks callback : this.callbacks) {
			try {
				call.accept(callback, this.socket);
			}
			catch (RuntimeException | Error ex) {
				report(ex);
			}
		}
	}

	private void report(Throwable failure) {
		try {
			this.socket.peerLog()
				.log(logger::warn, failure, () -> "A callback of the %s failed".formatted(this.socket));
		}
		catch (OutOfMemoryError ex) {
			// The others are to be told all the same
		}
	}

}
