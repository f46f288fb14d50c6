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

package dev.localsocket.web.autoconfigure;

import java.nio.file.Path;

import dev.localsocket.autoconfigure.LocalSocketAutoConfiguration;
import dev.localsocket.client.LocalSocketClient;
import dev.localsocket.web.client.ForeignHttpServer;
import dev.localsocket.web.client.LocalSocketHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.service.HttpServiceClientPropertiesAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.service.HttpServiceClientAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.boot.webclient.autoconfigure.service.ReactiveHttpServiceClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.registry.HttpServiceGroup.ClientType;
import org.springframework.web.service.registry.ImportHttpServices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of clients that speak HTTP, as they are configured.
 */
class LocalSocketHttpClientAutoConfigurationTests {

	@TempDir
	private Path directory;

	private ForeignHttpServer server;

	@BeforeEach
	void startServer() {
		this.server = new ForeignHttpServer(this.directory.resolve("http"));
	}

	@AfterEach
	void stopServer() {
		this.server.close();
	}

	private ApplicationContextRunner runner() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(LocalSocketAutoConfiguration.class,
					LocalSocketHttpClientAutoConfiguration.class, HttpClientAutoConfiguration.class,
					ImperativeHttpClientAutoConfiguration.class, ReactiveHttpClientAutoConfiguration.class,
					RestClientAutoConfiguration.class, WebClientAutoConfiguration.class,
					HttpServiceClientPropertiesAutoConfiguration.class, HttpServiceClientAutoConfiguration.class,
					ReactiveHttpServiceClientAutoConfiguration.class))
			.withPropertyValues("local-socket.clients.docker.name=" + this.directory.resolve("http"),
					"local-socket.clients.docker.protocol=http");
	}

	@Test
	void aClientIsABean() {
		runner().withUserConfiguration(Clients.class).run((context) -> {
			assertThat(context).hasSingleBean(LocalSocketHttpClient.class).doesNotHaveBean(LocalSocketClient.class);
			assertThat(get(context.getBean(RestClient.class))).isEqualTo("rest");
			assertThat(context.getBean(WebClient.class).get().uri("/host").retrieve().bodyToMono(String.class).block())
				.isEqualTo("web");
		});
	}

	@Test
	void aClientEndsWithItsContext() {
		runner().withUserConfiguration(Clients.class).run((context) -> {
			LocalSocketHttpClient client = context.getBean(LocalSocketHttpClient.class);
			get(context.getBean(RestClient.class));
			context.close();
			assertThatIllegalStateException().isThrownBy(client::requestFactory).withMessageContaining("is closed");
		});
	}

	private static String get(RestClient client) {
		return String.valueOf(client.get().uri("/host").retrieve().body(String.class));
	}

	@Test
	void groupsWithTheNameOfAClientUseIt() {
		runner()
			.withPropertyValues("local-socket.clients.web.name=" + this.directory.resolve("http"),
					"local-socket.clients.web.protocol=http")
			.withUserConfiguration(Groups.class)
			.run((context) -> {
				assertThat(context.getBean(RestApi.class).host()).isEqualTo("localhost");
				assertThat(context.getBean(WebApi.class).host()).isEqualTo("localhost");
			});
	}

	@Test
	void thePropertiesOfAGroupAreHeeded() {
		runner().withPropertyValues("spring.http.serviceclient.docker.base-url=http://elsewhere")
			.withUserConfiguration(RestGroup.class)
			.run((context) -> assertThat(context.getBean(RestApi.class).host()).isEqualTo("elsewhere"));
	}

	@Test
	void aClientNeedsNoReactor() {
		runner().withClassLoader(new FilteredClassLoader("org.springframework.web.reactive", "reactor.netty"))
			.withUserConfiguration(RestGroup.class)
			.run((context) -> assertThat(context.getBean(RestApi.class).host()).isEqualTo("localhost"));
	}

	@Test
	void aFramingIsRefused() {
		runner().withPropertyValues("local-socket.clients.docker.framing.type=line")
			.run((context) -> assertThat(context).getFailure()
				.hasMessageContaining("local-socket.clients.docker.framing.type")
				.hasMessageContaining("has a framing of its own"));
	}

	/** An interface for {@code RestClient}. */
	interface RestApi {

		@GetExchange("/host")
		String host();

	}

	/** An interface for {@code WebClient}. */
	interface WebApi {

		@GetExchange("/host")
		String host();

	}

	@Configuration(proxyBeanMethods = false)
	static class Clients {

		@Bean
		RestClient rest(RestClient.Builder builder, LocalSocketHttpClient docker) {
			return builder.requestFactory(docker.requestFactory()).baseUrl("http://rest").build();
		}

		@Bean
		WebClient web(WebClient.Builder builder, LocalSocketHttpClient docker) {
			return builder.clientConnector(docker.clientConnector()).baseUrl("http://web").build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportHttpServices(group = "docker", types = RestApi.class)
	static class RestGroup {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportHttpServices(group = "docker", types = RestApi.class)
	@ImportHttpServices(group = "web", types = WebApi.class, clientType = ClientType.WEB_CLIENT)
	static class Groups {

	}

}
