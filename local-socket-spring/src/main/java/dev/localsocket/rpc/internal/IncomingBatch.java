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

package dev.localsocket.rpc.internal;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A batch of the peer: its replies are kept until there is one for each request.
 * Thread-safe.
 */
final class IncomingBatch {

	/** The elements that are not answered, notifications not counted. */
	private int unanswered;

	/** The elements that have not ended. Guarded by the lock of the queue. */
	private int open;

	private final List<ByteBuffer> replies = new ArrayList<>();

	/**
	 * Counts an element. To be called before the first one begins.
	 * @param replied whether it will be answered
	 */
	void add(boolean replied) {
		this.open++;
		this.unanswered += replied ? 1 : 0;
	}

	/**
	 * Takes a reply.
	 * @param reply the reply
	 * @return all replies if this was the last one, or null
	 */
	synchronized @Nullable List<ByteBuffer> answered(ByteBuffer reply) {
		this.replies.add(reply);
		this.unanswered--;
		return (this.unanswered == 0) ? this.replies : null;
	}

	/**
	 * Counts an element that has ended, under the lock of the queue.
	 * @return whether it was the last
	 */
	boolean ended() {
		this.open--;
		return this.open == 0;
	}

}
