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

package dev.localsocket.benchmarks.load;

import java.util.List;

/**
 * A server to be measured.
 *
 * @param id names it on the command line and in the results
 * @param title names it in the table
 * @param group which of ours it is, or which peer
 * @param command starts it, when the path of its socket is added as
 * {@value #SOCKET_ARGUMENT}
 */
record ServerType(String id, String title, Group group, List<String> command) {

	static final String SOCKET_ARGUMENT = "{socket}";

	static final String YARDSTICK = "c";

	/** The name of the peer of our listeners on the event loop. */
	static final String NETTY_LISTENER = "netty-codecs";

	/** The name of the peer of our servers that are called. */
	static final String LSP4J = "lsp4j";

	/** What a server is. */
	enum Group {

		/** Written in C or C++. */
		NATIVE,

		/** Written in Java. */
		JAVA_PEER,

		/** Does the work of our listeners. */
		LISTENER_PEER,

		/** Does so for lines, over a moderate number of connections. */
		GATEWAY,

		/** Our server without Spring. */
		BARE,

		/** Ours where the native transport cannot be had. */
		PORTABLE,

		/** Our listeners. */
		LISTENER,

		/** Takes calls by JSON-RPC. */
		CALLED

	}

	/** Returns the id without the version of the JDK. */
	String name() {
		return this.id.replaceFirst("-\\d+$", "");
	}

	/** Returns the version of the JDK that it runs on, or 0. */
	int version() {
		return this.id.equals(name()) ? 0 : Integer.parseInt(this.id.substring(name().length() + 1));
	}

	boolean isNative() {
		return this.group == Group.NATIVE;
	}

	/** Whether it is made for what is measured. */
	boolean takes(Cell cell) {
		if (isCalled() || cell.kind() == Cell.Kind.CALL) {
			return isCalled() && cell.kind() == Cell.Kind.CALL;
		}
		return this.group != Group.GATEWAY
				|| cell.kind() != Cell.Kind.BULK && Math.max(cell.connections(), cell.idle()) < Cell.MANY;
	}

	/** Whether another socket is for messages that are no lines. */
	boolean hasRawSocket() {
		return this.group == Group.LISTENER_PEER || this.group == Group.LISTENER;
	}

	/** Whether it is measured by calls, and by nothing else. */
	boolean isCalled() {
		return this.group == Group.CALLED;
	}

	boolean isOurs() {
		return this.group == Group.BARE || this.group == Group.LISTENER;
	}

	List<String> commandFor(String socket) {
		return this.command.stream().map((word) -> word.replace(SOCKET_ARGUMENT, socket)).toList();
	}

}
