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

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.localsocket.transport.spi.Closing;
import dev.localsocket.transport.spi.EndpointAddress;
import dev.localsocket.transport.spi.Transport;
import org.jspecify.annotations.Nullable;

/**
 * A way to a socket file that fits into a socket address. A file in a private directory
 * has a longer path than the socket that it will become; if it is too long, the way leads
 * through a symbolic link in another private directory.
 */
final class ShortPath implements Closeable {

	private final EndpointAddress address;

	private final @Nullable PrivateDirectory detour;

	private ShortPath(EndpointAddress address, @Nullable PrivateDirectory detour) {
		this.address = address;
		this.detour = detour;
	}

	/**
	 * Finds a way to a file.
	 * @param transport opens directories
	 * @param file the file, which need not exist
	 * @return the way, open for as long as it is needed
	 * @throws IOException if there is none
	 */
	static ShortPath to(Transport transport, Path file) throws IOException {
		if (EndpointAddress.fits(file.toString())) {
			return new ShortPath(EndpointAddress.ofFile(file.toString()), null);
		}
		PrivateDirectory detour = PrivateDirectory.in(transport, Path.of(System.getProperty("java.io.tmpdir")));
		try {
			Files.createSymbolicLink(detour.link(), file.toAbsolutePath().getParent());
			return new ShortPath(EndpointAddress.ofFile(detour.link().resolve(file.getFileName()).toString()), detour);
		}
		catch (IOException | RuntimeException ex) {
			Closing.after(ex, detour);
			throw ex;
		}
	}

	EndpointAddress address() {
		return this.address;
	}

	@Override
	public void close() throws IOException {
		if (this.detour != null) {
			this.detour.close();
		}
	}

}
