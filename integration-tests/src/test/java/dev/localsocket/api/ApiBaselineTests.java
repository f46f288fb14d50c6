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

package dev.localsocket.api;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares the public API with the lists that the repository keeps of it, so that nothing
 * is broken, and nothing is promised, by accident.
 */
class ApiBaselineTests {

	private static final String HOW_TO_UPDATE = "(docs/releasing.md tells how to write the list again)";

	static List<PublishedModule> modules() {
		return PublishedModule.all();
	}

	/**
	 * Compares, or writes the list if the system property {@code api.update} is set.
	 * @param module the module
	 * @throws IOException if a file cannot be read or written
	 */
	@ParameterizedTest
	@MethodSource("modules")
	void moduleHasThePromisedSignatures(PublishedModule module) throws IOException {
		List<String> signatures = module.classNames().stream().flatMap(TypeSignature::lines).toList();
		if (Boolean.getBoolean("api.update")) {
			Files.write(module.baseline(), signatures);
		}
		List<String> promised = Files.readAllLines(module.baseline());
		assertThat(missing(promised, signatures))
			.as("Missing or different in the API of %s, which breaks users: restore it, or announce it in CHANGELOG.md %s",
					module, HOW_TO_UPDATE)
			.isEmpty();
		assertThat(missing(signatures, promised))
			.as("New in the API of %s: hide it, or promise it %s", module, HOW_TO_UPDATE)
			.isEmpty();
		assertThat(signatures).as("In the order of the types %s", HOW_TO_UPDATE).containsExactlyElementsOf(promised);
	}

	private static List<String> missing(List<String> wanted, List<String> there) {
		List<String> missing = withTypes(wanted);
		missing.removeAll(withTypes(there));
		return missing;
	}

	/** Puts the type before each of its members. */
	private static List<String> withTypes(List<String> lines) {
		List<String> result = new ArrayList<>();
		String type = "";
		for (String line : lines) {
			boolean member = line.startsWith("\t");
			type = member ? type : line;
			result.add(member ? type + " { " + line.strip() + " }" : line);
		}
		return result;
	}

}
