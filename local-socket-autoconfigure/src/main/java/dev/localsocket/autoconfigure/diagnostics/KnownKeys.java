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

package dev.localsocket.autoconfigure.diagnostics;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.core.ResolvableType;

/**
 * Knows the keys that there are, and finds the one that was meant.
 */
final class KnownKeys {

	/** More differences than one for so many letters are no slip of the pen. */
	private static final int LETTERS_PER_DIFFERENCE = 3;

	private KnownKeys() {
	}

	/**
	 * Finds the key that was meant by one that does not exist.
	 * @param prefix the prefix of the keys that there are
	 * @param properties the record of the properties below it
	 * @param unknown the key, below the prefix
	 * @return the most similar key, or nothing if none is similar
	 */
	static Optional<String> closest(ConfigurationPropertyName prefix, Class<?> properties,
			ConfigurationPropertyName unknown) {
		ConfigurationPropertyName known = prefix;
		ResolvableType type = ResolvableType.forClass(properties);
		for (int i = known.getNumberOfElements(); i < unknown.getNumberOfElements(); i++) {
			String element = unknown.getElement(i, Form.ORIGINAL);
			if (Map.class.isAssignableFrom(type.toClass())) {
				known = known.append(element);
				type = type.asMap().getGeneric(1);
				continue;
			}
			Optional<RecordComponent> component = closest(type.toClass(), rest(unknown, i));
			if (component.isEmpty()) {
				return Optional.empty();
			}
			known = known.append(name(component.get()));
			type = ResolvableType.forMethodReturnType(component.get().getAccessor());
			if (!type.toClass().isRecord() && !Map.class.isAssignableFrom(type.toClass())) {
				return Optional.of(known.toString());
			}
		}
		return Optional.of(known.toString());
	}

	/** With the elements that follow, because dots may stand where dashes should. */
	private static List<String> rest(ConfigurationPropertyName name, int from) {
		String element = name.getElement(from, Form.UNIFORM);
		StringBuilder joined = new StringBuilder();
		for (int i = from; i < name.getNumberOfElements(); i++) {
			joined.append(name.getElement(i, Form.UNIFORM));
		}
		return List.of(element, joined.toString());
	}

	private static Optional<RecordComponent> closest(Class<?> type, List<String> spellings) {
		RecordComponent[] components = type.getRecordComponents();
		if (components == null) {
			return Optional.empty();
		}
		return Arrays.stream(components)
			.filter((component) -> isSimilar(component, spellings))
			.min(Comparator.comparingInt((component) -> differences(component, spellings)));
	}

	private static boolean isSimilar(RecordComponent component, List<String> spellings) {
		String name = uniform(component);
		return spellings.stream().anyMatch((spelling) -> isPart(spelling, name))
				|| differences(component, spellings) <= 1 + name.length() / LETTERS_PER_DIFFERENCE;
	}

	private static boolean isPart(String spelling, String name) {
		return spelling.length() > 2 && (name.startsWith(spelling) || name.endsWith(spelling));
	}

	private static int differences(RecordComponent component, List<String> spellings) {
		String name = uniform(component);
		return spellings.stream().mapToInt((spelling) -> differences(name, spelling)).min().orElseThrow();
	}

	/** The distance of Levenshtein. */
	private static int differences(String first, String second) {
		int[] above = new int[second.length() + 1];
		Arrays.setAll(above, (i) -> i);
		for (int i = 1; i <= first.length(); i++) {
			int[] row = new int[second.length() + 1];
			row[0] = i;
			for (int j = 1; j <= second.length(); j++) {
				int replaced = above[j - 1] + ((first.charAt(i - 1) == second.charAt(j - 1)) ? 0 : 1);
				row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
			}
			above = row;
		}
		return above[second.length()];
	}

	private static String uniform(RecordComponent component) {
		return name(component).replace("-", "");
	}

	private static String name(RecordComponent component) {
		return DataObjectPropertyName.toDashedForm(component.getName());
	}

}
