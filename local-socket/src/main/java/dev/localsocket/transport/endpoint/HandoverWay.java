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

import dev.localsocket.error.LocalSocketException;
import dev.localsocket.transport.spi.EndpointAddress;
import dev.localsocket.transport.spi.Failures;
import dev.localsocket.transport.spi.Transport;

/**
 * The way to where the server of an address is asked to hand it over.
 */
public final class HandoverWay implements Closeable {

	private final String name;

	private final Closeable place;

	private HandoverWay(String name, Closeable place) {
		this.name = name;
		this.place = place;
	}

	/**
	 * Finds the way.
	 * @param transport opens directories
	 * @param address where the server listens
	 * @return the way, open for as long as it is needed
	 * @throws LocalSocketException if there is none
	 */
	public static HandoverWay to(Transport transport, EndpointAddress address) throws LocalSocketException {
		EndpointAddress control = address.ofHandover();
		if (control.isAbstract()) {
			return new HandoverWay(control.toString(), () -> {
			});
		}
		try {
			EndpointPlace place = EndpointPlace.open(transport, control.path());
			return new HandoverWay(place.file().toString(), place);
		}
		catch (IOException ex) {
			throw Failures.of(ex, "Could not reach '" + control + "'");
		}
	}

	/**
	 * Returns what to connect to.
	 * @return a path, or a name in the abstract namespace
	 */
	public String name() {
		return this.name;
	}

	@Override
	public void close() throws IOException {
		this.place.close();
	}

}
