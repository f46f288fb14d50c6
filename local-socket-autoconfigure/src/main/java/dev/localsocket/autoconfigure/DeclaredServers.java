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

package dev.localsocket.autoconfigure;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.localsocket.autoconfigure.diagnostics.ConfigurationKeys;
import dev.localsocket.autoconfigure.diagnostics.InvalidKeysException;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.IgnoreErrorsBindHandler;
import org.springframework.core.ResolvableType;
import org.springframework.core.convert.support.DefaultConversionService;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * The servers, or the clients, that the environment declares, with the keys that are set
 * for each; the server of the console is one of them. Their values are left to
 * {@link LocalSocketProperties}, which reports what is wrong with them.
 */
final class DeclaredServers {

	private static final Bindable<Map<String, Map<?, ?>>> SERVERS = Bindable
		.of(ResolvableType.forClassWithGenerics(Map.class, ResolvableType.forClass(String.class),
				ResolvableType.forClassWithGenerics(Map.class, String.class, Object.class)));

	private static final Bindable<Map<String, Object>> SECTION = Bindable.mapOf(String.class, Object.class);

	private final Map<String, Map<?, ?>> servers = new LinkedHashMap<>();

	/**
	 * Reads the environment.
	 * @param environment the environment
	 */
	DeclaredServers(Environment environment) {
		this(environment, ConfigurationKeys.SERVERS);
		addWebServer(environment, ConfigurationKeys.WEB_SERVER_BEAN);
		addWebServer(environment, ConfigurationKeys.MANAGEMENT_SERVER_BEAN);
		String console = environment.getProperty(ConfigurationKeys.CONSOLE_SERVER);
		if (StringUtils.hasText(console)) {
			this.servers.putIfAbsent(console, Map.of());
		}
	}

	private void addWebServer(Environment environment, String name) {
		String prefix = ConfigurationKeys.ofServer(name);
		Map<String, Object> keys = Binder.get(environment)
			.bind(prefix, SECTION, new IgnoreErrorsBindHandler())
			.orElse(Map.of());
		if (!keys.isEmpty() && this.servers.put(name, keys) != null) {
			throw new InvalidKeysException(
					"'%s' and '%s.%s' both declare the server '%s'".formatted(prefix, ConfigurationKeys.SERVERS, name,
							name),
					"Give the second another name; '%s.NEW.name=%s' keeps that of its socket."
						.formatted(ConfigurationKeys.SERVERS, name));
		}
	}

	/**
	 * Reads the environment.
	 * @param environment the environment
	 * @param prefix the prefix of the names
	 */
	DeclaredServers(Environment environment, String prefix) {
		Map<String, Map<?, ?>> bound = Binder.get(environment)
			.bind(prefix, SERVERS, new IgnoreErrorsBindHandler())
			.orElse(Map.of());
		for (Map.Entry<String, Map<?, ?>> server : bound.entrySet()) {
			checkIsNoList(prefix, server.getKey());
			if (!isSpelledBetter(server.getKey(), bound.keySet())) {
				this.servers.put(server.getKey(), server.getValue());
			}
		}
	}

	/** The elements of a list are numbered, and nobody calls a bean so. */
	private static void checkIsNoList(String prefix, String name) {
		if (name.matches("\\d+")) {
			throw new InvalidKeysException("'%s' is a list, whose elements have no names".formatted(prefix),
					("Write the name of each bean as a key, '%s.control.name=app-control' for example; in YAML, "
							+ "'control:' instead of '-'.")
						.formatted(prefix));
		}
	}

	/**
	 * An environment variable that overrides a key of the server {@code app-control}
	 * names it {@code appcontrol}, because it can do no better.
	 */
	private static boolean isSpelledBetter(String name, Set<String> names) {
		return name.equals(uniform(name))
				&& names.stream().anyMatch((other) -> !other.equals(name) && uniform(other).equals(name));
	}

	private static String uniform(String name) {
		return name.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
	}

	/**
	 * Returns the servers that are to have a bean.
	 * @return the bean names, in the order of their declaration
	 */
	Set<String> enabled() {
		return names(true);
	}

	/**
	 * Returns the servers that are switched off.
	 * @return the bean names
	 */
	Set<String> disabled() {
		return names(false);
	}

	private Set<String> names(boolean enabled) {
		Set<String> names = new LinkedHashSet<>();
		for (String name : this.servers.keySet()) {
			if (isEnabled(name) == enabled) {
				names.add(name);
			}
		}
		return names;
	}

	private boolean isEnabled(String name) {
		for (Map.Entry<?, ?> entry : keys(name).entrySet()) {
			if (isKey(entry.getKey(), "enabled") && !isTrue(entry.getValue())) {
				return false;
			}
		}
		return true;
	}

	private static boolean isTrue(Object value) {
		return Boolean.TRUE.equals(DefaultConversionService.getSharedInstance().convert(value, Boolean.class));
	}

	/**
	 * Tells whether a key is set for a server, be it to its default.
	 * @param name the name of the server's bean
	 * @param key the key
	 * @return whether it is set
	 */
	boolean isSet(String name, String key) {
		for (Object set : keys(name).keySet()) {
			if (isKey(set, key)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Returns a key of a section that is set for a server.
	 * @param name the name of the server's bean
	 * @param section the section
	 * @return the key below the section, or nothing if none is set
	 */
	Optional<String> anyKey(String name, String section) {
		return keys(name).entrySet()
			.stream()
			.filter((entry) -> isKey(entry.getKey(), section) && entry.getValue() instanceof Map)
			.flatMap((entry) -> ((Map<?, ?>) entry.getValue()).keySet().stream())
			.map(String::valueOf)
			.findFirst();
	}

	private Map<?, ?> keys(String name) {
		return this.servers.getOrDefault(name, Map.of());
	}

	private static boolean isKey(Object set, String key) {
		return uniform(String.valueOf(set)).equals(uniform(key));
	}

}
