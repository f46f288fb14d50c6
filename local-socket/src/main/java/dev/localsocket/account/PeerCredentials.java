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

package dev.localsocket.account;

import java.io.Serializable;

import org.jspecify.annotations.Nullable;

/**
 * Who is at the other end of a connection, as the kernel recorded it when the connection
 * was made; a peer cannot forge it ({@code SO_PEERCRED} in {@code unix(7)}).
 *
 * @param pid the process id of the peer, or -1 where it is not known, as for a process
 * that is outside of the pid namespace of this one. The process may have ended and its id
 * may have been given to another since
 * @param uid the effective user id of the peer, or -1 where it is not known
 * @param gid the effective group id of the peer, or -1 where it is not known
 * @since 0.1.0
 */
public record PeerCredentials(long pid, long uid, long gid) implements Serializable {

	/**
	 * Returns what the kernel says ({@code struct ucred} in {@code unix(7)}).
	 * @param pid the process id, 0 if the process is in another pid namespace that cannot
	 * be seen from this one
	 * @param uid the user id, unsigned; the greatest number stands for none
	 * @param gid the group id, likewise
	 * @return the credentials
	 */
	public static PeerCredentials ofKernel(int pid, int uid, int gid) {
		return new PeerCredentials((pid > 0) ? pid : -1, id(uid), id(gid));
	}

	private static long id(int id) {
		return (id != -1) ? Integer.toUnsignedLong(id) : -1;
	}

	/**
	 * Tells whether the peer has the user of this process, or is root: who can do all
	 * that this process can. Does not block.
	 * @return whether it is; false for the user of this process where the system does not
	 * tell its id
	 */
	public boolean isOwnUserOrRoot() {
		return this.uid == 0 || (this.uid >= 0 && this.uid == OwnUser.ID);
	}

	/**
	 * Looks the name of the user up. Reads files; not for the thread of an event loop.
	 * @return the name, or null if it is not known
	 */
	public @Nullable String userName() {
		return AccountNames.userName(this.pid, this.uid);
	}

	/**
	 * Looks the name of the group up. Reads files; not for the thread of an event loop.
	 * @return the name, or null if it is not known
	 */
	public @Nullable String groupName() {
		return AccountNames.groupName(this.pid, this.gid);
	}

}
