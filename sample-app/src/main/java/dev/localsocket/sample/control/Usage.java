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

/**
 * How to type a command.
 *
 * @param syntax the name, and a word for each argument; optional ones in brackets
 * @param description what it does
 */
record Usage(String syntax, String description) {

	String name() {
		return words().get(0);
	}

	boolean allows(int arguments) {
		long required = words().stream().filter((word) -> !word.startsWith("[")).count() - 1;
		return arguments >= required && arguments < words().size();
	}

	private List<String> words() {
		return List.of(this.syntax.split(" "));
	}

}
