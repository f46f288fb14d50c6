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
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What this JVM holds at a moment, to see later that nothing was added: descriptors,
 * threads of the library, memory outside of the heap.
 *
 * @param descriptors what the descriptors that may be leaked stand for
 * @param threads the threads of the library
 * @param directMemory the bytes in direct buffers
 */
public record ProcessSnapshot(List<String> descriptors, List<Thread> threads, long directMemory) {

	/**
	 * What the JDK keeps for its threads, one buffer of the size of the largest call for
	 * each.
	 */
	private static final long KEPT_BY_THE_JDK = 4 * 1024 * 1024;

	/**
	 * Takes a snapshot.
	 * @return what the JVM holds now
	 * @throws IOException if the descriptors cannot be listed
	 */
	public static ProcessSnapshot take() throws IOException {
		return new ProcessSnapshot(ProcessState.sockets(), ProcessState.threads("local-socket"), directMemoryUsed());
	}

	private static long directMemoryUsed() {
		return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)
			.stream()
			.filter((pool) -> pool.getName().equals("direct"))
			.mapToLong(BufferPoolMXBean::getMemoryUsed)
			.sum();
	}

	/**
	 * Waits until nothing is there that was not there before, and fails if that takes too
	 * long.
	 * @param patience how long it may take
	 */
	public void assertNothingWasAdded(Duration patience) {
		SocketSandbox.eventually().atMost(patience).untilAsserted(() -> {
			assertThat(added(ProcessState.sockets(), this.descriptors)).as("leaked descriptors").isEmpty();
			assertThat(added(ProcessState.threads("local-socket"), this.threads)).as("leaked threads").isEmpty();
			assertThat(reachableDirectMemory()).as("bytes in direct buffers, before: %d", this.directMemory)
				.isLessThanOrEqualTo(this.directMemory + KEPT_BY_THE_JDK);
		});
	}

	/** Equal names may occur several times: each takes away one only. */
	private static <T> List<T> added(List<T> now, List<T> before) {
		List<T> added = new ArrayList<>(now);
		before.forEach(added::remove);
		return added;
	}

	/**
	 * Only the garbage collector frees direct buffers; it is called if there are many.
	 */
	private long reachableDirectMemory() {
		if (directMemoryUsed() > this.directMemory + KEPT_BY_THE_JDK) {
			System.gc();
		}
		return directMemoryUsed();
	}

}
