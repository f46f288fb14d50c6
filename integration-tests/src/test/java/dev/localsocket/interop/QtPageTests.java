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

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

import dev.localsocket.docs.GeneratedSection;
import dev.localsocket.docs.MarkdownTable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the page for those who know Qt has every {@link DeliberateDifferences
 * difference} that real Qt shows, and none that it does not. Needs no Qt.
 */
class QtPageTests {

	private static final List<Row> rows = List.of(
			row("the error of a new server or socket is unknown", "`NO_ERROR`", "There was no error"),
			row("the error, or its text, stays after a success", "there is none", "A success clears the error"),
			row("options and the backlog can be set while listening, and connecting while connected is an error",
					"`IllegalStateException`", "It would have no effect, which must not go unnoticed"),
			row("the backlog can be 0", "`IllegalArgumentException`",
					"A server that nobody can connect to is a mistake"),
			row("the limit of pending connections can be negative", "`IllegalArgumentException`",
					"No such limit exists"),
			row("a server listens at any descriptor", "false, with `INVALID_DESCRIPTOR`", "Nobody can connect to it"),
			row("106 bytes are the longest path", "107 are", "The kernel has room for it"),
			row("a name that is empty or too long is an unknown error of a server, and of a socket that of no server",
					"`INVALID_NAME`", "The name is to blame, and the error says so"),
			row("a path with a slash at its end is in use", "`INVALID_NAME`", "No file can have that name"),
			row("with access options, a server takes over a live server's path, and `removeServer` deletes its file",
					"never", "A live server never loses its path"),
			row("access options replace a stale socket", "`LocalServer.setReclaimStale` does",
					"Options say who may connect; whether to reclaim is a setting of its own"),
			row("access options, and `removeServer`, replace files and links", "`ADDRESS_IN_USE`, and false",
					"What is no socket is never touched"),
			row("a directory at the path is an unknown error with access options", "`ADDRESS_IN_USE`",
					"The error is the same with and without options"),
			row("two more connections are pending than allowed", "as many as allowed", "The limit is exact"),
			row("a limit of 0 set while listening admits 2, and a wait admits 1", "none",
					"The limit is exact, whenever it is set"),
			row("a limit that was 0 stays so for clients that wait", "they are accepted",
					"A new limit has an effect at once"),
			row("a wait with a pending connection has also timed out", "it has not", "There is nothing to wait for"),
			row("closing a server deletes whatever is at its path", "its own file only",
					"A server deletes only its own file"),
			row("removing a link to nothing succeeds", "false", "It is still in the way"),
			row("connecting below a file is an unknown error", "`SERVER_NOT_FOUND`",
					"Nothing can be there, as in a directory that is missing"),
			row("waiting for an end that was seen before fails", "it succeeds, once",
					"The end may come between a look at the state and the wait"),
			row("`disconnectFromServer()` keeps input that was not read, `close()` drops it", "both drop it",
					"Every way of ending a connection drops its input"),
			row("connecting again drops what the connection before has not sent",
					"it is sent, for up to its `LocalSocket.linger`", "What was written is sent"),
			row("the name is forgotten with the connection", "it stays", "A socket connects to its server again"),
			row("an end by the peer is signalled as an error, too", "`disconnected` only",
					"An orderly end is no error"),
			row("a socket takes any descriptor", "false, with `INVALID_DESCRIPTOR`", "Nothing can be sent to it"),
			row("a connected socket takes another descriptor", "`IllegalStateException`",
					"The connection would be lost without a word"));

	/** What no scenario can compare. */
	private static final List<Row> others = List.of(
			row("signals, on the thread of the object", "callbacks, on the thread of an event loop",
					"There is no thread that would wait for them"),
			row("`write` may take a part", "all or nothing", "A message is not torn"),
			row("the write buffer has no limit", "`LocalSocket.setWriteBufferSize`",
					"A peer that does not read fills the memory"),
			row("`flush()` sends", "the loop sends, at once; it asks the loop to try again",
					"Nobody else touches the socket then"),
			row("`waitForBytesWritten()` returns when a part is written", "when all is",
					"That is what it is called for"),
			row("reading transactions, open modes", "none", "Streams do that in Java"),
			row("a server listens in any directory",
					"not where others could exchange its file: `UNSAFE_DIRECTORY`, and `removeServer` is false",
					"Nobody else takes the place of a server"));

	private static Row row(String qt, String here, String reason) {
		return new Row(qt, here, reason);
	}

	@Test
	void pageHasEveryDifferenceAndNoOther() {
		assertThat(rows).extracting(Row::reason)
			.doesNotHaveDuplicates()
			.containsExactlyInAnyOrderElementsOf(
					DeliberateDifferences.all().map(Difference::reason).distinct().toList());
	}

	@Test
	void pageIsUpToDate() throws IOException {
		MarkdownTable table = new MarkdownTable("in Qt 6", "here", "why");
		Stream.concat(others.stream(), rows.stream()).forEach((row) -> table.row(row.qt(), row.here(), row.reason()));
		new GeneratedSection("sockets.md", "qt-differences", table.toString()).check();
	}

	/** A row of the page, for all differences that have the same reason. */
	private record Row(String qt, String here, String reason) {

	}

}
