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

/**
 * Package patterns of the JDK and of the libraries that the package table speaks of.
 */
final class Library {

	static final List<String> ALWAYS = List.of("java..", "javax..", "jdk..", "org.jspecify.annotations..");

	static final String ANY = "..";

	static final String JFFI = "com.kenai.jffi..";

	static final String JUNIXSOCKET = "org.newsclub..";

	static final String SPRING = "org.springframework.[aop|aot|beans|context|core|expression|format|scheduling"
			+ "|stereotype|util|validation]..";

	static final String MESSAGING = "org.springframework.messaging..";

	static final String JACKSON = "tools.jackson..";

	static final String LOGGING = "org.apache.commons.logging..";

	static final String SLF4J = "org.slf4j..";

	static final String LOGBACK = "ch.qos.logback..";

	static final String REACTIVE_STREAMS = "[org.reactivestreams|reactor.core]..";

	static final String KOTLIN = "[kotlin|kotlinx]..";

	static final String MICROMETER = "io.micrometer..";

	static final String BOOT_MICROMETER = "org.springframework.boot.micrometer..";

	/** What a start that fails is explained with. */
	static final String BOOT_DIAGNOSTICS = "org.springframework.boot.[diagnostics|context.properties|origin]..";

	/** The exit status of a start that fails. */
	static final String BOOT_EXIT = "org.springframework.boot";

	static final String BOOT_HEALTH = "org.springframework.boot.health..";

	static final String BOOT_ACTUATE = "org.springframework.boot.actuate..";

	static final String SPRING_SECURITY = "org.springframework.security..";

	static final String WEB = "[jakarta.servlet|org.springframework.http|org.springframework.web]..";

	static final String SPRING_TEST = "org.springframework.[test|boot.autoconfigure]..";

	static final String ASSERTJ = "org.assertj..";

	private Library() {
	}

}
