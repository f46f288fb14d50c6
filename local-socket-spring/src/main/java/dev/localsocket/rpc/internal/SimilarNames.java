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

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Finds the names that somebody may have meant.
 */
final class SimilarNames {

	/** Longer ones are no typing mistakes, and would take time. */
	private static final int MAX_LENGTH = 64;

	private static final int MAX_NAMES = 3;

	private SimilarNames() {
	}

	/**
	 * Finds names.
	 * @param typed what was typed
	 * @param names the names that there are
	 * @return those like it, the most similar first, at most three
	 */
	static List<String> of(String typed, Collection<String> names) {
		if (typed.length() > MAX_LENGTH) {
			return List.of();
		}
		String lowerCase = typed.toLowerCase(Locale.ROOT);
		return names.stream()
			.map((name) -> new Candidate(name,
					name.startsWith(typed + " ") ? 0 : distance(lowerCase, name.toLowerCase(Locale.ROOT))))
			.filter((candidate) -> candidate.distance() <= Math.max(1, typed.length() / 3))
			.sorted(Comparator.comparing(Candidate::distance).thenComparing(Candidate::name))
			.limit(MAX_NAMES)
			.map(Candidate::name)
			.toList();
	}

	/**
	 * How many characters are to be inserted, deleted, replaced or swapped with the next.
	 */
	private static int distance(String one, String other) {
		int[][] distances = new int[one.length() + 1][other.length() + 1];
		for (int i = 0; i <= one.length(); i++) {
			for (int j = 0; j <= other.length(); j++) {
				distances[i][j] = (Math.min(i, j) == 0) ? Math.max(i, j) : distance(distances, one, i, other, j);
			}
		}
		return distances[one.length()][other.length()];
	}

	private static int distance(int[][] distances, String one, int i, String other, int j) {
		int replaced = distances[i - 1][j - 1] + ((one.charAt(i - 1) == other.charAt(j - 1)) ? 0 : 1);
		int distance = Math.min(replaced, 1 + Math.min(distances[i - 1][j], distances[i][j - 1]));
		boolean swapped = i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2)
				&& one.charAt(i - 2) == other.charAt(j - 1);
		return swapped ? Math.min(distance, 1 + distances[i - 2][j - 2]) : distance;
	}

	private record Candidate(String name, int distance) {

	}

}
