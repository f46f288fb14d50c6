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

package dev.localsocket;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

import org.jspecify.annotations.Nullable;

/**
 * The descriptors that systemd, or another program with the same protocol, has handed
 * over to this process, for {@link LocalServer#listen(int)}. They are announced by the
 * environment variables {@code LISTEN_PID}, {@code LISTEN_FDS} and
 * {@code LISTEN_FDNAMES}, see {@code sd_listen_fds(3)}. Immutable and thread-safe.
 *
 * @since 0.1.0
 */
public final class SocketActivation {

	/** {@code SD_LISTEN_FDS_START}. */
	private static final int FIRST_DESCRIPTOR = 3;

	private static final long MAX_DESCRIPTORS = 1 << 20;

	private static final String UNKNOWN = "unknown";

	private final List<Descriptor> descriptors;

	private SocketActivation(List<Descriptor> descriptors) {
		this.descriptors = List.copyOf(descriptors);
	}

	/**
	 * Reads the environment of this process.
	 * @return the descriptors handed over to this very process, or none
	 * @throws IllegalStateException if a variable is malformed
	 */
	public static SocketActivation fromEnvironment() {
		return of(System.getenv(), ProcessHandle.current().pid());
	}

	static SocketActivation of(Map<String, String> environment, long pid) {
		Long listenPid = number(environment, "LISTEN_PID");
		Long count = number(environment, "LISTEN_FDS");
		if (count != null && count > MAX_DESCRIPTORS) {
			throw new IllegalStateException(
					"The environment variable LISTEN_FDS announces %d descriptors, more than a process has"
						.formatted(count));
		}
		List<Descriptor> descriptors = new ArrayList<>();
		// A child inherits the variables, but not the descriptors: they name the process
		if (listenPid != null && listenPid == pid && count != null) {
			String[] names = environment.getOrDefault("LISTEN_FDNAMES", "").split(":", -1);
			for (int i = 0; i < count; i++) {
				String name = (i < names.length && !names[i].isEmpty()) ? names[i] : UNKNOWN;
				descriptors.add(new Descriptor(FIRST_DESCRIPTOR + i, name));
			}
		}
		return new SocketActivation(descriptors);
	}

	private static @Nullable Long number(Map<String, String> environment, String variable) {
		String value = environment.get(variable);
		if (value == null || value.matches("\\d{1,9}")) {
			return (value != null) ? Long.valueOf(value) : null;
		}
		throw new IllegalStateException(
				"The environment variable %s must be a number, but is '%s'".formatted(variable, value));
	}

	/**
	 * Returns all descriptors.
	 * @return the descriptors, in ascending order
	 */
	public List<Descriptor> descriptors() {
		return this.descriptors;
	}

	/**
	 * Returns the first descriptor of a name.
	 * @param name the name, which is {@code FileDescriptorName=} in the socket unit
	 * @return the number of the descriptor, or nothing if there is none of that name
	 */
	public OptionalInt descriptor(String name) {
		return this.descriptors.stream()
			.filter((descriptor) -> descriptor.name().equals(name))
			.mapToInt(Descriptor::number)
			.findFirst();
	}

	/**
	 * A descriptor that was handed over.
	 *
	 * @param number the number of the descriptor
	 * @param name its name, {@code unknown} if it was given none
	 * @since 0.1.0
	 */
	public record Descriptor(int number, String name) {

	}

}
