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

package dev.localsocket.rpc;

/**
 * What the message handlers of a server are called by.
 *
 * @since 0.1.0
 */
public enum ServerProtocol {

	/** One handler takes all messages, whatever is in them. */
	NONE,

	/**
	 * A message is a line with a command and its arguments, quoted as a shell quotes
	 * them, and a handler is a command.
	 */
	COMMAND,

	/** A message is JSON-RPC 2.0, and a handler is a method. */
	JSON_RPC

}
