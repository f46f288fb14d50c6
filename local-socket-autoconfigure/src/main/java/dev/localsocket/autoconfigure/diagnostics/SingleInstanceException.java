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

import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ExitCodeGenerator;

/**
 * An application can be neither the first instance of its name nor a second one.
 */
public class SingleInstanceException extends RuntimeException implements ExitCodeGenerator {

	private static final long serialVersionUID = 1L;

	private static final int STATUS = 1;

	/** What is wrong, or null if it is the first instance. */
	private final @Nullable SocketError error;

	/** The exit status of the process. */
	private final int exitCode;

	/**
	 * Creates an exception for one that cannot be the first.
	 * @param name the name of the application
	 * @param cause why not
	 */
	public SingleInstanceException(String name, LocalSocketException cause) {
		super("The application cannot be the single instance '%s': %s".formatted(name, cause.getMessage()), cause);
		this.error = cause.error();
		this.exitCode = STATUS;
	}

	/**
	 * Creates an exception for a second one that has got no answer.
	 * @param message why not
	 * @param exitCode the exit status
	 */
	public SingleInstanceException(String message, int exitCode) {
		super(message);
		this.error = null;
		this.exitCode = exitCode;
	}

	@Nullable SocketError getError() {
		return this.error;
	}

	@Override
	public int getExitCode() {
		return this.exitCode;
	}

}
