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

import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.localsocket.LocalSocket;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.stereotype.Component;

/**
 * Changes the level of a logger.
 */
@Component
class LogLevelCommand implements Command {

	private final LoggingSystem loggingSystem;

	LogLevelCommand(LoggingSystem loggingSystem) {
		this.loggingSystem = loggingSystem;
	}

	@Override
	public Usage usage() {
		return new Usage("loglevel LOGGER LEVEL", "change the level of a logger, such as ROOT");
	}

	@Override
	public List<String> run(List<String> arguments, LocalSocket caller) {
		return List.of(change(arguments.get(0), arguments.get(1)));
	}

	private String change(String logger, String name) {
		Set<LogLevel> levels = this.loggingSystem.getSupportedLogLevels();
		Optional<LogLevel> level = levels.stream()
			.filter((supported) -> supported.name().equalsIgnoreCase(name))
			.findFirst();
		level.ifPresent((value) -> this.loggingSystem.setLogLevel(logger, value));
		return level.map((value) -> logger + " " + value)
			.orElseGet(() -> "error: unknown level '%s', use one of %s".formatted(name, levels));
	}

}
