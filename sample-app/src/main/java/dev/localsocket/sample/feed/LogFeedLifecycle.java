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

package dev.localsocket.sample.feed;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Connects the log with the feed while the application runs: before the servers listen,
 * and until they have stopped.
 */
@Component
class LogFeedLifecycle implements SmartLifecycle {

	private final Logger logger;

	private final LogFeedAppender appender;

	LogFeedLifecycle(LogFeed feed) {
		LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
		this.logger = context.getLogger(Logger.ROOT_LOGGER_NAME);
		this.appender = new LogFeedAppender(context, feed);
	}

	@Override
	public void start() {
		this.appender.start();
		this.logger.addAppender(this.appender);
	}

	@Override
	public void stop() {
		this.logger.detachAppender(this.appender);
		this.appender.stop();
	}

	@Override
	public boolean isRunning() {
		return this.appender.isStarted();
	}

	@Override
	public int getPhase() {
		return 0;
	}

}
