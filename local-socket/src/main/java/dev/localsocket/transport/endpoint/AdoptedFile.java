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

package dev.localsocket.transport.endpoint;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

import dev.localsocket.transport.spi.EndpointAddress;
import dev.localsocket.transport.spi.FileIdentity;
import org.jspecify.annotations.Nullable;

/**
 * The file of a socket that somebody else has bound: the one that is at its path when the
 * socket is adopted. Where there is no socket then, as in the container that gets its
 * socket from outside, nobody can say from the path whether clients reach it.
 */
final class AdoptedFile {

	private AdoptedFile() {
	}

	/**
	 * Looks at the file now, so that one can tell later whether it is still there.
	 * @param address the address of the socket
	 * @return whether it is not known to be gone
	 */
	static BooleanSupplier remember(EndpointAddress address) {
		if (address.isAbstract() || !address.toString().startsWith("/")) {
			return () -> true;
		}
		try {
			Path path = address.path();
			FileIdentity file = at(path);
			return (file != null && file.isSocket()) ? () -> file.isSame(at(path)) : () -> true;
		}
		catch (InvalidPathException ex) {
			return () -> true;
		}
	}

	private static @Nullable FileIdentity at(Path path) {
		try {
			return FileIdentity.at(path);
		}
		catch (IOException ex) {
			return null;
		}
	}

}
