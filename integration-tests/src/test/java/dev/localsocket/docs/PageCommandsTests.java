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

package dev.localsocket.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks that each command on a page is known to {@code commands.txt}, which says where
 * it is run, and that it is there.
 */
class PageCommandsTests {

	private static final Path LIST = Path.of("src/test/resources/docs-commands.txt");

	/** Places that do not have the text of the command. */
	private static final Pattern NO_TEXT = Pattern.compile("(by hand|from the page)\\b.*");

	@Test
	void everyCommandHasAPlaceWhereItIsRun() throws IOException {
		Set<String> shown = new TreeSet<>();
		for (Path page : Page.all()) {
			shown.addAll(PageCommands.in(Files.readString(page)));
		}
		assertThat(places().keySet()).as("Commands in " + LIST).containsExactlyInAnyOrderElementsOf(shown);
	}

	@Test
	void commandsAreWhereTheyAreSaidToBe() throws IOException {
		List<String> missing = new ArrayList<>();
		for (Map.Entry<String, String> command : places().entrySet()) {
			if (!NO_TEXT.matcher(command.getValue()).matches() && !isIn(command.getValue(), command.getKey())) {
				missing.add(command.toString());
			}
		}
		assertThat(missing).isEmpty();
	}

	@Test
	void commandsAreFound() {
		assertThat(PageCommands.in("""
				Run `mvn verify -q`, or `mvn` or `java.base`:

				```
				java -jar a.jar
				```

				```console
				$ socat - B
				answer
				```

				```java
				java code
				```
				""")).containsExactly("java -jar a.jar", "socat - B", "mvn verify -q");
	}

	private static boolean isIn(String file, String command) throws IOException {
		String text = Files.readString(Page.ROOT.resolve(file));
		return text.contains(command) || text.contains(command.replace("\"", "\\\""));
	}

	private static Map<String, String> places() throws IOException {
		Map<String, String> places = new LinkedHashMap<>();
		String place = "";
		for (String line : Files.readAllLines(LIST)) {
			if (line.startsWith("\t")) {
				places.put(line.strip(), place);
			}
			else if (!line.startsWith("#")) {
				place = line.strip();
			}
		}
		return places;
	}

}
