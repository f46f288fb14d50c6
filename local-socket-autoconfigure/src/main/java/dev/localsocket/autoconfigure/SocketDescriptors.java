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

package dev.localsocket.autoconfigure;

import java.util.List;
import java.util.function.Supplier;

import dev.localsocket.SocketActivation;
import dev.localsocket.SocketActivation.Descriptor;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Finds the descriptors that the property {@code socket-descriptor} stands for.
 */
class SocketDescriptors {

	private static final String KEY = "socket-descriptor";

	private static final String SYSTEMD = "systemd";

	private final Supplier<SocketActivation> socketActivation;

	/**
	 * Creates an instance.
	 * @param socketActivation tells what was handed over to this process
	 */
	SocketDescriptors(Supplier<SocketActivation> socketActivation) {
		this.socketActivation = socketActivation;
	}

	/**
	 * Finds a descriptor.
	 * @param beanName the name of the server's bean
	 * @param value the value of the property
	 * @return the number of the descriptor
	 */
	int number(String beanName, String value) {
		if (value.equals(SYSTEMD) || value.startsWith(SYSTEMD + ":")) {
			return activated(beanName, value);
		}
		if (value.matches("\\d{1,9}")) {
			return Integer.parseInt(value);
		}
		throw invalid(beanName, value,
				"It must be the number of a descriptor, 'systemd' for the only one handed over by socket activation, "
						+ "or 'systemd:NAME' for the one with that FileDescriptorName.");
	}

	private int activated(String beanName, String value) {
		List<Descriptor> descriptors = descriptors(beanName, value);
		List<Descriptor> matching = descriptors.stream()
			.filter((descriptor) -> value.equals(SYSTEMD) || value.equals(SYSTEMD + ":" + descriptor.name()))
			.toList();
		if (matching.size() == 1) {
			return matching.get(0).number();
		}
		if (descriptors.isEmpty()) {
			throw invalid(beanName, value,
					"No socket was handed over to this process (LISTEN_PID and LISTEN_FDS are not set for it). Start it "
							+ "by its systemd socket unit, or use 'name' instead.");
		}
		throw invalid(beanName, value, reason(value, matching.size(), descriptors));
	}

	private static String reason(String value, int matching, List<Descriptor> descriptors) {
		List<String> names = descriptors.stream().map(Descriptor::name).toList();
		if (value.equals(SYSTEMD)) {
			return "%d of the sockets handed over to this process match, named %s. Name one: 'systemd:NAME'."
				.formatted(matching, names);
		}
		if (matching == 0) {
			return ("No socket of that name was handed over to this process, only those named %s. Use one of these names, "
					+ "or give the socket unit this one: FileDescriptorName=%s.")
				.formatted(names, value.substring(SYSTEMD.length() + 1));
		}
		return ("%d of the sockets handed over to this process have that name. Give each a socket unit of its own, "
				+ "with a FileDescriptorName of its own.")
			.formatted(matching);
	}

	private List<Descriptor> descriptors(String beanName, String value) {
		try {
			return this.socketActivation.get().descriptors();
		}
		catch (IllegalStateException ex) {
			throw invalid(beanName, value, ex.getMessage() + ".");
		}
	}

	private static InvalidConfigurationPropertyValueException invalid(String beanName, String value, String reason) {
		return InvalidProperty.ofServer(beanName, KEY, value, reason);
	}

}
