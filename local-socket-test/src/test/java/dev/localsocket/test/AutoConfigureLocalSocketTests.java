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

package dev.localsocket.test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

import dev.localsocket.LocalServer;
import dev.localsocket.annotation.LocalSocketListener;
import dev.localsocket.context.LocalServerStartException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.aot.generate.GeneratedFiles.Kind;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.test.annotation.DirtiesContext.HierarchyMode;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextManager;
import org.springframework.test.context.aot.TestContextAotGenerator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for {@link AutoConfigureLocalSocket} with the contexts of test classes that are
 * not run themselves.
 */
@Timeout(60)
class AutoConfigureLocalSocketTests {

	private static final String DIRECTORY = "local-socket.directory";

	@Test
	void contextsWithServersOfTheSameNameDoNotMeet() {
		TestContext first = testContext(First.class);
		TestContext second = testContext(Second.class);
		try {
			assertThat(ask(first.getApplicationContext())).isEqualTo("first");
			assertThat(ask(second.getApplicationContext())).isEqualTo("second");
		}
		finally {
			close(first);
			close(second);
		}
	}

	@Test
	void directoryIsTheUsersAndGoesWithTheContext() throws Exception {
		TestContext context = testContext(First.class);
		Path directory;
		try {
			directory = directory(context.getApplicationContext());
			assertThat(server(context.getApplicationContext()).fullServerName())
				.isEqualTo(directory.resolve("control").toString());
			assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory))).isEqualTo("rwx------");
		}
		finally {
			close(context);
		}
		assertThat(directory).doesNotExist();
	}

	@Test
	void contextCanBeProcessedAheadOfTime() {
		InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
		new TestContextAotGenerator(files).processAheadOfTime(Stream.of(First.class));
		assertThat(files.getGeneratedFiles(Kind.SOURCE)).isNotEmpty();
	}

	@Test
	void directoryIsCreatedOnlyWhenItIsUsed() throws Exception {
		SocketDirectory directory = new SocketDirectory();
		directory.destroy();
		assertThat(directory.path()).isDirectory().isEqualTo(directory.path());
		directory.destroy();
		assertThat(directory.path()).doesNotExist();
	}

	@Test
	void directoryGoesWithAContextThatFails() {
		TestContext context = testContext(Failing.class);
		Throwable failure = catchThrowable(context::getApplicationContext);
		assertThat(NestedExceptionUtils.getRootCause(failure)).isInstanceOfSatisfying(LocalServerStartException.class,
				(ex) -> assertThat(Path.of(ex.getPath()).resolve("../..").normalize()).doesNotExist());
	}

	@Test
	void contextIsNewAfterItHasBeenClosed() {
		TestContext context = testContext(First.class);
		try {
			Path directory = directory(context.getApplicationContext());
			close(context);
			assertThat(directory(context.getApplicationContext())).isNotEqualTo(directory).exists();
		}
		finally {
			close(context);
		}
	}

	@Test
	void testClassesThatAreConfiguredAlikeShareTheContext() {
		TestContext first = testContext(First.class);
		try {
			assertThat(testContext(LikeFirst.class).getApplicationContext()).isSameAs(first.getApplicationContext());
		}
		finally {
			close(first);
		}
	}

	@Test
	void serverInTheAbstractNamespaceStaysThere() {
		TestContext context = testContext(Abstract.class);
		try {
			assertThat(ask(context.getApplicationContext())).isEqualTo("abstract");
		}
		finally {
			close(context);
		}
	}

	@Test
	void serversAreConfiguredWithoutOtherAutoConfigurations() {
		TestContext context = testContext(Slice.class);
		try {
			assertThat(ask(context.getApplicationContext())).isEqualTo("slice");
		}
		finally {
			close(context);
		}
	}

	@Test
	void withoutTheAnnotationNothingIsChanged() {
		TestContext context = testContext(NotAnnotated.class);
		try {
			ApplicationContext applicationContext = context.getApplicationContext();
			assertThat(applicationContext.getBeanProvider(LocalSocketEvents.class)).isEmpty();
			assertThat(applicationContext.getEnvironment().containsProperty(DIRECTORY)).isFalse();
		}
		finally {
			close(context);
		}
	}

	private static TestContext testContext(Class<?> testClass) {
		return new TestContextManager(testClass).getTestContext();
	}

	private static void close(TestContext context) {
		context.markApplicationContextDirty(HierarchyMode.EXHAUSTIVE);
	}

	private static LocalServer server(ApplicationContext context) {
		return context.getBean("control", LocalServer.class);
	}

	private static Path directory(ApplicationContext context) {
		return Path.of(context.getEnvironment().getRequiredProperty(DIRECTORY));
	}

	private static String ask(ApplicationContext context) {
		try (LocalSocketTestClient client = LocalSocketTestClient.connect(server(context))) {
			return client.send("who").readLine();
		}
	}

	@SpringBootTest(classes = Application.class,
			properties = { "local-socket.servers.control.enabled=true", "answer=first" })
	@AutoConfigureLocalSocket
	static class First {

	}

	@SpringBootTest(classes = Application.class,
			properties = { "local-socket.servers.control.enabled=true", "answer=first" })
	@AutoConfigureLocalSocket
	static class LikeFirst {

	}

	@SpringBootTest(classes = Application.class,
			properties = { "local-socket.servers.control.enabled=true", "answer=second" })
	@AutoConfigureLocalSocket
	static class Second {

	}

	@SpringBootTest(classes = Application.class,
			properties = { "local-socket.servers.control.name=no/such", "answer=none" })
	@AutoConfigureLocalSocket
	static class Failing {

	}

	@SpringBootTest(classes = Application.class,
			properties = { "local-socket.servers.control.socket-options=abstract-namespace",
					"local-socket.servers.control.name=auto-configure-${random.uuid}", "answer=abstract" })
	@AutoConfigureLocalSocket
	static class Abstract {

	}

	@SpringBootTest(classes = Answering.class,
			properties = { "local-socket.servers.control.enabled=true", "answer=slice" })
	@AutoConfigureLocalSocket
	static class Slice {

	}

	@SpringBootTest(classes = Application.class,
			properties = { "local-socket.servers.control.auto-startup=false", "answer=none" })
	static class NotAnnotated {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Answering.class)
	static class Application {

	}

	static class Answering {

		private final ApplicationContext context;

		Answering(ApplicationContext context) {
			this.context = context;
		}

		@LocalSocketListener
		String answer(String line) {
			return this.context.getEnvironment().getRequiredProperty("answer");
		}

	}

}
