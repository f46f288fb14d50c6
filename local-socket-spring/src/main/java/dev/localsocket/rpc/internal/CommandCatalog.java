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
package dev.localsocket.rpc.internal;

import java.util.List;

/**
 * The commands of a server that its handler without a route handles, so that they are
 * explained with those that have one. A server with a catalog ends each reply with an
 * empty line. Thread-safe.
 */
public interface CommandCatalog {

	/**
	 * Returns the server.
	 * @return the bean name of the server that has the commands
	 */
	String server();

	/**
	 * Returns the commands, which do not change once the first connection was made.
	 * @return the commands
	 */
	List<Entry> commands();

	/**
	 * A command.
	 *
	 * @param usage how it is typed
	 * @param help what there is to say about it, some lines
	 */
	record Entry(CommandUsage usage, List<String> help) {

	}

}
