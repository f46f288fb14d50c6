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

package dev.localsocket.context.internal;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import dev.localsocket.context.LocalServerLifecycle;
import dev.localsocket.event.internal.ConnectionOwner;
import org.jspecify.annotations.Nullable;

/**
 * Who owns the connections of the servers of an application context: at most one for each
 * server. Thread-safe.
 * <p>
 * Owners are no listeners of events. They register here when all singletons have been
 * created, before the {@link LocalServerLifecycle} lets the first server listen. Should
 * somebody let one listen earlier, its connections are held until then. An owner may also
 * come while servers run, and has the connections that follow. When a server has a new
 * connection, everybody is notified first: the
 * {@link dev.localsocket.event.NewConnectionEvent} is published, as an event that nobody
 * can change. When all listeners have seen it, those that fail included, the owner that
 * is registered at that moment is given the connection, by a call and not by the event.
 * So no listener can keep it from him, and none of a parent context, which the events of
 * its child contexts reach too, can have it: each context has its own owners, and its
 * lifecycle asks no others. They remain while servers stop and start again.
 */
public final class ConnectionOwners {

	private final Map<String, ConnectionOwner> owners = new ConcurrentHashMap<>();

	private final CompletableFuture<Void> known;

	/** Creates owners of which it is not to be waited for any. */
	public ConnectionOwners() {
		this(CompletableFuture.completedFuture(null));
	}

	private ConnectionOwners(CompletableFuture<Void> known) {
		this.known = known;
	}

	/**
	 * Creates owners which connections wait for.
	 * @return the owners, not yet {@linkplain #complete() complete}
	 */
	public static ConnectionOwners expected() {
		return new ConnectionOwners(new CompletableFuture<>());
	}

	/**
	 * Says that those have registered that are there when the application context starts.
	 * Does not block: the connections that were held are announced by others.
	 */
	public void complete() {
		this.known.complete(null);
	}

	/**
	 * Tells when those have registered that are there when the context starts.
	 * @return a future that is completed then, or before
	 */
	public CompletableFuture<Void> known() {
		return this.known.copy();
	}

	/**
	 * Registers the owner of the connections of a server, for as long as the application
	 * context lives.
	 * @param server the bean name of the server
	 * @param owner the owner
	 * @throws IllegalStateException if there is one already
	 */
	public void register(String server, ConnectionOwner owner) {
		ConnectionOwner present = this.owners.putIfAbsent(server, owner);
		if (present != null) {
			throw new IllegalStateException(
					"The connections of the local server '%s' are owned by %s, so %s cannot own them".formatted(server,
							present, owner));
		}
	}

	/**
	 * Returns the owner of the connections of a server.
	 * @param server the bean name of the server
	 * @return the owner, or null if its connections stay pending
	 */
	public @Nullable ConnectionOwner ownerOf(String server) {
		return this.owners.get(server);
	}

}
