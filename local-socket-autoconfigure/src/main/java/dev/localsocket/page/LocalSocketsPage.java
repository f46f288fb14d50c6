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
package dev.localsocket.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.util.PropertyPlaceholderHelper;
import org.springframework.web.util.HtmlUtils;

/**
 * The files of the page, and what a browser is told with each of them: that nothing of
 * another origin, and nothing within the page, is script or style, and that no other page
 * may frame this one. Immutable.
 */
public final class LocalSocketsPage {

	static final Map<String, String> HEADERS = headers();

	private static final String INDEX = "index.html";

	/** Their media types by their names. */
	static final Map<String, String> FILES = Map.of(INDEX, "text/html;charset=utf-8", "page.css",
			"text/css;charset=utf-8", "page.js", "text/javascript;charset=utf-8", "icon.svg", "image/svg+xml");

	private final String path;

	private final Map<String, PageFile> files;

	/**
	 * Creates the page.
	 * @param path where it is, relative to the application: begins with a slash, and ends
	 * with none
	 * @param endpoint where the endpoint is, relative to the application: begins with a
	 * slash
	 * @param changes whether to show what changes something
	 */
	public LocalSocketsPage(String path, String endpoint, boolean changes) {
		this.path = path;
		String up = "../".repeat((int) path.chars().filter((character) -> character == '/').count());
		Map<String, String> values = Map.of("endpoint", up + endpoint.substring(1), "changes",
				Boolean.toString(changes));
		this.files = FILES.entrySet()
			.stream()
			.collect(Collectors.toUnmodifiableMap((file) -> file.getKey().equals(INDEX) ? "/" : "/" + file.getKey(),
					(file) -> new PageFile(file.getValue(), content(file.getKey(), values))));
	}

	private static byte[] content(String name, Map<String, String> values) {
		byte[] content = read(name);
		return name.equals(INDEX) ? fill(new String(content, StandardCharsets.UTF_8), values) : content;
	}

	private static byte[] fill(String html, Map<String, String> values) {
		return new PropertyPlaceholderHelper("${", "}")
			.replacePlaceholders(html, (name) -> HtmlUtils.htmlEscape(values.getOrDefault(name, "")))
			.getBytes(StandardCharsets.UTF_8);
	}

	private static Map<String, String> headers() {
		Map<String, String> headers = new LinkedHashMap<>();
		headers.put("Content-Security-Policy",
				"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
						+ "base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
		headers.put("X-Content-Type-Options", "nosniff");
		headers.put("Referrer-Policy", "no-referrer");
		headers.put("Cache-Control", "no-cache");
		return headers;
	}

	private static byte[] read(String name) {
		try (InputStream input = LocalSocketsPage.class.getResourceAsStream(name)) {
			if (input == null) {
				throw new IllegalStateException("The jar lacks the file " + name);
			}
			return input.readAllBytes();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Returns where the page is, relative to the application.
	 * @return the path, which ends with no slash
	 */
	public String path() {
		return this.path;
	}

	/**
	 * Finds a file.
	 * @param path the path below that of the page, which begins with a slash
	 * @return the file, or null if there is none
	 */
	@Nullable PageFile find(String path) {
		return this.files.get(path);
	}

	/**
	 * Returns where to go for the path of the page, whose files are found relative to it
	 * only if it ends with a slash.
	 * @return the location, relative to what was asked for, as proxies may change paths
	 */
	String location() {
		return this.path.substring(this.path.lastIndexOf('/') + 1) + "/";
	}

}
