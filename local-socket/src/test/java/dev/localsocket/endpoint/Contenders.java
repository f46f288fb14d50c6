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

package dev.localsocket.endpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Processes that try to listen at the same path at the same moment.
 */
final class Contenders implements AutoCloseable {

	private static final long MILLIS_TO_GET_READY = 100;

	private final List<ServerProcess> processes = new ArrayList<>();

	static Contenders start(int count, ChildJvm jvm) throws IOException {
		Contenders contenders = new Contenders();
		for (int i = 0; i < count; i++) {
			contenders.processes.add(ServerProcess.start(jvm));
		}
		for (ServerProcess process : contenders.processes) {
			process.awaitReady();
		}
		return contenders;
	}

	/**
	 * Lets all listen at once, with stale sockets reclaimed.
	 * @return the answer of each
	 */
	Map<ServerProcess, String> race(Path path) throws IOException {
		String time = "at=" + (System.currentTimeMillis() + MILLIS_TO_GET_READY);
		for (ServerProcess process : this.processes) {
			process.sendListen(path, "reclaim", time);
		}
		Map<ServerProcess, String> answers = new LinkedHashMap<>();
		for (ServerProcess process : this.processes) {
			answers.put(process, process.receive());
		}
		return answers;
	}

	/**
	 * Lets all listen at once and fails unless exactly one can.
	 * @return the one
	 */
	ServerProcess raceForOne(Path path) throws IOException {
		Map<ServerProcess, String> answers = race(path);
		List<ServerProcess> winners = this.processes.stream()
			.filter((process) -> "LISTENING".equals(answers.get(process)))
			.toList();
		assertThat(winners).as(answers.values()::toString).hasSize(1);
		winners.forEach(answers::remove);
		assertAllInUse(answers);
		return winners.get(0);
	}

	/**
	 * Lets all listen at once and fails if one can.
	 */
	void raceForNone(Path path) throws IOException {
		assertAllInUse(race(path));
	}

	private static void assertAllInUse(Map<ServerProcess, String> answers) {
		assertThat(answers.values()).allSatisfy((answer) -> assertThat(answer).startsWith("ADDRESS_IN_USE "));
	}

	void kill(ServerProcess process) throws IOException {
		this.processes.remove(process);
		process.kill();
		process.close();
	}

	@Override
	public void close() throws IOException {
		for (ServerProcess process : this.processes) {
			process.close();
		}
	}

}
