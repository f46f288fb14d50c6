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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.localsocket.LocalServer;
import dev.localsocket.client.LocalSocketClient;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests of what the likeliest mistakes in the configuration are answered with.
 */
@ExtendWith(OutputCaptureExtension.class)
class MistakeTests {

	@TempDir
	Path directory;

	private void fail(Class<?> configuration, String... properties) {
		assertThatThrownBy(() -> application(configuration).run(arguments(properties)).close());
	}

	private static SpringApplication application(Class<?> configuration) {
		SpringApplication application = new SpringApplication(Application.class, configuration);
		application.setWebApplicationType(WebApplicationType.NONE);
		return application;
	}

	private String[] arguments(String... properties) {
		String[] arguments = new String[properties.length + 1];
		arguments[0] = "--local-socket.directory=" + this.directory;
		for (int i = 0; i < properties.length; i++) {
			arguments[i + 1] = "--" + properties[i];
		}
		return arguments;
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			servers.control.max-pending,                servers.control.max-pending-connections
			servers.control.nmae,                       servers.control.name
			servers.control.dir,                        servers.control.directory
			servers.control.framing.max-length,         servers.control.framing.max-frame-length
			servers.control.allowed-users,              ''
			servers.control.authorization.users,        servers.control.authorization.allowed-users
			servers.control.authorization.allowed-user, servers.control.authorization.allowed-users
			server.control.name,                        servers.control.name
			client.control.name,                        clients.control.name
			clients.control.timeout,                    clients.control.connect-timeout
			clients.control.conect-timeout,             clients.control.connect-timeout
			listener.threads,                           listener.max-threads
			listener.max-thread,                        listener.max-threads
			events-loop.threads,                        event-loop.threads
			zzz,                                        ''
			""")
	void unknownKeyIsAnsweredWithTheOneThatWasMeant(String key, String meant, CapturedOutput output) {
		fail(Nothing.class, "local-socket." + key + "=8");
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("There is no key 'local-socket." + key + "'")
			.doesNotContain("Bindable@")
			.contains(StringUtils.hasText(meant) ? "Did you mean 'local-socket." + meant + "'?" : "Remove it. ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "servers", "clients" })
	void listIsAnsweredWithAMap(String section, CapturedOutput output) {
		fail(Nothing.class, "local-socket." + section + "[0].name=app-control");
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("'local-socket." + section + "' is a list, whose elements have no names")
			.contains("'local-socket." + section + ".control.name=app-control' for example")
			.contains("'control:' instead of '-'");
	}

	@Test
	void missingServerIsAnsweredWithTheKeyThatMakesOne(CapturedOutput output) {
		fail(WantsServer.class);
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("wants a local server, but there is none that would do")
			.contains("'local-socket.servers.control.name=app-control' makes a bean named 'control'");
	}

	@Test
	void missingClientIsAnsweredWithTheKeyThatMakesOne(CapturedOutput output) {
		fail(WantsClient.class);
		assertThat(output).contains("wants a client, but there is none that would do")
			.contains("'local-socket.clients.control.name=app-control' makes a bean named 'control'");
	}

	@Test
	void otherMissingBeanIsLeftToBoot(CapturedOutput output) {
		fail(WantsPath.class);
		assertThat(output).contains("required a bean of type 'java.nio.file.Path'")
			.doesNotContain("local-socket.servers");
	}

	@Test
	void testOfAnApplicationThatRunsIsToHaveItsOwnDirectory(CapturedOutput output) {
		try (LocalServer running = new LocalServer()) {
			assertThat(running.listen(this.directory.resolve("control").toString())).isTrue();
			fail(Nothing.class, "local-socket.servers.control.enabled=true");
		}
		assertThat(output).contains("Stop the other server")
			.contains(
					"Annotate a test with @AutoConfigureLocalSocket, of local-socket-test: it gets a directory of its own");
	}

	@Test
	void fileInTheWayIsToBeMovedAway(CapturedOutput output) throws IOException {
		Files.writeString(this.directory.resolve("control"), "text");
		fail(Nothing.class, "local-socket.servers.control.enabled=true");
		assertThat(output).contains("ADDRESS_IN_USE")
			.contains("Move away what is there")
			.doesNotContain("Stop the other");
		assertThat(this.directory.resolve("control")).hasContent("text");
	}

	@Test
	void directoryInTheWayIsToBeMovedAway(CapturedOutput output) throws IOException {
		Files.createDirectory(this.directory.resolve("control"));
		fail(Nothing.class, "local-socket.servers.control.enabled=true");
		assertThat(output).contains("Move away what is there").doesNotContain("Stop the other");
	}

	@Test
	void readOnlyFileSystemIsToldAsSuch(CapturedOutput output) throws Exception {
		Assumptions.assumeTrue(run("mount", "-t", "tmpfs", "-o", "ro", "tmpfs", this.directory.toString()) == 0);
		try {
			fail(Nothing.class, "local-socket.servers.control.enabled=true");
			assertThat(output).contains("is in a file system that is mounted read-only")
				.contains("or mount the file system for writing")
				.doesNotContain("write there");
		}
		finally {
			assertThat(run("umount", this.directory.toString())).isZero();
		}
	}

	private static int run(String... command) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
		assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
		return process.exitValue();
	}

	@ParameterizedTest
	@CsvSource({ "ALLOWED_USERS", "ALLOWED_GIDS", "USERS" })
	void environmentVariableWithAnUnderscoreForADashIsAnsweredWithItsName(String key, CapturedOutput output) {
		SpringApplication application = application(Nothing.class);
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
					new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
							Map.of("LOCALSOCKET_SERVERS_APPCONTROL_AUTHORIZATION_" + key, "0")));
		application.setEnvironment(environment);
		assertThatThrownBy(() -> application.run(arguments("local-socket.servers.app-control.name=control")));
		assertThat(output)
			.contains("There is no such key, only [allowed-users, allowed-groups, allowed-uids, allowed-gids]")
			.contains("LOCALSOCKET_SERVERS_APPCONTROL_AUTHORIZATION_ALLOWEDUSERS");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	static class Nothing {

	}

	@Configuration(proxyBeanMethods = false)
	static class WantsServer {

		WantsServer(LocalServer server) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WantsClient {

		WantsClient(LocalSocketClient client) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WantsPath {

		WantsPath(Path path) {
		}

	}

}
