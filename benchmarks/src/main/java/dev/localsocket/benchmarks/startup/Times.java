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
package dev.localsocket.benchmarks.startup;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How long the starts of each variant took, round by round.
 */
final class Times {

	private final Map<Variant, List<Double>> times = new EnumMap<>(Variant.class);

	void add(Variant variant, double millis) {
		this.times.computeIfAbsent(variant, (key) -> new ArrayList<>()).add(millis);
	}

	/**
	 * Describes a variant in a row of a table.
	 * @param variant the variant
	 * @return the median, and the quartiles of the ratios to the start without the
	 * starter in the same round
	 */
	String row(Variant variant) {
		double[] ratios = ratios(variant);
		return "| %s | %.0f | %.2f | %.2f to %.2f |".formatted(variant.title(), quantile(of(variant), 0.5),
				quantile(ratios, 0.5), quantile(ratios, 0.25), quantile(ratios, 0.75));
	}

	private double[] ratios(Variant variant) {
		double[] base = of(Variant.WITHOUT);
		double[] own = of(variant);
		return IntStream.range(0, own.length).mapToDouble((round) -> own[round] / base[round]).toArray();
	}

	private double[] of(Variant variant) {
		return this.times.getOrDefault(variant, List.of()).stream().mapToDouble(Double::doubleValue).toArray();
	}

	/** Between two values it is proportionally between them. */
	static double quantile(double[] values, double share) {
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		double position = share * (sorted.length - 1);
		double below = sorted[(int) Math.floor(position)];
		double above = sorted[(int) Math.ceil(position)];
		return below + (position - Math.floor(position)) * (above - below);
	}

}
