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

import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;

/**
 * Paths at which a server can listen or cannot.
 */
final class AddressScenarios {

	private AddressScenarios() {
	}

	static Stream<Scenario> all() {
		return Stream.of(new Scenario("path of 106 bytes", (context) -> listenAtLength(context, 106)),
				new Scenario("path of 107 bytes", (context) -> listenAtLength(context, 107)),
				new Scenario("path of 108 bytes", (context) -> listenAtLength(context, 108)),
				new Scenario("path of 200 bytes", (context) -> listenAtLength(context, 200)),
				new Scenario("missing directory", (context) -> listen(context, "missing/s")),
				new Scenario("missing directory of a relative name", AddressScenarios::relativeName),
				new Scenario("file instead of a directory", AddressScenarios::fileInsteadOfDirectory),
				new Scenario("directory that is not writable", AddressScenarios::readOnlyDirectory),
				new Scenario("path that ends with a slash", (context) -> listen(context, "s/")),
				new Scenario("directory with a slash at the end", (context) -> listen(context, "")),
				new Scenario("name that is not ASCII", AddressScenarios::notAscii),
				new Scenario("path with dots", AddressScenarios::pathWithDots));
	}

	private static String listen(ScenarioContext context, String name) {
		return listenAt(context, context.path("") + "/" + name);
	}

	private static String listenAt(ScenarioContext context, String address) {
		ScenarioServer server = context.server();
		return "%s, full name '%s'".formatted(server.tryToListen(address), server.fullServerName());
	}

	private static String listenAtLength(ScenarioContext context, int length) {
		ScenarioServer server = context.server();
		return "%s, %d bytes".formatted(server.tryToListen(context.addressOfLength(length)),
				server.fullServerName().length());
	}

	private static String relativeName(ScenarioContext context) {
		return listenAt(context, context.uniqueName() + "/s");
	}

	private static String fileInsteadOfDirectory(ScenarioContext context) throws Exception {
		context.file("file");
		return listen(context, "file/s");
	}

	private static String readOnlyDirectory(ScenarioContext context) throws Exception {
		Files.createDirectory(context.path("sub"),
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-x------")));
		Assumptions.assumeFalse(Files.isWritable(context.path("sub")),
				"This user may write everywhere, so nothing was tested with a directory that is not writable");
		return listen(context, "sub/s");
	}

	private static String notAscii(ScenarioContext context) throws Exception {
		Assumptions.assumeTrue("UTF-8".equals(System.getProperty("sun.jnu.encoding")),
				"The locale of this JVM has no UTF-8, so nothing was tested with names that are not ASCII");
		return listen(context, "schl\u00fcssel\u20ac");
	}

	private static String pathWithDots(ScenarioContext context) throws Exception {
		Files.createDirectory(context.path("sub"));
		return "%s, %s".formatted(listen(context, "sub/../s"), context.occupant("s"));
	}

}
