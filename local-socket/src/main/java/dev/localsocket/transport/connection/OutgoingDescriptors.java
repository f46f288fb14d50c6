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
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The descriptors that wait to be sent, each batch with the byte at a position of the
 * output. Guarded by the lock of the {@link OutputBuffer}.
 */
final class OutgoingDescriptors {

	/** What a peer that does not read can make this process hold. */
	private static final int MAX = 240;

	private final Deque<Batch> batches = new ArrayDeque<>(1);

	private int count;

	/**
	 * Adds a batch, unless too many descriptors wait already.
	 * @param position the position of the byte with which it goes
	 * @param descriptors the descriptors
	 * @return whether it was added
	 */
	boolean add(long position, List<FileDescriptor> descriptors) {
		if (this.count + descriptors.size() > MAX) {
			return false;
		}
		this.batches.add(new Batch(position, descriptors));
		this.count += descriptors.size();
		return true;
	}

	/**
	 * Sees to it that the bytes of one system call go with one batch at most, and that
	 * its byte is the first of them.
	 * @param position the position of the first byte
	 * @param target limited to the bytes that may go
	 */
	void clip(long position, ByteBuffer target) {
		for (Batch batch : this.batches) {
			long distance = batch.position() - position;
			if (distance > 0) {
				target.limit((int) Math.min(target.limit(), target.position() + distance));
				return;
			}
		}
	}

	/**
	 * Returns what has to go with a byte.
	 * @param position the position of the byte
	 * @return the descriptors, of which there may be none
	 */
	List<FileDescriptor> at(long position) {
		Batch first = this.batches.peek();
		return (first != null && first.position() == position) ? first.descriptors() : List.of();
	}

	/**
	 * Removes the batches of bytes that have been sent.
	 * @param position the position of the first byte that has not
	 * @return the descriptors, which the caller must close
	 */
	List<FileDescriptor> removeBefore(long position) {
		List<FileDescriptor> removed = new ArrayList<>();
		for (Batch first = this.batches.peek(); first != null
				&& first.position() < position; first = this.batches.peek()) {
			removed.addAll(first.descriptors());
			this.batches.remove();
		}
		this.count -= removed.size();
		return removed;
	}

	/** The descriptors that go with the byte at a position. */
	private record Batch(long position, List<FileDescriptor> descriptors) {

	}

}
