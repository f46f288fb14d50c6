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
package dev.localsocket.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * The programs of peers, for one description: that of a process is looked up once. To be
 * used by one thread.
 */
final class PeerCommands {

	/** The kernel tells the start of a process in hundredths of a second. */
	private static final Duration PRECISION = Duration.ofSeconds(1);

	private final Map<Long, Optional<ProcessHandle.Info>> processes = new HashMap<>();

	/**
	 * Finds the program of a peer. A process that is younger than the connection has only
	 * got the number of the peer, which has ended.
	 * @param pid the id of the peer's process
	 * @param age how long ago it has connected
	 * @return the path of the program, or null where it may not be read
	 */
	@Nullable String find(long pid, Duration age) {
		Instant connected = Instant.now().minus(age);
		return this.processes.computeIfAbsent(pid, PeerCommands::info)
			.filter((info) -> info.startInstant()
				.filter((start) -> start.minus(PRECISION).isBefore(connected))
				.isPresent())
			.flatMap(ProcessHandle.Info::command)
			.orElse(null);
	}

	private static Optional<ProcessHandle.Info> info(long pid) {
		return (pid > 0) ? ProcessHandle.of(pid).map(ProcessHandle::info) : Optional.empty();
	}

}
