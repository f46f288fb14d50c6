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
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Takes the descriptors of a process that it does not use itself.
 */
final class DescriptorHog {

	private final Deque<FileChannel> taken = new ArrayDeque<>();

	/**
	 * Takes all descriptors but a few.
	 * @param left how many to leave
	 * @throws IOException if there are too few to begin with
	 */
	void takeAllBut(int left) throws IOException {
		release();
		while (takeOne()) {
			// Until there is none
		}
		for (int i = 0; i < left; i++) {
			this.taken.pop().close();
		}
	}

	private boolean takeOne() throws IOException {
		try {
			this.taken.push(FileChannel.open(Path.of("/dev/null")));
			return true;
		}
		catch (FileSystemException ex) {
			if (String.valueOf(ex.getReason()).contains("Too many open files")) {
				return false;
			}
			throw ex;
		}
	}

	void release() throws IOException {
		while (!this.taken.isEmpty()) {
			this.taken.pop().close();
		}
	}

}
