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
import java.io.FileDescriptor;
import java.io.IOException;

import dev.localsocket.transport.spi.DescriptorTransfer;
import dev.localsocket.transport.spi.FileIdentity;
import org.jspecify.annotations.Nullable;

/**
 * What belongs to an endpoint beside its socket: its file, with what makes that its own.
 * Closing it deletes the file.
 */
interface OwnedFile extends Closeable {

	/**
	 * Returns which file it is.
	 * @return the identity
	 */
	FileIdentity identity();

	/**
	 * Returns the descriptor that holds the lock, to go to another process.
	 * @param transfer duplicates it
	 * @return the duplicate, which the caller must close, or null if there is no lock
	 * @throws IOException if it cannot be passed
	 */
	@Nullable FileDescriptor outgoingLock(DescriptorTransfer transfer) throws IOException;

	/**
	 * Tells whether the file of the lock is never deleted.
	 * @return whether it stays
	 */
	boolean hasPermanentLock();

	/**
	 * Gives the file the permissions and the group that the server wants now.
	 * @param options what it wants
	 * @throws IOException if that cannot be done
	 */
	void apply(EndpointOptions options) throws IOException;

	/**
	 * Leaves the file to the process that has been given it, instead of closing this.
	 * @throws IOException if that fails
	 */
	void leave() throws IOException;

}
