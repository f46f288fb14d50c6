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

package dev.localsocket.transport;

import java.io.IOException;
import java.net.BindException;
import java.net.SocketTimeoutException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.newsclub.net.unix.AddressAlreadyInUseSocketException;
import org.newsclub.net.unix.ConnectionRefusedSocketException;

/**
 * A failure of the operating system, or of what it was asked for, with its kind.
 */
public final class TransportException extends IOException {

	private static final long serialVersionUID = 1L;

	/**
	 * What the socket library tells apart only by the text of {@code strerror(3)}, where
	 * that is English.
	 */
	private static final Map<Failure, List<String>> TEXTS = Map.of(Failure.ACCESS_DENIED,
			List.of("Permission denied", "Operation not permitted", "Read-only file system"), Failure.NOT_FOUND,
			List.of("No such file or directory", "Not a directory"), Failure.TIMEOUT,
			List.of("Resource temporarily unavailable"), Failure.RESOURCES,
			List.of("Too many open files", "Too many references", "Cannot allocate memory", "No buffer space available",
					"No space left on device"));

	private final Failure failure;

	/**
	 * Creates an exception.
	 * @param failure the kind of failure
	 * @param message what went wrong and what to do
	 * @param cause the cause, or null
	 */
	public TransportException(Failure failure, String message, @Nullable Throwable cause) {
		super(message, cause);
		this.failure = failure;
	}

	TransportException(Failure failure, String message) {
		this(failure, message, null);
	}

	/**
	 * Classifies an exception.
	 * @param ex the exception
	 * @param attempt what was attempted, the beginning of the message
	 * @return the exception itself if it is classified, or one with it as the cause
	 */
	static TransportException of(IOException ex, String attempt) {
		return of(ex, attempt, Circumstances::ofAnything);
	}

	/**
	 * Classifies an exception.
	 * @param ex the exception
	 * @param attempt what was attempted, the beginning of the message
	 * @param circumstances finds out what the exception does not tell
	 * @return the exception itself if it is classified, or one with it as the cause
	 */
	static TransportException of(IOException ex, String attempt, Supplier<Failure> circumstances) {
		if (ex instanceof TransportException classified) {
			return classified;
		}
		Failure told = classify(ex);
		Failure failure = (told != Failure.OTHER) ? told : circumstances.get();
		return new TransportException(failure, attempt + ": " + describe(ex), ex);
	}

	private static Failure classify(IOException ex) {
		if (ex instanceof AddressAlreadyInUseSocketException || ex instanceof BindException) {
			return Failure.ADDRESS_IN_USE;
		}
		if (ex instanceof ConnectionRefusedSocketException) {
			return Failure.REFUSED;
		}
		if (ex instanceof SocketTimeoutException) {
			return Failure.TIMEOUT;
		}
		if (ex instanceof AccessDeniedException) {
			return Failure.ACCESS_DENIED;
		}
		if (ex instanceof NoSuchFileException) {
			return Failure.NOT_FOUND;
		}
		String text = describe(ex);
		return TEXTS.entrySet()
			.stream()
			.filter((entry) -> entry.getValue().stream().anyMatch(text::contains))
			.map(Map.Entry::getKey)
			.findFirst()
			.orElse(Failure.OTHER);
	}

	private static String describe(IOException ex) {
		String text = (ex instanceof FileSystemException fileSystemException) ? fileSystemException.getReason()
				: ex.getMessage();
		return (text != null) ? text : ex.getClass().getSimpleName();
	}

	/**
	 * Returns the kind of failure.
	 * @return the kind of failure
	 */
	public Failure failure() {
		return this.failure;
	}

	/** The kinds of failure. */
	public enum Failure {

		/** The name cannot be an address: empty, too long, or in no directory. */
		INVALID_NAME,

		/** The descriptor is no listening local stream socket. */
		INVALID_DESCRIPTOR,

		/** Somebody listens there, or something else is in the way. */
		ADDRESS_IN_USE,

		/** The user may not do it. */
		ACCESS_DENIED,

		/** Others could exchange what is made in the directory. */
		UNSAFE_DIRECTORY,

		/** There is no such group, or the file may not be given to it. */
		INVALID_GROUP,

		/** Nothing is there to connect to. */
		NOT_FOUND,

		/** Something is there, but nobody listens. */
		REFUSED,

		/** The time was over. */
		TIMEOUT,

		/** No descriptors, memory or space left. */
		RESOURCES,

		/** The peer sent more descriptors than are allowed. */
		MAX_BUFFERED,

		TOO_MANY_DESCRIPTORS,

		/** The platform cannot do it. */
		UNSUPPORTED,

		/** Anything else. */
		OTHER

	}

}
