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
package dev.localsocket.fault;

import java.io.IOException;

/**
 * One end of a connection, with calls that wait. One thread reads, another one writes.
 */
interface Peer {

	/**
	 * Writes bytes.
	 * @return how many were taken: all of them
	 * @throws Refused if not all were taken
	 */
	int write(byte[] bytes) throws IOException;

	/**
	 * Reads some bytes.
	 * @return how many, or -1 at the end
	 */
	int read(byte[] target, int count) throws IOException;

	void shutdownOutput() throws IOException;

	void disconnect() throws IOException;

	void abort() throws IOException;

	/** Not all bytes were taken, because the connection has ended. */
	final class Refused extends IOException {

		private static final long serialVersionUID = 1L;

		private final int least;

		private final int most;

		/**
		 * Creates the exception.
		 * @param least how many bytes were taken at least
		 * @param most how many at most
		 * @param cause how the end was noticed
		 */
		Refused(int least, int most, Throwable cause) {
			super(cause);
			this.least = least;
			this.most = most;
		}

		int least() {
			return this.least;
		}

		int most() {
			return this.most;
		}

	}

}
