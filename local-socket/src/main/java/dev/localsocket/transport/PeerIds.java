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

package dev.localsocket.transport;

import java.io.IOException;

import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketCredentials;

/**
 * Who is at the other end, as the kernel recorded it when the connection was made
 * ({@code SO_PEERCRED} in {@code unix(7)}).
 *
 * @param pid the process id, or -1 if unknown
 * @param uid the effective user id, or -1 if unknown
 * @param gid the effective group id, or -1 if unknown
 */
public record PeerIds(long pid, long uid, long gid) {

	static PeerIds of(AFUNIXSocketChannel channel) throws IOException {
		AFUNIXSocketCredentials credentials = channel.getPeerCredentials();
		return of((int) credentials.getPid(), (int) credentials.getUid(), (int) credentials.getGid());
	}

	/**
	 * Reads what the kernel says.
	 * @param pid the process id, 0 if the process is in another pid namespace that cannot
	 * be seen from this one
	 * @param uid the user id, unsigned; the greatest number stands for none
	 * @param gid the group id, likewise
	 * @return the ids
	 */
	static PeerIds of(int pid, int uid, int gid) {
		return new PeerIds((pid > 0) ? pid : -1, id(uid), id(gid));
	}

	private static long id(int id) {
		return (id != -1) ? Integer.toUnsignedLong(id) : -1;
	}

}
