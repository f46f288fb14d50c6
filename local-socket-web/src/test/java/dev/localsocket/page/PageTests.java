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
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.localsocket.autoconfigure.diagnostics.InvalidKeysException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests for the page, by HTTP.
 */
@Timeout(120)
class PageTests {

	private static final Pattern ENDPOINT = Pattern.compile("<meta name=\"endpoint\" content=\"([^\"]*)\">");

	private final HttpClient http = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();

	@TempDir
	Path directory;

	private HttpResponse<String> send(String method, URI uri) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.noBody()).build();
		return this.http.send(request, HttpResponse.BodyHandlers.ofString());
	}

	private ConfigurableApplicationContext start(WebApplicationType type, String... properties) {
		String[] all = new String[properties.length + 1];
		System.arraycopy(properties, 0, all, 0, properties.length);
		all[properties.length] = "local-socket.servers.control.directory=" + this.directory;
		return PageApplication.start(type, all);
	}

	/** What the page would ask, wherever the page is. */
	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-", textBlock = """
			SERVLET  | /local-sockets             | -
			SERVLET  | /app/local-sockets         | server.servlet.context-path=/app
			SERVLET  | /local-sockets             | spring.mvc.servlet.path=/mvc
			SERVLET  | /ops/sockets               | local-socket.page.path=/ops/sockets
			SERVLET  | /local-sockets             | management.endpoints.web.base-path=/manage
			SERVLET  | /local-sockets             | management.endpoints.web.path-mapping.localsockets=a/b
			REACTIVE | /local-sockets             | -
			REACTIVE | /app/local-sockets         | spring.webflux.base-path=/app
			REACTIVE | /ops/sockets               | local-socket.page.path=/ops/sockets
			""")
	void pageFindsTheEndpoint(WebApplicationType type, String path, String property) throws Exception {
		try (ConfigurableApplicationContext context = start(type, (property != null) ? property : "a.b=c")) {
			expectPage(URI.create("http://127.0.0.1:" + PageApplication.port(context) + path));
		}
	}

	@ParameterizedTest
	@EnumSource(value = WebApplicationType.class, names = { "SERVLET", "REACTIVE" })
	void pageIsInTheWebServerOfTheActuator(WebApplicationType type) throws Exception {
		try (ConfigurableApplicationContext context = start(type, "management.server.port=0",
				"management.server.address=127.0.0.1", "management.server.base-path=/base",
				"spring.mvc.servlet.path=/mvc")) {
			String port = context.getEnvironment().getRequiredProperty("local.management.port");
			expectPage(URI.create("http://127.0.0.1:" + port + "/base/local-sockets"));
			URI other = URI.create("http://127.0.0.1:" + PageApplication.port(context) + "/local-sockets/");
			assertThat(send("GET", other).statusCode()).isEqualTo(404);
		}
	}

	private void expectPage(URI uri) throws IOException, InterruptedException {
		HttpResponse<String> page = send("GET", uri);
		assertThat(page.uri()).isEqualTo(URI.create(uri + "/"));
		assertThat(page.headers().allValues("Content-Type")).containsExactly("text/html;charset=utf-8");
		assertThat(page.headers().allValues("Content-Security-Policy")).singleElement()
			.asString()
			.startsWith("default-src 'none'")
			.contains("frame-ancestors 'none'")
			.doesNotContain("unsafe");
		assertThat(page.headers().allValues("X-Content-Type-Options")).containsExactly("nosniff");
		Matcher endpoint = ENDPOINT.matcher(page.body());
		assertThat(endpoint.find()).isTrue();
		HttpResponse<String> data = send("GET", page.uri().resolve(endpoint.group(1)));
		assertThat(data.body()).contains("\"control\"");
		for (String file : new String[] { "page.css", "page.js", "icon.svg" }) {
			assertThat(page.body()).contains('"' + file + '"');
			HttpResponse<String> found = send("GET", page.uri().resolve(file));
			assertThat(found.statusCode()).isEqualTo(200);
			assertThat(found.body()).isNotEmpty();
			assertThat(found.headers().firstValue("Content-Security-Policy")).isPresent();
		}
		assertThat(send("HEAD", page.uri()).body()).isEmpty();
		assertThat(send("HEAD", page.uri()).statusCode()).isEqualTo(200);
		assertThat(send("GET", page.uri().resolve("package-info.class")).statusCode()).isEqualTo(404);
		assertThat(send("GET", page.uri().resolve("index.html")).statusCode()).isEqualTo(404);
		assertThat(send("POST", page.uri()).statusCode()).isEqualTo(405);
	}

	@ParameterizedTest
	@CsvSource({ "unrestricted,true", "read-only,false" })
	void buttonsAreThereWhereTheEndpointMayChangeSomething(String access, boolean changes) throws Exception {
		try (ConfigurableApplicationContext context = start(WebApplicationType.SERVLET,
				"management.endpoint.localsockets.access=" + access)) {
			URI uri = URI.create("http://127.0.0.1:" + PageApplication.port(context) + "/local-sockets/");
			assertThat(send("GET", uri).body()).contains("<meta name=\"changes\" content=\"" + changes + "\">");
		}
	}

	@Test
	void configurationOfTheDocumentationIsEnough() throws Exception {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(
				PageApplication.ServletApplication.class)
			.properties("spring.config.location=../integration-tests/src/test/resources/docs/page.yml",
					"local-socket.servers.control.directory=" + this.directory, "server.port=0",
					"server.address=127.0.0.1")
			.run()) {
			expectPage(URI.create("http://127.0.0.1:" + PageApplication.port(context) + "/local-sockets"));
		}
	}

	@Test
	void thereIsNoPageUnlessItIsSwitchedOn() throws Exception {
		try (ConfigurableApplicationContext context = start(WebApplicationType.SERVLET,
				"local-socket.page.enabled=false")) {
			URI uri = URI.create("http://127.0.0.1:" + PageApplication.port(context) + "/local-sockets/");
			assertThat(send("GET", uri).statusCode()).isEqualTo(404);
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					management.endpoints.web.exposure.include=health | the endpoint 'localsockets' is not exposed, or nobody has access to it
					management.endpoint.localsockets.access=none     | the endpoint 'localsockets' is not exposed, or nobody has access to it
					management.server.port=-1                        | 'management.server.port' tells the Actuator to have no web server
					""")
	void startSaysWhatThePageNeeds(String property, String reason) {
		assertThatThrownBy(() -> start(WebApplicationType.SERVLET, property).close()).rootCause()
			.isInstanceOf(InvalidKeysException.class)
			.hasMessage("'local-socket.page.enabled' is set, but " + reason);
	}

	@Test
	void thereIsNoPageWhereTheApplicationRunsWithoutItsWebServer() {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(
				PageApplication.PlainApplication.class)
			.web(WebApplicationType.NONE)
			.properties("local-socket.page.enabled=true")
			.run()) {
			assertThat(context.getBeansOfType(LocalSocketsPage.class)).isEmpty();
		}
	}

	@Test
	void nativeImageHasTheFiles() {
		RuntimeHints hints = new RuntimeHints();
		new PageHints().registerHints(hints, null);
		assertThat(LocalSocketsPage.FILES.keySet()).allMatch(
				(name) -> RuntimeHintsPredicates.resource().forResource("dev/localsocket/page/" + name).test(hints));
	}

	@ParameterizedTest
	@CsvSource({ "/", "sockets", "/a/", "/a//b", "/*", "''" })
	void pathMustBeOne(String path) {
		assertThatThrownBy(() -> start(WebApplicationType.SERVLET, "local-socket.page.path=" + path).close())
			.rootCause()
			.isInstanceOf(InvalidConfigurationPropertyValueException.class)
			.hasMessageContaining("local-socket.page.path");
	}

}
