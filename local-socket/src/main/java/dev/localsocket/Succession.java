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

package dev.localsocket;

import java.io.FileDescriptor;
import java.io.IOException;
import java.util.List;

import dev.localsocket.error.LocalSocketException;
import dev.localsocket.transport.endpoint.HandedEndpoint;
import dev.localsocket.transport.spi.FileDescriptors;
import org.jspecify.annotations.Nullable;

/**
 * One server of a group while it is handed over, as the old process sees it.
 *
 * @param server the server
 * @param listening what there is to hand over
 * @param offer where it is asked for
 */
record Succession(LocalServer server, Listening listening, HandoverOffer offer) {

	/**
	 * Returns what there is to hand over.
	 * @param server a server
	 * @return that, or null if it does not listen, or on a descriptor that it was given
	 */
	static @Nullable Succession of(LocalServer server) {
		Listening current = server.listening.current();
		HandoverOffer offer = (current != null) ? current.offer() : null;
		return (current != null && offer != null) ? new Succession(server, current, offer) : null;
	}

	HandoverFrame.Wanted wanted() {
		return new HandoverFrame.Wanted(this.listening.endpoint().address().isAbstract(),
				this.listening.endpoint().address().toString());
	}

	/**
	 * Makes the descriptors ready to go.
	 * @return what has to go
	 * @throws LocalSocketException if the server has stopped, or they cannot go
	 */
	Outgoing outgoing() throws LocalSocketException {
		return this.server.listening.whileOn(this.listening, () -> {
			HandedEndpoint endpoint = this.listening.endpoint().outgoing();
			try {
				return new Outgoing(endpoint, this.offer.outgoing());
			}
			catch (LocalSocketException | RuntimeException | Error ex) {
				endpoint.close();
				throw ex;
			}
		});
	}

	/**
	 * Stops all servers from listening, if each of them is as it was.
	 * @param all the servers
	 * @return whether that was done
	 */
	static boolean turnOff(List<Succession> all) {
		if (all.isEmpty()) {
			return true;
		}
		Succession first = all.get(0);
		return first.server.listening.handOver(first.listening, () -> turnOff(all.subList(1, all.size())));
	}

	/** Accepts nothing more, and leaves the descriptors and the files to the other. */
	void leave() {
		this.offer.leave();
		this.listening.acceptor().leave();
	}

	/**
	 * What has to go of one server.
	 *
	 * @param endpoint its endpoint
	 * @param control where it is asked for
	 */
	record Outgoing(HandedEndpoint endpoint, HandedEndpoint control) implements AutoCloseable {

		HandoverFrame frame() {
			return HandoverFrame
				.endpoint(new HandoverFrame.Handed(this.endpoint.lock() != null, this.endpoint.permanentLock(),
						this.endpoint.device(), this.endpoint.inode(), this.control.device(), this.control.inode()));
		}

		void send(HandoverChannel channel) throws IOException {
			List<FileDescriptor> descriptors = this.endpoint.descriptors();
			descriptors.addAll(this.control.descriptors());
			channel.send(frame(), descriptors);
		}

		@Override
		public void close() {
			FileDescriptors.close(this.endpoint.descriptors());
			FileDescriptors.close(this.control.descriptors());
		}

	}

}
