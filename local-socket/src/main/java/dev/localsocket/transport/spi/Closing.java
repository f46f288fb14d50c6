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

import java.io.Closeable;
import java.io.IOException;

import dev.localsocket.log.SafeLogger;

/**
 * Closing of resources whose failure to close changes nothing for the caller.
 */
public final class Closing {

	private static final SafeLogger logger = new SafeLogger(Closing.class);

	private Closing() {
	}

	/**
	 * Closes a resource, and only logs at debug level when that fails.
	 * @param resource the resource
	 */
	public static void quietly(Closeable resource) {
		try {
			resource.close();
		}
		catch (IOException ex) {
			logger.debug("Could not close " + resource, ex);
		}
	}

	/**
	 * Closes a resource while an exception is on its way to the caller.
	 * @param resource the resource
	 * @param failure the exception, to which a failure to close is added
	 */
	public static void after(Throwable failure, Closeable resource) {
		try {
			resource.close();
		}
		catch (IOException ex) {
			failure.addSuppressed(ex);
		}
	}

	/**
	 * Supplies a value, and closes a resource if that fails.
	 * @param <T> the type of the value
	 * @param resource the resource
	 * @param supplier supplies the value, to which the resource belongs from then on
	 * @return the value
	 * @throws IOException what the supplier throws
	 */
	public static <T> T onFailure(Closeable resource, IoSupplier<T> supplier) throws IOException {
		try {
			return supplier.get();
		}
		catch (IOException | RuntimeException | Error ex) {
			after(ex, resource);
			throw ex;
		}
	}

	/**
	 * Supplies a value by input or output.
	 *
	 * @param <T> the type of the value
	 */
	@FunctionalInterface
	public interface IoSupplier<T> {

		T get() throws IOException;

	}

}
