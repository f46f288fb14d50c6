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

import dev.localsocket.LocalSocket;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.stereotype.Component;

/**
 * Lists the commands.
 */
@Component
class HelpCommand implements Command {

	private final ListableBeanFactory beans;

	HelpCommand(ListableBeanFactory beans) {
		this.beans = beans;
	}

	@Override
	public Usage usage() {
		return new Usage("help", "list the commands");
	}

	@Override
	public List<String> run(List<String> arguments, LocalSocket caller) {
		return this.beans.getBeansOfType(Command.class)
			.values()
			.stream()
			.map(Command::usage)
			.map(HelpCommand::line)
			.sorted()
			.toList();
	}

	private static String line(Usage usage) {
		return "%-21s %s".formatted(usage.syntax(), usage.description());
	}

}
