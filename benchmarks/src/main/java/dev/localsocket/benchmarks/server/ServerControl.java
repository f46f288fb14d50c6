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

package dev.localsocket.benchmarks.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;

/**
 * What the driver and a server under test say to each other over the standard streams:
 * the server says that it is ready, and where unless that is the path that it was given,
 * tells at the command "memory" how much of its heap is in use, and ends when the driver
 * does.
 */
final class ServerControl {

	private static final PrintStream answers = System.out;

	private ServerControl() {
	}

	/** Keeps the standard output for the driver: whatever is logged goes elsewhere. */
	static void reserveOutput() {
		System.setOut(System.err);
	}

	/** Obeys the driver, and ends the JVM when nothing more comes. */
	static void obey() throws IOException {
		obey("READY");
	}

	/** Does that, too, when the server listens at a port of the loopback interface. */
	static void obeyAtPort(int port) throws IOException {
		obey("READY tcp:" + port);
	}

	private static void obey(String greeting) throws IOException {
		say(greeting);
		BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		for (String command = commands.readLine(); command != null; command = commands.readLine()) {
			if (!command.equals("memory")) {
				throw new IllegalArgumentException("What does that mean: " + command);
			}
			say("heap=" + usedHeap());
		}
		System.exit(0);
	}

	/** What finalizers and cleaners let go is gone only after another collection. */
	private static long usedHeap() {
		System.gc();
		System.gc();
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

	private static void say(String line) {
		answers.println(line);
		answers.flush();
	}

}
