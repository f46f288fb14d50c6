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

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

import dev.localsocket.InstanceScope;
import dev.localsocket.SingleInstance;

/**
 * A process that wants to be the only one.
 */
public final class InstanceMain {

	private InstanceMain() {
	}

	/**
	 * The first one prints {@code FIRST}, and a line for each second one, whom it
	 * answers, until its input ends.
	 * @param args the scope, the directory, and what to hand over
	 * @throws IOException if it can be neither
	 */
	public static void main(String[] args) throws IOException {
		SingleInstance instance = SingleInstance.builder("app")
			.scope(InstanceScope.valueOf(args[0]))
			.directory(Path.of(args[1]))
			.timeout(Duration.ofSeconds(2))
			.acquire(Arrays.copyOfRange(args, 2, args.length));
		if (!instance.isFirst()) {
			System.exit(instance.exitStatus());
		}
		System.out.println("FIRST");
		instance.onSecondInstance((second) -> {
			System.out.println(second.arguments());
			if (second.arguments().contains("wait")) {
				Thread.sleep(Long.MAX_VALUE);
			}
			second.reply("answer to %s%n".formatted(second.arguments()));
			second.exit(7);
		});
		while (System.in.read() >= 0) {
			// Until the end of the input
		}
		instance.close();
	}

}
