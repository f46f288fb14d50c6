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

package dev.localsocket.transport.spi;

import java.io.IOException;
import java.net.BindException;
import java.net.SocketTimeoutException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.function.Supplier;

import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;

/**
 * Finds out of which kind a failure is: by its type, and where that says nothing, by the
 * circumstances. Its text is never asked, which is in the user's language.
 */
public final class Failures {

	private Failures() {
	}

	/**
	 * Classifies an exception.
	 * @param ex the exception
	 * @param attempt what was attempted, the beginning of the message
	 * @return the exception itself if it says what was attempted, or one with it as the
	 * cause
	 */
	public static LocalSocketException of(IOException ex, String attempt) {
		return of(ex, attempt, Circumstances::ofAnything);
	}

	/**
	 * Classifies an exception.
	 * @param ex the exception
	 * @param attempt what was attempted, the beginning of the message
	 * @param circumstances finds out what the exception does not tell
	 * @return the exception itself if it says what was attempted, or one with it as the
	 * cause
	 */
	public static LocalSocketException of(IOException ex, String attempt, Supplier<SocketError> circumstances) {
		if (ex instanceof LocalSocketException classified && !(ex instanceof SystemCallException)) {
			return classified;
		}
		SocketError told = classify(ex);
		SocketError error = (told != SocketError.UNKNOWN) ? told : circumstances.get();
		return new LocalSocketException(error, attempt + ": " + describe(ex), ex);
	}

	private static SocketError classify(IOException ex) {
		if (ex instanceof SystemCallException failure) {
			return failure.error();
		}
		if (ex instanceof BindException) {
			return SocketError.ADDRESS_IN_USE;
		}
		if (ex instanceof SocketTimeoutException) {
			return SocketError.TIMEOUT;
		}
		if (ex instanceof AccessDeniedException) {
			return SocketError.ACCESS_DENIED;
		}
		return (ex instanceof NoSuchFileException) ? SocketError.SERVER_NOT_FOUND : SocketError.UNKNOWN;
	}

	private static String describe(IOException ex) {
		String text = (ex instanceof FileSystemException failure) ? failure.getReason() : ex.getMessage();
		return (text != null) ? text : ex.getClass().getSimpleName();
	}

}
