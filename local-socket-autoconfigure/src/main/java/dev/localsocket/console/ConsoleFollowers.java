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
package dev.localsocket.console;

import java.util.Iterator;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import dev.localsocket.rpc.CommandException;

/**
 * The replies that have no end of their own: each goes on until its connection ends, or
 * this is closed. Each has a thread while its peer reads, so there is a limit to them.
 * Thread-safe.
 */
final class ConsoleFollowers implements AutoCloseable {

	static final int LIMIT = 16;

	private final Set<FollowedLines> followers = ConcurrentHashMap.newKeySet();

	private boolean closed;

	/**
	 * Begins such a reply.
	 * @param begin makes it, of what tells it to end
	 * @return its lines, to be closed
	 * @throws CommandException if there are as many as may be
	 */
	Stream<String> follow(Function<FollowedLines, FollowedReply> begin) {
		FollowedLines lines = new FollowedLines();
		add(lines);
		try {
			FollowedReply reply = begin.apply(lines);
			return StreamSupport.stream(Spliterators.spliteratorUnknownSize(reply, Spliterator.ORDERED), false)
				.onClose(() -> remove(lines))
				.onClose(reply::close);
		}
		catch (RuntimeException | Error ex) {
			remove(lines);
			throw ex;
		}
	}

	private synchronized void add(FollowedLines lines) {
		if (this.closed) {
			throw new CommandException("the server stops");
		}
		if (this.followers.size() >= LIMIT) {
			throw new CommandException(
					"%d commands are being followed, and no more may be; end one of them".formatted(LIMIT));
		}
		this.followers.add(lines);
	}

	private synchronized void remove(FollowedLines lines) {
		this.followers.remove(lines);
	}

	/** Ends all, and lets none begin. */
	@Override
	public synchronized void close() {
		this.closed = true;
		this.followers.forEach(FollowedLines::end);
	}

	/** Lets replies begin again. */
	synchronized void open() {
		this.closed = false;
	}

	/** The lines of a reply, read by one thread at a time. */
	interface FollowedReply extends Iterator<String>, AutoCloseable {

		@Override
		void close();

	}

}
