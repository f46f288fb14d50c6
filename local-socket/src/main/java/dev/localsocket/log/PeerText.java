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

package dev.localsocket.log;

/**
 * Makes text of which any part may come from a peer fit to be logged, shown and put into
 * other texts. Everything a peer has sent, and each exception that may quote it, goes
 * through here or through {@link PeerLog} first.
 * <p>
 * A peer may send anything: a line feed, and a forged line of the log after it; escape
 * sequences, which clear or repaint the terminal of whoever reads the log; characters
 * that are invisible, or turn the direction of what stands around them; and megabytes.
 */
public final class PeerText {

	/** How many UTF-16 units an escaped text has at most. */
	public static final int MAX_LENGTH = 1000;

	/** Room for the number of characters that are left out. */
	private static final int MAX_KEPT = MAX_LENGTH - "… (2147483647 more characters)".length();

	private PeerText() {
	}

	/**
	 * Escapes what is not visible: control characters, those that format, turn or
	 * separate lines, unpaired surrogates, and those without a meaning of their own. They
	 * become {@code \n}, {@code \r}, {@code \t}, or a backslash, {@code u} and four
	 * hexadecimal digits. A text that is too long is cut, and says by how much. Nothing
	 * else is changed, not even a backslash, so escaping twice does no harm.
	 * @param text the text
	 * @return one line of at most {@link #MAX_LENGTH} characters; the text itself if
	 * there is nothing to escape
	 */
	public static String escape(String text) {
		return isSafe(text) ? text : escapeUnsafe(text);
	}

	/**
	 * Escapes what an exception says of itself.
	 * @param thrown what was thrown
	 * @return its type and its message
	 */
	public static String of(Throwable thrown) {
		return escape(String.valueOf(thrown));
	}

	static boolean isSafe(String text) {
		return text.length() <= MAX_LENGTH && text.codePoints().allMatch(PeerText::isVisible);
	}

	private static String escapeUnsafe(String text) {
		StringBuilder escaped = new StringBuilder();
		int cut = 0;
		int index = 0;
		while (index < text.length() && escaped.length() <= MAX_LENGTH) {
			int character = text.codePointAt(index);
			append(escaped, character);
			index += Character.charCount(character);
			if (escaped.length() <= MAX_KEPT) {
				cut = index;
			}
		}
		return (escaped.length() <= MAX_LENGTH) ? escaped.toString() : cut(text, cut);
	}

	private static String cut(String text, int end) {
		return escape(text.substring(0, end)) + "… (" + (text.length() - end) + " more characters)";
	}

	private static void append(StringBuilder escaped, int character) {
		if (isVisible(character)) {
			escaped.appendCodePoint(character);
			return;
		}
		switch (character) {
			case '\n' -> escaped.append("\\n");
			case '\r' -> escaped.append("\\r");
			case '\t' -> escaped.append("\\t");
			default -> new StringBuilder().appendCodePoint(character)
				.chars()
				.forEach((unit) -> escaped.append("\\u%04x".formatted(unit)));
		}
	}

	private static boolean isVisible(int character) {
		if (character < 0x7f) {
			return character >= ' ';
		}
		return switch (Character.getType(character)) {
			case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
					Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
				false;
			default -> true;
		};
	}

}
