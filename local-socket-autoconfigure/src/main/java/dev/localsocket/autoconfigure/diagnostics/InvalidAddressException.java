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
package dev.localsocket.autoconfigure.diagnostics;

import java.util.Optional;
import java.util.Set;

import dev.localsocket.SocketOption;
import org.jspecify.annotations.Nullable;

/**
 * The name and the directory of a server, or a client, make no address of a socket.
 *
 * @since 0.1.0
 */
public class InvalidAddressException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/** The key that gives the address. */
	private final String key;

	/** An address that would do, or null. */
	private final @Nullable String shorterAddress;

	/**
	 * Creates an exception.
	 * @param key the key of the server, or client
	 * @param address the path, or the name in the abstract namespace
	 * @param options the options of the server
	 * @param reason what is wrong with it
	 */
	public InvalidAddressException(String key, String address, Set<SocketOption> options, String reason) {
		super("The address of '%s' is invalid: %s".formatted(key, reason));
		this.key = key;
		this.shorterAddress = ShorterAddress.of(address, options).orElse(null);
	}

	/**
	 * Returns the key of the server, or client.
	 * @return the key
	 */
	String getKey() {
		return this.key;
	}

	/**
	 * Returns an address that is short enough.
	 * @return the address, or nothing if the length is not what is wrong
	 */
	Optional<String> getShorterAddress() {
		return Optional.ofNullable(this.shorterAddress);
	}

}
