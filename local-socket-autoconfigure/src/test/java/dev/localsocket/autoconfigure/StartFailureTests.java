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
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;
import dev.localsocket.annotation.LocalSocketListener;
import dev.localsocket.testing.ConfigurationMetadata;
import dev.localsocket.testing.ConfigurationMetadata.Property;
import dev.localsocket.testing.JavaProcess;
import dev.localsocket.testing.ServerMain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests that a wrong configuration stops the start, and that what is printed says what to
 * change.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class StartFailureTests {

	@TempDir
	Path directory;

	private void fail(Class<?> listener, String... properties) {
		assertThat(catchThrowable(() -> start(listener, properties).close())).isNotNull();
		assertThat(this.directory).isEmptyDirectory();
	}

	private ConfigurableApplicationContext start(Class<?> listener, String... properties) {
		SpringApplication application = new SpringApplication(Application.class, listener);
		application.setWebApplicationType(WebApplicationType.NONE);
		String[] arguments = new String[properties.length + 1];
		arguments[0] = "--local-socket.servers.control.directory=" + this.directory;
		for (int i = 0; i < properties.length; i++) {
			arguments[i + 1] = "--" + properties[i];
		}
		return application.run(arguments);
	}

	@Test
	void unknownKey(CapturedOutput output) {
		fail(Nothing.class, "local-socket.servers.control.max-pending=3");
		assertThat(output).contains("APPLICATION FAILED TO START").contains("local-socket.servers.control.max-pending");
	}

	@ParameterizedTest
	@CsvSource({ "max-pending-connections,-1", "listen-backlog-size,0", "max-connections,-1",
			"max-connections-per-user,-1", "max-received-descriptors,-1", "idle-timeout,-1s", "write-timeout,-1s",
			"idle-timeout,soon", "read-buffer-size,-1B", "write-buffer-size,-1B", "framing.max-frame-length,0B",
			"socket-options,everybody", "framing.charset,utf-9", "reclaim-stale,maybe" })
	void wrongValue(String key, String value, CapturedOutput output) {
		fail(MessageHandler.class, "local-socket.servers.control." + key + "=" + value);
		assertThat(output).contains("APPLICATION FAILED TO START")
			.containsIgnoringCase("local-socket.servers.control." + key)
			.contains("Action:");
	}

	/** All keys but texts and lists. */
	static Stream<String> keysWithAValue() {
		return ConfigurationMetadata.properties()
			.stream()
			.filter((property) -> property.key().startsWith("local-socket."))
			.filter((property) -> !property.type().matches("java\\.(lang\\.String|util\\.(Set|List).*)"))
			.map(Property::key);
	}

	@ParameterizedTest
	@MethodSource("keysWithAValue")
	void keyWithoutItsValue(String key, CapturedOutput output) {
		String set = key.replace("clients.<name>", "clients.other").replace("<name>", "control");
		fail(Nothing.class, set + "=${nothing:}");
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Property: " + set)
			.contains("The key needs a value, but has none. Give it one, or remove the key");
	}

	@ParameterizedTest
	@ValueSource(strings = { "servers.other", "clients.other", "servers.control.framing", "event-loop" })
	void valueWhereThereMustBeKeys(String key, CapturedOutput output) {
		fail(Nothing.class, "local-socket." + key + "=8");
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("'local-socket." + key + "' has keys below it, but no value of its own");
	}

	@ParameterizedTest
	@CsvSource({ "event-loop.threads", "listener.max-threads", "servers.control.max-threads" })
	void wrongNumberOfThreads(String key, CapturedOutput output) {
		fail(Nothing.class, "local-socket." + key + "=0");
		assertThat(output).contains("local-socket." + key).contains("at least 1 thread");
	}

	@ParameterizedTest
	@ValueSource(strings = { "local-socket.directory", "local-socket.servers.other.directory" })
	void relativeDirectory(String key, CapturedOutput output) {
		fail(Nothing.class, key + "=run");
		assertThat(output).contains(key).contains("absolute path");
	}

	@ParameterizedTest
	@CsvSource({ "allowed-users,no-such-user,knows no user", "allowed-groups,no-such-group,knows no group",
			"allowed-users,1234567,use its number with", "allowed-uids,-1,from 0 to 4294967294",
			"allowed-gids,4294967295,from 0 to 4294967294", "allowed-uids,root,allowed-uids" })
	void wrongAccount(String key, String value, String text, CapturedOutput output) {
		fail(Nothing.class, "local-socket.servers.control.authorization." + key + "=" + value);
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("local-socket.servers.control.authorization." + key)
			.contains(value)
			.contains(text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "allowed-users", "allowed-gids", "allowedGroups" })
	void authorizationThatNamesNobody(String key, CapturedOutput output) {
		fail(Nothing.class, "local-socket.servers.control.authorization." + key + "=");
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("local-socket.servers.control.authorization." + key)
			.contains("Name a user or a group, or remove all keys of 'authorization'");
	}

	@Test
	void abstractNamespaceWithPermissions(CapturedOutput output) {
		fail(Nothing.class, "local-socket.servers.other.socket-options=abstract-namespace,user-access");
		assertThat(output).contains("local-socket.servers.other.socket-options").contains("every user can connect");
	}

	@Test
	void abstractNamespaceWithADirectory(CapturedOutput output) {
		fail(Nothing.class, "local-socket.servers.other.socket-options=abstract-namespace",
				"local-socket.servers.other.directory=/run/app");
		assertThat(output).contains("local-socket.servers.other.directory")
			.contains("A name in the abstract namespace is in no directory");
	}

	@ParameterizedTest
	@CsvSource({ "name,other", "directory,/run/app", "socket-options,user-access", "reclaim-stale,true",
			"check-directory,true", "republish,true", "group,0", "listen-backlog-size,50", "listenBacklogSize,50" })
	void descriptorTogetherWithAKeyOfAName(String key, String value, CapturedOutput output) {
		fail(Nothing.class, "local-socket.servers.other.socket-descriptor=3",
				"local-socket.servers.other." + key + "=" + value);
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("local-socket.servers.other.socket-descriptor")
			.contains(
					"Whoever opened the socket has decided on '" + key.replace("BacklogS", "-backlog-s") + "' already")
			.contains("Remove that key, or 'socket-descriptor'");
	}

	@Test
	void absoluteNameWithADirectory(CapturedOutput output) {
		fail(Nothing.class, "local-socket.servers.other.name=/run/app/other",
				"local-socket.servers.other.directory=/run/app");
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("local-socket.servers.other.directory")
			.contains("The name '/run/app/other' is an absolute path, so the directory has no effect");
	}

	@Test
	void absoluteNameWithTheDirectoryOfAllServers() {
		Path named = this.directory.resolve("named");
		start(Nothing.class, "local-socket.directory=/no/such/directory", "local-socket.servers.other.name=" + named)
			.close();
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void emptyName(CapturedOutput output) {
		fail(Nothing.class, "local-socket.servers.other.name=");
		assertThat(output).contains("local-socket.servers.other.name").contains("The name must not be empty");
	}

	@Test
	void beanOfAnotherTypeHasTheName(CapturedOutput output) {
		fail(NotAServer.class, "local-socket.servers.text.auto-startup=false");
		assertThat(output).contains("'local-socket.servers.text' declares a local server")
			.contains("of the type java.lang.String")
			.contains("Rename the bean or the server");
	}

	@ParameterizedTest
	@ValueSource(classes = { NotAServer.class, OwnServer.class })
	void serverThatWouldReplaceABean(Class<?> beans, CapturedOutput output) {
		fail(beans, "spring.main.allow-bean-definition-overriding=true",
				"local-socket.servers.text.auto-startup=false");
		assertThat(output).contains("'local-socket.servers.text' declares a local server, which would replace the bean")
			.contains("Set 'spring.main.allow-bean-definition-overriding=false'")
			.contains("local-socket.servers.NEW.name=text");
	}

	@Test
	void serversThatReplaceNothingMayComeWithOverriding() {
		start(NotAServer.class, "spring.main.allow-bean-definition-overriding=true").close();
		assertThat(this.directory).isEmptyDirectory();
	}

	@ParameterizedTest
	@CsvSource({ "text,true", "text,false", "control,true", "control,false" })
	void clientOfTheNameOfABean(String name, boolean overriding, CapturedOutput output) {
		fail(NotAServer.class, "spring.main.allow-bean-definition-overriding=" + overriding,
				"local-socket.clients." + name + ".name=other");
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("'local-socket.clients.%s' declares a client".formatted(name))
			.contains("local-socket.clients.NEW.name=" + name);
	}

	@Test
	void missingDirectory(CapturedOutput output) {
		fail(Nothing.class, "local-socket.servers.other.name=" + this.directory + "/no/such");
		assertThat(output).contains("The local server 'other' cannot listen")
			.contains("'" + this.directory + "/no' does not exist")
			.contains("Change 'local-socket.servers.other.name'");
	}

	@ParameterizedTest
	@CsvSource({ "servers.other.name,", "servers.other.directory,/other", "directory,/other", "clients.other.name,",
			"clients.other.directory,/other" })
	void pathThatIsTooLong(String key, String rest, CapturedOutput output) {
		String path = "/" + "x".repeat(120);
		String owner = "local-socket." + (key.startsWith("clients") ? "clients" : "servers") + ".other";
		fail(Nothing.class, owner + ".enabled=true", "local-socket." + key + "=" + path);
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("The address of '" + owner + "' is invalid")
			.contains("'%s%s' has %d bytes".formatted(path, (rest != null) ? rest : "",
					121 + ((rest != null) ? rest.length() : 0)))
			.contains("may have at most 107")
			.contains("Choose a shorter one: '%s.name=".formatted(owner));
	}

	@Test
	void pathOfAServerWithoutPropertiesThatIsTooLong(CapturedOutput output) {
		fail(OwnServer.class, "local-socket.directory=/" + "x".repeat(120));
		assertThat(output).contains("The local server 'text' cannot listen")
			.contains("has 126 bytes")
			.contains("Choose a shorter one: 'local-socket.servers.text.name=");
	}

	@Test
	void addressInUse(CapturedOutput output) throws IOException {
		LocalServer holder = new LocalServer();
		Path taken = this.directory.resolve("taken");
		try (holder) {
			assertThat(holder.listen(taken.toString())).isTrue();
			assertThat(catchThrowable(() -> start(Nothing.class, "local-socket.servers.other.name=" + taken).close()))
				.isNotNull();
			assertThat(output).contains("ADDRESS_IN_USE")
				.contains("another server of this process (%d)".formatted(ProcessHandle.current().pid()))
				.contains("local-socket.servers.other.name");
			LocalSocket.connectToServer(taken.toString()).close();
		}
		assertThat(Files.list(this.directory)).isEmpty();
	}

	@Test
	void addressInUseByAnotherProcess(CapturedOutput output) throws IOException {
		Path taken = this.directory.resolve("taken");
		try (JavaProcess holder = JavaProcess.start(ServerMain.class, taken.toString())) {
			assertThat(holder.readLine()).isEqualTo("READY");
			holder.go();
			assertThat(holder.readLine()).isEqualTo("LISTENING");
			assertThat(catchThrowable(() -> start(Nothing.class, "local-socket.servers.other.name=" + taken).close()))
				.isNotNull();
			assertThat(output).contains("belongs to the process " + holder.pid()).contains("of the user");
		}
		Files.deleteIfExists(taken);
	}

	@Test
	void staleSocketThatIsNotToBeReplaced(CapturedOutput output) throws Exception {
		Path stale = this.directory.resolve("stale");
		StaleSockets.create(stale);
		assertThat(catchThrowable(() -> start(Nothing.class, "local-socket.servers.other.name=" + stale,
				"local-socket.servers.other.reclaim-stale=false")
			.close())).isNotNull();
		assertThat(output).contains("ADDRESS_IN_USE").contains("Set 'local-socket.servers.other.reclaim-stale=true'");
		Files.delete(stale);
	}

	@Test
	void directoryInWhichOthersCanExchangeFiles(CapturedOutput output) throws Exception {
		Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString("rwxrwxrwx"));
		fail(Nothing.class);
		assertThat(output).contains("UNSAFE_DIRECTORY")
			.contains("can exchange what is in '" + this.directory + "', of mode 0777 and of "
					+ Files.getOwner(this.directory).getName() + ":")
			.contains("chmod o-w")
			.contains("set 'local-socket.servers.control.check-directory=false'");
		start(Nothing.class, "local-socket.servers.control.check-directory=false").close();
		Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString("rwx------"));
	}

	@Test
	void groupWhoseMembersMayNotConnect(CapturedOutput output) {
		fail(Nothing.class, "local-socket.servers.other.group=0");
		assertThat(output).contains("local-socket.servers.other.group").contains("Add 'group-access'");
	}

	@Test
	void groupThatTheSystemDoesNotKnow(CapturedOutput output) {
		fail(Nothing.class, "local-socket.servers.control.group=no-such-group",
				"local-socket.servers.control.socket-options=group-access");
		assertThat(output).contains("INVALID_GROUP")
			.contains("The system knows no group 'no-such-group'")
			.contains("Correct 'local-socket.servers.control.group'");
	}

	@Test
	void descriptorThatIsNoSocket(CapturedOutput output) {
		fail(Nothing.class, "local-socket.servers.other.socket-descriptor=0");
		assertThat(output).contains("INVALID_DESCRIPTOR")
			.contains("Correct 'local-socket.servers.other.socket-descriptor'");
	}

	@Test
	void listenerOfAnUnknownServer(CapturedOutput output) {
		fail(UnknownServer.class);
		assertThat(output).contains("UnknownServer.handle()")
			.contains("'nowhere', which does not exist")
			.contains("[control]")
			.contains("local-socket.servers.nowhere");
	}

	@Test
	void twoOwners(CapturedOutput output) {
		fail(TwoOwners.class);
		assertThat(output).contains("'control' has 2 connection or message handlers")
			.contains("TwoOwners.first()")
			.contains("TwoOwners.second()");
	}

	@Test
	void methodWithoutAnythingToHandle(CapturedOutput output) {
		fail(NoPayload.class);
		assertThat(output).contains("NoPayload.handle()").contains("takes neither an event nor a LocalSocket");
	}

	@Test
	void methodWithTwoPayloads(CapturedOutput output) {
		fail(TwoPayloads.class);
		assertThat(output).contains("TwoPayloads.handle()").contains("takes 2 payloads: [one, two]");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	static class Nothing {

	}

	@Configuration(proxyBeanMethods = false)
	static class NotAServer {

		@Bean
		String text() {
			return "no server";
		}

	}

	static class MessageHandler {

		@LocalSocketListener
		void handle(String line) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnServer {

		@Bean
		LocalServer text() {
			return new LocalServer();
		}

	}

	static class UnknownServer {

		@LocalSocketListener("nowhere")
		void handle(String line) {
		}

	}

	static class TwoOwners {

		@LocalSocketListener("control")
		void first(String line) {
		}

		@LocalSocketListener
		void second(LocalSocket socket) {
		}

	}

	static class NoPayload {

		@LocalSocketListener
		void handle(LocalServer server) {
		}

	}

	static class TwoPayloads {

		@LocalSocketListener
		void handle(String one, String two) {
		}

	}

}
