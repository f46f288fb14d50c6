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

import java.util.List;
import java.util.NoSuchElementException;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import dev.localsocket.console.ConsoleFollowers.FollowedReply;
import dev.localsocket.rpc.CommandException;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Follows the log of Logback: what is logged at a level or above it, by a logger or those
 * below it. What loggers log is not changed. Thread-safe.
 */
final class LogTail {

	private static final String PATTERN = "%d{HH:mm:ss.SSS} %-5level %logger{36} - %msg%n%ex";

	private LogTail() {
	}

	/**
	 * Tells whether the log can be followed.
	 * @return whether it is one of Logback
	 */
	static boolean isPossible() {
		return LoggerFactory.getILoggerFactory() instanceof LoggerContext;
	}

	/**
	 * Begins to follow the log.
	 * @param words the level and the logger, either of which can be left out
	 * @param lines gets what is logged
	 * @return the reply
	 * @throws CommandException if there is no such level
	 */
	static FollowedReply begin(List<String> words, FollowedLines lines) {
		if (words.size() > 2) {
			throw new CommandException("usage: tail [LEVEL] [LOGGER]");
		}
		Level level = words.isEmpty() ? Level.TRACE : Level.toLevel(words.get(0), null);
		if (level == null && words.size() == 2) {
			throw new CommandException(
					"there is no level '%s' but TRACE, DEBUG, INFO, WARN and ERROR".formatted(words.get(0)));
		}
		String logger = (words.size() == 2) ? words.get(1) : (level != null) ? "" : words.get(0);
		LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
		Tail tail = new Tail(context, (level != null) ? level : Level.TRACE, logger, lines);
		Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
		tail.start();
		root.addAppender(tail);
		return new Reply(lines, () -> {
			root.detachAppender(tail);
			tail.stop();
		});
	}

	/** Gives events to one follower. */
	private static final class Tail extends UnsynchronizedAppenderBase<ILoggingEvent> {

		private final PatternLayout layout = new PatternLayout();

		private final Level level;

		private final String logger;

		private final FollowedLines lines;

		Tail(LoggerContext context, Level level, String logger, FollowedLines lines) {
			this.level = level;
			this.logger = logger;
			this.lines = lines;
			this.context = context;
			this.layout.setContext(context);
			this.layout.setPattern(PATTERN);
		}

		@Override
		public void start() {
			this.layout.start();
			super.start();
		}

		@Override
		protected void append(ILoggingEvent event) {
			if (event.getLevel().isGreaterOrEqual(this.level) && isOf(event.getLoggerName())) {
				ConsoleReply.lines(this.layout.doLayout(event)).forEach(this.lines::add);
			}
		}

		private boolean isOf(String name) {
			return this.logger.isEmpty() || name.equals(this.logger) || name.startsWith(this.logger + ".");
		}

	}

	/** Waits for lines; when interrupted, there are no more. */
	private static final class Reply implements FollowedReply {

		private final FollowedLines lines;

		private final Runnable end;

		private @Nullable String next;

		Reply(FollowedLines lines, Runnable end) {
			this.lines = lines;
			this.end = end;
		}

		@Override
		public boolean hasNext() {
			if (this.next == null) {
				this.next = this.lines.take();
			}
			return this.next != null;
		}

		@Override
		public String next() {
			String current = hasNext() ? this.next : null;
			if (current == null) {
				throw new NoSuchElementException();
			}
			this.next = null;
			return current;
		}

		@Override
		public void close() {
			this.end.run();
		}

	}

}
