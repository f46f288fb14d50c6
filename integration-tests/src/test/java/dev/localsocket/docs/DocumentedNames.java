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

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Member;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import dev.localsocket.metrics.LocalSocketMeter;
import dev.localsocket.testing.ConfigurationMetadata;
import dev.localsocket.testing.ConfigurationMetadata.Property;

/**
 * Finds names in the text of a page, between backticks, that look like types, methods,
 * constants, keys or meters of ours and are none.
 */
final class DocumentedNames {

	/** Those of the published modules. */
	private static final List<Path> SOURCES = Stream.of("", "-spring", "-autoconfigure", "-web", "-test")
		.map((module) -> Path.of("../local-socket" + module + "/src/main/java"))
		.toList();

	private static final Path SAMPLES = Path.of("src/test/java/dev/localsocket/docs");

	private static final Pattern FENCED = Pattern.compile("^```.*?^```$", Pattern.MULTILINE | Pattern.DOTALL);

	private static final Pattern QUOTED = Pattern.compile("`([^`\n]+)`");

	private static final Pattern FIRST_WORD = Pattern.compile("^([A-Za-z][a-z]*).*$");

	private static final Pattern CLASS_FILE = Pattern.compile("(?:.*[/$])?([A-Z]\\w*)\\.class");

	private static final Pattern TYPE = Pattern.compile("@?[A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*");

	private static final Pattern NEW = Pattern.compile("new ([A-Z]\\w+)\\(.*\\)");

	private static final Pattern MEMBER = Pattern.compile("([A-Z]\\w*[a-z]\\w*)\\.(\\w+)(?:\\(.*\\))?");

	private static final Pattern METHOD = Pattern
		.compile("([a-z]+[A-Z]\\w*)(?:\\(.*\\))?|([a-z]\\w*)\\((?![0-9]\\))[^ ]*\\)");

	private static final Pattern CONSTANT = Pattern.compile("[A-Z][A-Z0-9]+(?:_[A-Z0-9]+)+");

	private static final Pattern KEY = Pattern.compile("-?D?(local-socket\\.[\\w.<>*-]+?)(?:=.*|: .*)?");

	private static final Pattern METER = Pattern.compile("local\\.socket\\.[\\w.<>-]+");

	private static final Pattern PARTIAL_KEY = Pattern
		.compile("(?!spring[.-]|local[.-]socket\\.)([a-z]+(?:[.-][a-z]+)+)(?:: .*)?");

	/** Our types, nested ones too, by their simple names. */
	private final Map<String, Class<?>> types;

	/** The simple names of all types of the class path and the JDK. */
	private final Set<String> foreignTypes;

	private final Set<String> members;

	private final List<String> keys = ConfigurationMetadata.properties().stream().map(Property::key).toList();

	private final List<String> values = ConfigurationMetadata.properties()
		.stream()
		.flatMap((property) -> property.values().stream())
		.toList();

	private final String sources;

	DocumentedNames() {
		this.sources = Stream.concat(SOURCES.stream(), Stream.of(SAMPLES))
			.flatMap(DocumentedNames::files)
			.filter((file) -> !file.getFileName().toString().startsWith("DocumentedNames"))
			.map(DocumentedNames::read)
			.collect(Collectors.joining());
		this.foreignTypes = Stream.concat(jars().flatMap(DocumentedNames::entries), modules())
			.map(CLASS_FILE::matcher)
			.filter(Matcher::matches)
			.map((matcher) -> matcher.group(1))
			.collect(Collectors.toCollection(HashSet::new));
		this.types = SOURCES.stream()
			.flatMap((sources) -> files(sources).flatMap((source) -> types(sources.relativize(source))))
			.collect(Collectors.toMap(Class::getSimpleName, (type) -> type, (first, second) -> first, TreeMap::new));
		// The setters of properties are never called by a user
		this.members = this.types.values()
			.stream()
			.filter((type) -> !type.getSimpleName().endsWith("Properties"))
			.flatMap(DocumentedNames::members)
			.collect(Collectors.toCollection(HashSet::new));
	}

	private static Stream<Path> jars() {
		return Pattern.compile(File.pathSeparator)
			.splitAsStream(System.getProperty("java.class.path"))
			.filter((element) -> element.endsWith(".jar") && Files.exists(Path.of(element)))
			.map(Path::of);
	}

