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

package dev.localsocket.web;

import java.io.IOException;

/**
 * A web application in a process of its own, which says when it is ready, and ends with
 * its input.
 */
final class EngineProcess {

	private EngineProcess() {
	}

	/**
	 * Runs the application.
	 * @param args the engine, and properties
	 */
	public static void main(String[] args) throws IOException {
		try (var context = Engine.valueOf(args[0]).application().properties("logging.level.root=off").run(args)) {
			System.out.println(context.isRunning() ? "ready" : "not running");
			while (System.in.read() >= 0) {
				// Whoever has started it ends it
			}
		}
	}

}
