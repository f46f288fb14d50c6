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

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import dev.localsocket.InstanceScope;
import dev.localsocket.SingleInstance;
import dev.localsocket.autoconfigure.diagnostics.SingleInstanceException;
import dev.localsocket.event.SecondInstanceEvent;
import dev.localsocket.testing.BackgroundCall;
import dev.localsocket.testing.ProcessState;
import dev.localsocket.testing.SocketSandbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.Banner;
import org.springframework.boot.ExitCodeGenerator;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.bootstrap.BootstrapRegistry.InstanceSupplier;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link SingleInstanceRunListener} with whole applications; the other process
 * is this one, too, by means of the core alone.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class SingleInstanceRunListenerTests {

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	private final Queue<Integer> statuses = new ConcurrentLinkedQueue<>();

	private final ByteArrayOutputStream output = new ByteArrayOutputStream();

	private final ByteArrayOutputStream error = new ByteArrayOutputStream();

	@Test
	void secondStartEndsBeforeThereIsABean() throws Exception {
		SingleInstance first = this.sandbox.closeLater(builder().acquire());
		Queue<List<String>> arguments = new ConcurrentLinkedQueue<>();
		first.onSecondInstance((second) -> {
			arguments.add(second.arguments());
			assertThat(second.environment()).containsOnlyKeys("PATH");
			second.exit(3);
		});
		Counting.created = 0;
		SpringApplication application = application(Counting.class);
		assertThatExceptionOfType(SpringApplication.AbandonedRunException.class)
			.isThrownBy(() -> application.run("a", "--local-socket.single-instance.environment-variables=PATH"));
		assertThat(this.statuses).containsExactly(3);
		assertThat(arguments)
			.containsExactly(List.of("a", "--local-socket.single-instance.environment-variables=PATH"));
		assertThat(Counting.created).isZero();
	}

	@Test
	void secondInstancesWaitForTheEndOfTheStartAndAreEvents() throws Exception {
		List<BackgroundCall<SingleInstance>> calls = new ArrayList<>();
		SpringApplication application = application(Listening.class);
		application.addInitializers(
				(context) -> context.getBeanFactory().registerSingleton("early", (ApplicationRunner) (arguments) -> {
					calls.add(this.sandbox.async(() -> builder().acquire("early")));
					SocketSandbox.eventually()
						.until(() -> !ProcessState.threads("local-socket-instance-timer").isEmpty());
					assertThat(context.getBean(Listening.class).events).isEmpty();
				}));
		try (ConfigurableApplicationContext context = application.run()) {
			assertThat(context.getBean(SingleInstance.class).isFirst()).isTrue();
			assertThat(calls.get(0).result().exitStatus()).isEqualTo(4);
			assertThat(builder().acquire("late").exitStatus()).isEqualTo(4);
			assertThat(context.getBean(Listening.class).events).extracting(SecondInstanceEvent::getArguments)
				.containsExactly(List.of("early"), List.of("late"));
			assertThat(this.output).hasToString("[early][late]");
		}
		assertThat(this.sandbox.closeLater(builder().acquire()).isFirst()).as("given up at the end").isTrue();
	}

	@Test
	void secondInstanceThatNobodyListensToIsTold() throws Exception {
		try (ConfigurableApplicationContext context = application(Counting.class).run()) {
			assertThat(builder().acquire().exitStatus()).isEqualTo(1);
			assertThat(this.error).asString().contains("running already, as process " + ProcessHandle.current().pid());
			assertThat(context.isActive()).isTrue();
		}
	}

	@Test
	void startThatFailsGivesTheNameUp() throws Exception {
		assertThatExceptionOfType(BeanCreationException.class).isThrownBy(() -> application(Failing.class).run());
		assertThat(this.sandbox.closeLater(builder().acquire()).isFirst()).isTrue();
	}

	@Test
	void childrenAndOtherApplicationsOfTheProcessShareTheName() throws Exception {
		SpringApplicationBuilder parent = new SpringApplicationBuilder(Listening.class).web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.properties(properties());
		try (ConfigurableApplicationContext child = parent.child(Counting.class).run()) {
			assertThat(this.statuses).isEmpty();
			assertThat(child.getBean(SingleInstance.class).isFirst()).isTrue();
			try (ConfigurableApplicationContext other = application(Counting.class).run()) {
				assertThat(other.getBeanNamesForType(SingleInstance.class)).isEmpty();
			}
			assertThat(builder().acquire("x").exitStatus()).isEqualTo(4);
			Objects.requireNonNull((ConfigurableApplicationContext) child.getParent()).close();
		}
		assertThat(this.sandbox.closeLater(builder().acquire()).isFirst()).isTrue();
	}

	@Test
	void instanceThatMainHasAcquiredIsUsed() throws Exception {
		SingleInstance first = this.sandbox.closeLater(builder().acquire());
		SpringApplication application = application(Listening.class);
		application.addBootstrapRegistryInitializer(
				(registry) -> registry.register(SingleInstance.class, InstanceSupplier.of(first)));
		try (ConfigurableApplicationContext context = application.run()) {
			assertThat(context.getBean(SingleInstance.class)).isSameAs(first);
			assertThat(builder().acquire("x").exitStatus()).isEqualTo(4);
		}
		assertThat(this.sandbox.closeLater(builder().acquire()).isFirst()).isTrue();
	}

	@Test
	void nothingIsAcquiredWithoutANameInTestsAndAheadOfTime() throws Exception {
		SingleInstance first = this.sandbox.closeLater(builder().acquire());
		assertThat(first.isFirst()).isTrue();
		application(Counting.class).run("--local-socket.single-instance.name=").close();
		application(Counting.class).run("--local-socket.single-instance.enabled=false").close();
		application(Counting.class)
			.run("--org.springframework.boot.test.context.SpringBootTestContextBootstrapper=true")
			.close();
		System.setProperty("spring.aot.processing", "true");
		try {
			application(Counting.class).run().close();
		}
		finally {
			System.clearProperty("spring.aot.processing");
		}
		assertThat(this.statuses).isEmpty();
	}

	@Test
	void directoryThatIsNotSafeIsExplained(CapturedOutput captured) throws Exception {
		Files.setPosixFilePermissions(this.sandbox.directory(), PosixFilePermissions.fromString("rwxrwxrwx"));
		assertThatExceptionOfType(SingleInstanceException.class).isThrownBy(() -> application(Counting.class).run())
			.extracting(ExitCodeGenerator::getExitCode)
			.isEqualTo(1);
		assertThat(captured).contains("cannot be the single instance 'app'")
			.contains("chmod go-w")
			.contains("local-socket.single-instance.directory");
	}

	@Test
	void firstThatDoesNotBeginIsExplained(CapturedOutput captured) throws Exception {
		this.sandbox.closeLater(builder().acquire());
		assertThatExceptionOfType(SingleInstanceException.class)
			.isThrownBy(() -> application(Counting.class).run("--local-socket.single-instance.start-timeout=1s"))
			.extracting(ExitCodeGenerator::getExitCode)
			.isEqualTo(SingleInstance.STATUS_HANGING);
		assertThat(captured).contains("has not begun to handle this call within 1000 ms")
			.contains("raise 'local-socket.single-instance.timeout'");
	}

	@Test
	void valuesThatAreWrongNameTheirKeys(CapturedOutput captured) {
		for (Map.Entry<String, String> wrong : Map
			.of("name", "a/b", "directory", "x", "timeout", "1ms", "start-timeout", "0s", "authorization.allowed-uids",
					"1")
			.entrySet()) {
			assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
				.isThrownBy(() -> application(Counting.class)
					.run("--local-socket.single-instance.%s=%s".formatted(wrong.getKey(), wrong.getValue())));
		}
		assertThat(captured).contains("is no name of a single instance").contains("at least a second");
	}

	private SpringApplication application(Class<?> source) {
		SpringApplication application = new SpringApplication(source);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setBannerMode(Banner.Mode.OFF);
		application.setDefaultProperties(properties());
		application.addBootstrapRegistryInitializer(
				(registry) -> registry.register(SecondInstanceExit.class, InstanceSupplier.of(this.statuses::add)));
		return application;
	}

	private Map<String, Object> properties() {
		return Map.of("local-socket.single-instance.name", "app", "local-socket.single-instance.directory",
				this.sandbox.directory().toString());
	}

	private SingleInstance.Builder builder() {
		return SingleInstance.builder("app")
			.scope(InstanceScope.USER)
			.directory(this.sandbox.directory())
			.streams(InputStream.nullInputStream(), this.output, this.error);
	}

	@Configuration(proxyBeanMethods = false)
	static class Counting {

		static int created;

		Counting() {
			created++;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Listening {

		private final Queue<SecondInstanceEvent> events = new ConcurrentLinkedQueue<>();

		@EventListener
		void handle(SecondInstanceEvent event) {
			this.events.add(event);
			event.reply(event.getArguments().toString());
			event.exit(4);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Failing {

		@Bean
		String failing() {
			throw new IllegalStateException("test");
		}

	}

}
