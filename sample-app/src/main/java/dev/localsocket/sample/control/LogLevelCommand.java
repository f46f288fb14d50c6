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

package dev.localsocket.sample.control;

import dev.localsocket.annotation.LocalSocketListener;
import dev.localsocket.framing.LineFraming;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.stereotype.Component;

/**
 * Changes the level of a logger.
 */
@Component
class LogLevelCommand {

	private final LoggingSystem loggingSystem;

	LogLevelCommand(LoggingSystem loggingSystem) {
		this.loggingSystem = loggingSystem;
	}

	@LocalSocketListener(servers = "control", route = "loglevel",
			description = "change the level of a logger, such as ROOT")
	String change(String logger, LogLevel level) {
		this.loggingSystem.setLogLevel(logger, level);
		return LineFraming.escape(logger) + " " + level;
	}

}
