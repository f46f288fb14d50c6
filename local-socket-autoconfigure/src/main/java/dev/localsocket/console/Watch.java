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

import java.time.Duration;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.localsocket.console.ConsoleFollowers.FollowedReply;

/**
 * Repeats a command, with a line that tells the time before each reply. It waits between
 * the end of one reply and the next.
 */
final class Watch implements FollowedReply {

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

	private final Duration pause;

	private final Supplier<List<String>> command;

	private final FollowedLines lines;

	private Iterator<String> current;

	/**
	 * Creates a reply.
	 * @param pause how long to wait between two replies
	 * @param command is repeated
	 * @param lines tells of the end
	 */
	Watch(Duration pause, Supplier<List<String>> command, FollowedLines lines) {
		this.pause = pause;
		this.command = command;
		this.lines = lines;
		this.current = round();
	}

	private Iterator<String> round() {
		List<String> reply = this.command.get();
		return Stream.concat(Stream.of("--- " + LocalTime.now().format(TIME)), reply.stream()).iterator();
	}

	@Override
	public boolean hasNext() {
		if (this.current.hasNext()) {
			return true;
		}
		try {
			if (this.lines.awaitEnd(this.pause)) {
				return false;
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
		this.current = round();
		return true;
	}

	@Override
	public String next() {
		if (!this.current.hasNext()) {
			throw new NoSuchElementException();
		}
		return this.current.next();
	}

	@Override
	public void close() {
		this.lines.end();
	}

}
