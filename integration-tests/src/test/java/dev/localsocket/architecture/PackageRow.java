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

package dev.localsocket.architecture;

import java.util.List;
import java.util.stream.Stream;

import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

/**
 * The package table of the design, from the bottom to the top: a row names the rows and
 * the libraries it may use, and the compiler sees to it that those rows stand above it in
 * this file.
 */
enum PackageRow {

	LOG(".log..", rows()),

	ERROR(".error..", rows()),

	ACCOUNT(".account..", rows()),

	TRANSPORT_SPI(".transport.spi..", rows(LOG, ERROR, ACCOUNT)),

	TRANSPORT_JUNIX(".transport.junix..", rows(LOG, ERROR, ACCOUNT, TRANSPORT_SPI), Library.JUNIXSOCKET),

	TRANSPORT_LINUX(".transport.linux..", rows(LOG, ERROR, ACCOUNT, TRANSPORT_SPI), Library.JFFI),

	TRANSPORT_ENDPOINT(".transport.endpoint..", rows(LOG, ERROR, ACCOUNT, TRANSPORT_SPI)),

	TRANSPORT_CONNECTION(".transport.connection..", rows(LOG, ERROR, ACCOUNT, TRANSPORT_SPI, TRANSPORT_ENDPOINT)),

	/** The choice between the bindings. */
	TRANSPORT(".transport", rows(LOG, TRANSPORT_SPI, TRANSPORT_JUNIX, TRANSPORT_LINUX)),

	/** The second instance, which loads none of the transports. */
	INSTANCE(".instance..", rows(LOG, ERROR, ACCOUNT)),

	ROOT("", rows(LOG, ERROR, ACCOUNT, INSTANCE, TRANSPORT, TRANSPORT_SPI, TRANSPORT_JUNIX, TRANSPORT_ENDPOINT,
			TRANSPORT_CONNECTION)),

	WORKER(".worker..", rows(LOG, ERROR, ACCOUNT, ROOT)),

	FRAMING(".framing..", rows()),

	MESSAGING(".messaging..", rows(LOG, ERROR, ACCOUNT, FRAMING, WORKER, ROOT), Library.SPRING, Library.LOGGING,
			Library.MESSAGING, Library.JACKSON),

	RPC(".rpc..", rows(LOG, ERROR, ACCOUNT, FRAMING, WORKER, MESSAGING, ROOT), Library.SPRING, Library.LOGGING,
			Library.MESSAGING, Library.JACKSON),

	EVENT(".event..", rows(LOG, ERROR, ACCOUNT, WORKER, ROOT), Library.SPRING, Library.LOGGING),

	CONTEXT(".context..", rows(LOG, ERROR, ACCOUNT, EVENT, WORKER, ROOT), Library.SPRING, Library.LOGGING),

	ANNOTATION(".annotation..", rows(LOG, ERROR, ACCOUNT, FRAMING, MESSAGING, RPC, EVENT, CONTEXT, WORKER, ROOT),
			Library.SPRING, Library.LOGGING, Library.MESSAGING, Library.JACKSON, Library.REACTIVE_STREAMS,
			Library.SLF4J, Library.KOTLIN),

	SECURITY(".security..", rows(LOG, ERROR, ACCOUNT, ANNOTATION, ROOT), Library.SPRING, Library.LOGGING,
			Library.SPRING_SECURITY),

	CLIENT(".client..", rows(LOG, ERROR, ACCOUNT, FRAMING, WORKER, MESSAGING, RPC, ROOT), Library.SPRING,
			Library.LOGGING, Library.MESSAGING, Library.JACKSON, Library.REACTIVE_STREAMS, Library.KOTLIN),

	METRICS(".metrics..", rows(LOG, ERROR, ACCOUNT, RPC, CONTEXT, ANNOTATION, CLIENT, ROOT), Library.SPRING,
			Library.LOGGING, Library.MICROMETER, Library.BOOT_MICROMETER),

	HEALTH(".health..", rows(LOG, ERROR, ACCOUNT, CONTEXT, WORKER, ROOT), Library.SPRING, Library.LOGGING,
			Library.BOOT_HEALTH),

	ACTUATE(".actuate..", rows(LOG, ERROR, ACCOUNT, CONTEXT, ROOT), Library.SPRING, Library.LOGGING,
			Library.BOOT_ACTUATE),

	CONSOLE(".console..", rows(LOG, ERROR, ACCOUNT, EVENT, RPC, ANNOTATION, ROOT), Library.SPRING, Library.LOGGING,
			Library.BOOT_ACTUATE, Library.JACKSON, Library.REACTIVE_STREAMS, Library.SPRING_SECURITY, Library.SLF4J,
			Library.LOGBACK),

	PAGE(".page..", rows(), Library.SPRING, Library.REACTIVE_STREAMS, Library.WEB),

	TEST(".test..", rows(ERROR, ACCOUNT, EVENT, ROOT), Library.SPRING, Library.SPRING_TEST, Library.ASSERTJ),

	DIAGNOSTICS(".autoconfigure.diagnostics..", rows(LOG, ERROR, ACCOUNT, CLIENT, CONTEXT, ANNOTATION, ROOT),
			Library.SPRING, Library.BOOT_DIAGNOSTICS, Library.BOOT_EXIT),

	AUTOCONFIGURE(".autoconfigure..", rows(), Library.ANY),

	WEB(".web..", rows(), Library.ANY);

	private final String pattern;

	private final List<PackageRow> usableRows;

	private final List<String> usableLibraries;

	PackageRow(String pattern, List<PackageRow> usableRows, String... usableLibraries) {
		this.pattern = pattern;
		this.usableRows = usableRows;
		this.usableLibraries = List.of(usableLibraries);
	}

	private static List<PackageRow> rows(PackageRow... rows) {
		return List.of(rows);
	}

	ArchRule ruleBelow(String basePackage) {
		return classes().that()
			.resideInAPackage(packageBelow(basePackage))
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage(usablePackagesBelow(basePackage))
			.allowEmptyShould(true);
	}

	String packageBelow(String basePackage) {
		return basePackage + this.pattern;
	}

	private String[] usablePackagesBelow(String basePackage) {
		Stream<String> rows = Stream.concat(Stream.of(this), this.usableRows.stream())
			.map((row) -> row.packageBelow(basePackage));
		Stream<String> libraries = Stream.concat(Library.ALWAYS.stream(), this.usableLibraries.stream());
		return Stream.concat(rows, libraries).toArray(String[]::new);
	}

}
