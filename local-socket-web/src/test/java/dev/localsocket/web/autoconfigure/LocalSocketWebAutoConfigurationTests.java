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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.localsocket.LocalServer;
import dev.localsocket.autoconfigure.LocalSocketAutoConfiguration;
import dev.localsocket.context.LocalServerStartException;
import dev.localsocket.web.internal.HttpConnections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.context.ServerPortInfoApplicationContextInitializer;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LocalSocketWebAutoConfiguration}.
 */
@Timeout(60)
class LocalSocketWebAutoConfigurationTests {

	@TempDir
	Path directory;

	@Test
	void nothingIsThereWithoutKeys() {
		runner().run((context) -> assertThat(context).hasNotFailed()
			.doesNotHaveBean(HttpConnections.class)
			.doesNotHaveBean(LocalServer.class));
	}

	@Test
	void applicationThatIsNoWebApplicationIsRefused() {
		runner().withPropertyValues("local-socket.web.server.name=http")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("'local-socket.web.server' declares a local socket")
				.hasMessageContaining("this is no web application"));
	}

	@Test
	void socketThatIsSwitchedOffIsNotThere() {
		runner().withPropertyValues("local-socket.web.server.name=http", "local-socket.web.server.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(LocalServer.class));
	}

	@Test
	void serverWithoutPortAndSocketIsRefused() {
		runner().withPropertyValues("local-socket.web.tcp=false")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("local-socket.web.tcp")
				.hasMessageContaining("would listen nowhere"));
	}

	@Test
	void nameThatIsTooLongIsRefusedWithItsKey() {
		runner().withPropertyValues("local-socket.web.server.name=" + "x".repeat(200))
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining("x".repeat(200)));
	}

	@Test
	void unknownProxyIsRefused() {
		runner()
			.withPropertyValues("local-socket.web.server.name=http",
					"local-socket.web.server.trusted-proxies=no-such-user-here")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("local-socket.web.server.trusted-proxies")
				.hasMessageContaining("no user of that name"));
	}

	@Test
	void keyThatMakesNoSenseIsRefused() {
		runner().withPropertyValues("local-socket.web.server.name=http", "local-socket.web.server.framing.type=line")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("local-socket.web.server.framing.type"));
	}

	@Test
	void simulatedRequestsNeedNoSocket() {
		new WebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(LocalSocketAutoConfiguration.class,
					LocalSocketWebAutoConfiguration.class, LocalSocketWebMvcAutoConfiguration.class))
			.withInitializer(LocalSocketWebAutoConfigurationTests::convertAsSpringApplicationDoes)
			.withPropertyValues("local-socket.directory=" + this.directory, "local-socket.web.server.name=http")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean("webServer", LocalServer.class).isListening()).isFalse();
			});
	}

	@Test
	void foreignFileStopsTheStartAndStays() throws IOException {
		Path file = Files.writeString(this.directory.resolve("http"), "mine");
		tomcat().run((context) -> assertThat(context).getFailure()
			.rootCause()
			.isInstanceOf(LocalServerStartException.class)
			.hasMessageContaining(file.toString()));
		assertThat(file).hasContent("mine");
	}

	@Test
	void portStaysUnlessToldOtherwise() {
		tomcat().run((context) -> {
			assertThat(context.getEnvironment().getRequiredProperty("local.server.port", Integer.class)).isPositive();
			assertThat(context.getBean("webServer", LocalServer.class).isListening()).isTrue();
		});
	}

	@Test
	void encryptionOfNothingIsRefused() {
		tomcat()
			.withPropertyValues("local-socket.web.tcp=false", "server.ssl.enabled=true",
					"server.ssl.key-store=classpath:none.p12")
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining("asks for TLS"));
	}

	/** With a web server, and nothing that it could serve. */
	private WebApplicationContextRunner tomcat() {
		return new WebApplicationContextRunner(AnnotationConfigServletWebServerApplicationContext::new)
			.withConfiguration(
					AutoConfigurations.of(LocalSocketAutoConfiguration.class, LocalSocketWebAutoConfiguration.class,
							LocalSocketTomcatAutoConfiguration.class, TomcatServletWebServerAutoConfiguration.class))
			.withInitializer(LocalSocketWebAutoConfigurationTests::convertAsSpringApplicationDoes)
			.withInitializer(new ServerPortInfoApplicationContextInitializer())
			.withPropertyValues("server.port=0", "local-socket.directory=" + this.directory,
					"local-socket.web.server.name=http");
	}

	private ApplicationContextRunner runner() {
		return new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(LocalSocketAutoConfiguration.class, LocalSocketWebAutoConfiguration.class))
			.withInitializer(LocalSocketWebAutoConfigurationTests::convertAsSpringApplicationDoes)
			.withPropertyValues("local-socket.directory=" + this.directory);
	}

	private static void convertAsSpringApplicationDoes(ConfigurableApplicationContext context) {
		context.getBeanFactory().setConversionService(ApplicationConversionService.getSharedInstance());
	}

}
