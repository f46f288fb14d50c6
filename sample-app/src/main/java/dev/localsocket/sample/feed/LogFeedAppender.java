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

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.UnsynchronizedAppenderBase;

/**
 * Gives each log event to the {@link LogFeed}, line by line. What is logged while it does
 * so, on the same thread, is not given to the feed again: the superclass sees to that.
 */
class LogFeedAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {

	private static final String PATTERN = "%d{HH:mm:ss.SSS} %-5level %logger{36} - %msg%n";

	private final LogFeed feed;

	private final Layout<ILoggingEvent> layout;

	LogFeedAppender(LoggerContext context, LogFeed feed) {
		this.feed = feed;
		this.layout = layout(context);
		this.context = context;
		this.name = "feed";
	}

	private static Layout<ILoggingEvent> layout(LoggerContext context) {
		PatternLayout layout = new PatternLayout();
		layout.setContext(context);
		layout.setPattern(PATTERN);
		layout.start();
		return layout;
	}

	@Override
	protected void append(ILoggingEvent event) {
		this.layout.doLayout(event).lines().forEach(this.feed::send);
	}

}
