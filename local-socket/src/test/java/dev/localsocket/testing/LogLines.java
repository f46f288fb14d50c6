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

package dev.localsocket.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * What a class logs without Spring, from now on until this is closed. What its logger
 * prints cannot be captured for each test: the handler keeps the first stream it saw.
 */
public final class LogLines extends Handler {

	private final List<String> lines = new CopyOnWriteArrayList<>();

	private final Logger logger;

	public LogLines(Class<?> type) {
		this.logger = Logger.getLogger(type.getName());
		this.logger.addHandler(this);
	}

	@Override
	public void publish(LogRecord record) {
		this.lines.add(record.getMessage());
	}

	/**
	 * Returns the lines so far.
	 * @return the messages
	 */
	public List<String> lines() {
		return this.lines;
	}

	@Override
	public void flush() {
	}

	@Override
	public void close() {
		this.logger.removeHandler(this);
	}

}
