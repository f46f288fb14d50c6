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

package dev.localsocket.interop;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * All scenarios in which our server does on purpose something else than Qt's.
 */
final class DeliberateDifferences {

	private static final List<Difference> all = List.of(
			new Difference("error of a new server", "UNKNOWN ''", "NO_ERROR ''", "There was no error"),
			new Difference("error string after a success", "listening true, empty false", "listening true, empty true",
					"A success clears the error"),
			new Difference("error after a success", "INVALID_NAME", "NO_ERROR", "A success clears the error"),
			new Difference("backlog set while listening", "size 3", "IllegalStateException",
					"It would have no effect, which must not go unnoticed"),
			new Difference("backlog of 0", "size 0", "IllegalArgumentException",
					"A server that nobody can connect to is a mistake"),
			new Difference("negative limit of pending connections", "limit -1", "IllegalArgumentException",
					"No such limit exists"),
			new Difference("listen at a descriptor that is not open", "true, UNKNOWN", "false, INVALID_DESCRIPTOR",
					"Nobody can connect to it"),
			new Difference("path of 107 bytes", "UNKNOWN, 0 bytes", "LISTENING, 107 bytes",
					"The kernel has room for it"),
			new Difference("path of 108 bytes", "UNKNOWN, 0 bytes", "INVALID_NAME, 0 bytes",
					"The name is to blame, and the error says so"),
			new Difference("path of 200 bytes", "UNKNOWN, 0 bytes", "INVALID_NAME, 0 bytes",
					"The name is to blame, and the error says so"),
			new Difference("directory with a slash at the end", "ADDRESS_IN_USE, full name ''",
					"INVALID_NAME, full name ''", "No file can have that name"),
			new Difference("live server at the path, with access options", "LISTENING, clients reach this one",
					"ADDRESS_IN_USE, clients reach the other", "A live server never loses its path"),
			new Difference("live server of the same kind at the path, with access options",
					"LISTENING, clients reach the second", "ADDRESS_IN_USE, clients reach the first",
					"A live server never loses its path"),
			new Difference("stale socket at the path, with access options", "LISTENING, socket, after close nothing",
					"ADDRESS_IN_USE, socket, after close socket",
					"Options say who may connect; whether to reclaim is a setting of its own"),
			new Difference("regular file at the path, with access options", "LISTENING, socket, after close nothing",
					"ADDRESS_IN_USE, file 'precious', after close file 'precious'",
					"What is no socket is never touched"),
			new Difference("directory at the path, with access options", "UNKNOWN, directory, after close directory",
					"ADDRESS_IN_USE, directory, after close directory",
					"The error is the same with and without options"),
			new Difference("dangling link at the path, with access options", "LISTENING, socket, after close nothing",
					"ADDRESS_IN_USE, link, after close link", "What is no socket is never touched"),
			new Difference("link to a live server at the path, with access options",
					"LISTENING, socket, after close nothing, other socket",
					"ADDRESS_IN_USE, link, after close link, other socket", "What is no socket is never touched"),
			new Difference("options set while listening", "[GROUP_ACCESS], mode 700", "IllegalStateException",
					"It would have no effect, which must not go unnoticed"),
			new Difference("abstract name of 107 bytes", "UNKNOWN, name '', full name '', bound false, nothing",
					"LISTENING, name 'NAME', full name 'NAME', bound true, nothing", "The kernel has room for it"),
			new Difference("abstract name of 108 bytes", "UNKNOWN, name '', full name '', bound false, nothing",
					"INVALID_NAME, name '', full name '', bound false, nothing",
					"The name is to blame, and the error says so"),
			new Difference("at most 3 pending", "5 accepted, pending true", "3 accepted, pending true",
					"The limit is exact"),
			new Difference("at most 1 pending", "3 accepted, pending true", "1 accepted, pending true",
					"The limit is exact"),
			new Difference("at most 3 pending, set while listening", "5 accepted, pending true",
					"3 accepted, pending true", "The limit is exact"),
			new Difference("at most 0 pending, set while listening", "2 accepted, pending true",
					"0 accepted, pending false", "The limit is exact, whenever it is set"),
			new Difference("default limit of pending", "32 accepted", "30 accepted", "The limit is exact"),
			new Difference("limit raised from 0 while clients wait", "0 accepted, then 0", "0 accepted, then 2",
					"A new limit has an effect at once"),
			new Difference("accepting resumes when 1 of 3 is taken", "0 more", "1 more", "The limit is exact"),
			new Difference("wait with a pending connection", "available true, timed out true",
					"available true, timed out false", "There is nothing to wait for"),
			new Difference("close when the file belongs to another server", "nothing, clients reach nobody",
					"socket, clients reach the other", "A server deletes only its own file"),
			new Difference("close when a regular file is at the path", "nothing", "file 'precious'",
					"A server deletes only its own file"),
			new Difference("remove a live server", "true, nothing, clients reach nobody",
					"false, socket, clients reach the other", "A live server never loses its path"),
			new Difference("remove a live server of the same kind", "true, nothing, listening true",
					"false, socket, listening true", "A live server never loses its path"),
			new Difference("remove a regular file", "true, nothing", "false, file 'precious'",
					"What is no socket is never touched"),
			new Difference("remove a dangling link", "true, link", "false, link", "It is still in the way"),
			new Difference("wait with a limit of 0", "available true, timed out false",
					"available false, timed out true", "The limit is exact, whenever it is set"),
			new Difference("new socket", "UNCONNECTED, '' '', 0, UNKNOWN", "UNCONNECTED, '' '', 0, NO_ERROR",
					"There was no error"),
			new Difference("connect without a name", "false, SERVER_NOT_FOUND", "false, INVALID_NAME",
					"The name is to blame, and the error says so"),
			new Difference("connect to a name that is too long", "false, SERVER_NOT_FOUND", "false, INVALID_NAME",
					"The name is to blame, and the error says so"),
			new Difference("connect below a file", "false, UNKNOWN", "false, SERVER_NOT_FOUND",
					"Nothing can be there, as in a directory that is missing"),
			new Difference("connect while connected", "true, CONNECTED", "IllegalStateException",
					"It would have no effect, which must not go unnoticed"),
			new Difference("wait for an end that was seen before", "true, false, false", "true, true, false",
					"The end may come between a look at the state and the wait"),
			new Difference("input after disconnect", "true, true, 10, UNCONNECTED", "true, true, 0, UNCONNECTED",
					"Every way of ending a connection drops its input"),
			new Difference("connect while something queued is being sent", "true, true, true, peer got all: false",
					"true, true, true, peer got all: true", "What was written is sent"),
			new Difference("name after the end", "true, '' ''", "true, 'DIR/s' 'DIR/s'",
					"A socket connects to its server again"),
			new Difference("signals when the peer closes",
					"true, CONNECTING CONNECTED connected PEER_CLOSED CLOSING UNCONNECTED disconnected",
					"true, CONNECTING CONNECTED connected CLOSING UNCONNECTED disconnected",
					"An orderly end is no error"),
			new Difference("descriptor of a file", "true, CONNECTED", "false, UNCONNECTED",
					"Nothing can be sent to it"),
			new Difference("descriptor while connected", "true, true, CONNECTED", "IllegalStateException",
					"The connection would be lost without a word"));

	private DeliberateDifferences() {
	}

	static Stream<Difference> all() {
		return all.stream();
	}

	static @Nullable Difference of(Scenario scenario) {
		return byTitle().get(scenario.title());
	}

	private static Map<String, Difference> byTitle() {
		return all.stream().collect(Collectors.toMap(Difference::title, Function.identity()));
	}

}
