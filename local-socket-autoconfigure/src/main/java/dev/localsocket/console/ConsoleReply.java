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
package dev.localsocket.console;

import java.util.List;
import java.util.stream.Stream;

import dev.localsocket.log.PeerText;

/**
 * The lines of a reply. None is empty, because an empty line ends a reply; and none holds
 * what a terminal would take for anything but text.
 */
final class ConsoleReply {

	private ConsoleReply() {
	}

	/**
	 * Makes lines of a text.
	 * @param text the text
	 * @return its lines
	 */
	static Stream<String> lines(String text) {
		return text.lines().map(ConsoleReply::line);
	}

	/**
	 * Makes a line.
	 * @param text the text, without a line separator
	 * @return the line, a blank if the text is empty
	 */
	static String line(String text) {
		String spaced = text.replace("\t", "    ");
		if (spaced.isEmpty()) {
			return " ";
		}
		return (spaced.length() <= PeerText.MAX_LENGTH) ? PeerText.escape(spaced) : longLine(spaced);
	}

	/** Piece by piece, so that nothing is cut off. */
	private static String longLine(String text) {
		StringBuilder line = new StringBuilder();
		int start = 0;
		while (start < text.length()) {
			int end = Math.min(text.length(), start + PeerText.MAX_LENGTH / 2);
			if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
				end++;
			}
			line.append(PeerText.escape(text.substring(start, end)));
			start = end;
		}
		return line.toString();
	}

	/**
	 * Makes the first line of a reply that tells of a failure.
	 * @param text what is wrong
	 * @return the line
	 */
	static List<String> error(String text) {
		return List.of("error: " + PeerText.escape(text));
	}

}
