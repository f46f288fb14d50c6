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

import java.nio.charset.StandardCharsets;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.encoder.Encoder;

/**
 * Gives each log event to the {@link LogFeed}. What is logged while it does so, on the
 * same thread, is not given to the feed again: the superclass sees to that.
 */
class LogFeedAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {

	private static final String PATTERN = "%d{HH:mm:ss.SSS} %-5level %logger{36} - %msg%n";

	private final LogFeed feed;

	private final Encoder<ILoggingEvent> encoder;

	LogFeedAppender(LoggerContext context, LogFeed feed) {
		this.feed = feed;
		this.encoder = encoder(context);
		this.context = context;
		this.name = "feed";
	}

	private static Encoder<ILoggingEvent> encoder(LoggerContext context) {
		PatternLayoutEncoder encoder = new PatternLayoutEncoder();
		encoder.setContext(context);
		encoder.setCharset(StandardCharsets.UTF_8);
		encoder.setPattern(PATTERN);
		encoder.start();
		return encoder;
	}

	@Override
	protected void append(ILoggingEvent event) {
		if (this.feed.clients() > 0) {
			this.feed.send(this.encoder.encode(event));
		}
	}

}