	private static Stream<String> entries(Path jar) {
		try (ZipFile file = new ZipFile(jar.toFile())) {
			return file.stream().map(ZipEntry::getName).toList().stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Stream<String> modules() {
		try (Stream<Path> files = Files.walk(Path.of(URI.create("jrt:/java.base/java")))) {
			return files.map(Path::toString).toList().stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Stream<Path> files(Path directory) {
		try (Stream<Path> files = Files.walk(directory)) {
			return files.filter((file) -> file.toString().endsWith(".java")).toList().stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Stream<Class<?>> types(Path source) {
		String name = source.toString().replace('/', '.').replaceFirst("\\.java$", "");
		if (name.endsWith("-info")) {
			return Stream.empty();
		}
		try {
			Class<?> type = Class.forName(name, false, DocumentedNames.class.getClassLoader());
			return Stream.concat(Stream.of(type), Arrays.stream(type.getDeclaredClasses()));
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Stream<String> members(Class<?> type) {
		return Stream.<Member[]>of(type.getDeclaredMethods(), type.getDeclaredFields(), type.getMethods())
			.flatMap(Arrays::stream)
			.map(Member::getName);
	}

	/**
	 * Returns the names that nothing has.
	 * @param page the text of the page
	 * @return the names, in their order
	 */
	List<String> unknownIn(String page) {
		List<String> unknown = new ArrayList<>();
		QUOTED.matcher(FENCED.matcher(page).replaceAll(""))
			.results()
			.map((result) -> result.group(1))
			.filter(Predicate.not(this::isKnown))
			.forEach(unknown::add);
		return unknown;
	}

	private boolean isKnown(String quoted) {
		return is(quoted, TYPE, (match) -> isType(match.group())) && is(quoted, NEW, (match) -> isType(match.group(1)))
				&& is(quoted, MEMBER, (match) -> isMember(match.group(1), match.group(2)))
				&& is(quoted, METHOD, (match) -> isMethod((match.group(1) != null) ? match.group(1) : match.group(2)))
				&& is(quoted, CONSTANT, (match) -> isConstant(match.group()))
				&& is(quoted, KEY, (match) -> isKey(match.group(1)))
				&& is(quoted, METER, (match) -> isMeter(match.group()))
				&& is(quoted, PARTIAL_KEY, (match) -> isPartOfAKey(match.group(1)));
	}

	/** What does not look like it may be anything. */
	private static boolean is(String quoted, Pattern look, Predicate<MatchResult> check) {
		return Stream.of(look.matcher(quoted))
			.filter((matcher) -> matcher.matches())
			.allMatch((matcher) -> check.test(matcher.toMatchResult()));
	}

	private boolean isType(String name) {
		String simple = name.replace("@", "");
		return this.types.containsKey(simple) || this.foreignTypes.contains(simple)
				|| !beginsLikeOneOf(this.types.keySet(), simple);
	}

	/** Whether the first word of a name is that of another one. */
	private static boolean beginsLikeOneOf(Set<String> names, String name) {
		String word = FIRST_WORD.matcher(name).replaceFirst("$1");
		return names.stream().anyMatch((each) -> FIRST_WORD.matcher(each).replaceFirst("$1").equals(word));
	}

	/** It looks like ours if it begins like one of ours. */
	private boolean isConstant(String name) {
		String beginning = name.substring(0, name.indexOf('_') + 1);
		return this.members.contains(name) || this.members.stream().noneMatch((each) -> each.startsWith(beginning));
	}

	private boolean isMember(String typeName, String member) {
		Class<?> type = this.types.get(typeName);
		return (type != null) ? members(type).anyMatch(member::equals) : isType(typeName);
	}

	private boolean isMethod(String name) {
		return this.members.contains(name) || this.sources.contains('"' + name + '"')
				|| !beginsLikeOneOf(this.members, name);
	}

	/** Also one that is read from the system properties, or the beginning of one. */
	private boolean isKey(String name) {
		String key = name.replaceFirst("\\.?\\*?$", "")
			.replaceFirst("^(local-socket\\.(?:servers|clients))\\.[\\w-]+\\b", "$1.<name>");
		return this.keys.stream().anyMatch((each) -> each.equals(key) || each.startsWith(key + "."))
				|| this.sources.contains('"' + key + '"');
	}

	private boolean isMeter(String name) {
		return Arrays.stream(LocalSocketMeter.values()).anyMatch((meter) -> meter.meterName().equals(name))
				|| this.sources.contains('"' + name.replaceFirst("<.*", ""));
	}

	/**
	 * A value of a key, or of a tag, or a package below ours, looks the same; it looks
	 * like ours if it begins like a part of a key.
	 */
	private boolean isPartOfAKey(String name) {
		Pattern beginning = Pattern.compile("[.-]" + name.split("[.-]")[0] + "\\b");
		return this.keys.stream().noneMatch((key) -> beginning.matcher(key).find())
				|| this.keys.stream().anyMatch((key) -> key.endsWith("." + name) || key.contains("." + name + "."))
				|| this.values.contains(name) || this.sources.contains('"' + name)
				|| this.sources.contains("\npackage dev.localsocket." + name + ";")
				|| this.members.contains(name.toUpperCase(Locale.ROOT).replace('-', '_'));
	}

}
