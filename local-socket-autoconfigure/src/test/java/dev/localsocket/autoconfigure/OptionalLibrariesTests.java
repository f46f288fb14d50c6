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
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.localsocket.LocalServer;
import dev.localsocket.annotation.ListenerInterceptor;
import dev.localsocket.annotation.LocalSocketListener;
import dev.localsocket.autoconfigure.diagnostics.InvalidKeysException;
import dev.localsocket.metrics.LocalServerMetrics;
import dev.localsocket.metrics.ObservationListenerInterceptor;
import dev.localsocket.security.internal.PeerAuthentications;
import dev.localsocket.testing.JavaProcess;
import dev.localsocket.testing.LineClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurationImportSelector;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.AnnotationAttributes;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.core.type.classreading.SimpleMetadataReaderFactory;
import org.springframework.util.MultiValueMap;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that what needs a library is there with it, and that all else works without it.
 */
class OptionalLibrariesTests {

	private static final String LIBRARIES = """
			none                                           | meters observations health endpoint info json security
			io.micrometer                                  | health endpoint info json security
			io.micrometer.core                             | observations health endpoint info json security
			io.micrometer.observation                      | meters health endpoint info json security
			org.springframework.boot.micrometer            | meters observations health endpoint info json security
			org.springframework.boot.health                | meters observations endpoint info json security
			org.springframework.boot.actuate               | meters observations health json security
			org.springframework.boot.actuate.autoconfigure | meters observations health json security
			tools.jackson                                  | meters observations health endpoint info security
			reactor                                        | meters observations health endpoint info json security
			org.reactivestreams                            | meters observations health endpoint info json security
			org.springframework.security                   | meters observations health endpoint info json
			jakarta.servlet                                | meters observations health endpoint info json security
			org.springframework.web                        | meters observations health endpoint info json security
			org.springframework.test                       | meters observations health endpoint info json security
			org.assertj                                    | meters observations health endpoint info json security
			org.slf4j                                      | meters observations health endpoint info json security
			""";

	@TempDir
	Path directory;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withUserConfiguration(Application.class);

	private ApplicationContextRunner runner() {
		return this.runner.withPropertyValues("local-socket.servers.control.directory=" + this.directory);
	}

	/** What is left when a library is not there; the server always is. */
	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = LIBRARIES)
	void featuresWhoseLibraryIsThereAreThere(String library, String features) {
		runner().withClassLoader(new FilteredClassLoader(library))
			.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withBean(ObservationRegistry.class, ObservationRegistry::create)
			.withPropertyValues("management.endpoints.web.exposure.include=*",
					"management.info.local-socket.enabled=true")
			.run((context) -> {
				assertThat(context.getBean(LocalServer.class).isListening()).isTrue();
				assertThat(features(context)).isEqualTo(features);
			});
	}

	@Test
	void eachClassThatSomethingDependsOnIsOfALibraryAbove() throws IOException {
		List<String> libraries = LIBRARIES.lines().map((line) -> line.split("\\|")[0].strip() + ".").toList();
		assertThat(classesOfConditions()).hasSizeGreaterThan(5)
			.allSatisfy((name) -> assertThat(libraries).anyMatch(name::startsWith));
	}

	private static Set<String> classesOfConditions() throws IOException {
		Set<String> names = new TreeSet<>();
		SimpleMetadataReaderFactory metadata = new SimpleMetadataReaderFactory();
		for (Resource type : new PathMatchingResourcePatternResolver()
			.getResources("classpath*:dev/localsocket/autoconfigure/**/*Configuration.class")) {
			MultiValueMap<String, @Nullable Object> conditions = metadata.getMetadataReader(type)
				.getAnnotationMetadata()
				.getAllAnnotationAttributes(ConditionalOnClass.class.getName(), true);
			if (conditions != null) {
				conditions.values()
					.forEach((values) -> values.forEach((value) -> names.addAll(List.of((String[]) value))));
			}
		}
		return names;
	}

	private static String features(ApplicationContext context) {
		Map<String, String> beans = new LinkedHashMap<>();
		beans.put("localServerMetrics", "meters");
		beans.put("localSocketListenerInterceptor", "observations");
		beans.put("localsocketHealthContributor", "health");
		beans.put("localSocketsEndpoint", "endpoint");
		beans.put("localSocketInfoContributor", "info");
		beans.put("localSocketJsonMessageConverterCustomizer", "json");
		beans.put("localSocketPeerAuthentications", "security");
		return beans.entrySet()
			.stream()
			.filter((bean) -> context.containsBean(bean.getKey()))
			.map(Map.Entry::getValue)
			.collect(Collectors.joining(" "));
	}

	/**
	 * In a JVM whose class path lacks the jars, so that nothing of theirs can be linked.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "micrometer-.*", "spring-boot-(actuator|health).*", "jackson-.*", "(reactor|reactive)-.*",
			"spring-security-.*", "(assertj|spring-test|spring-boot-test)-.*",
			"(micrometer|jackson|reactor|spring-security|spring-boot-(actuator|health|micrometer|jackson|webmvc)).*" })
	void applicationAnswersWithoutTheJars(String jars) throws IOException {
		try (JavaProcess process = JavaProcess.startWithout(Pattern.compile(jars), GreeterApplication.class,
				"--local-socket.servers.control.directory=" + this.directory, "--spring.main.banner-mode=off",
				"--logging.level.root=off", "--management.endpoints.web.exposure.include=*",
				"--management.info.local-socket.enabled=true")) {
			assertThat(process.readLine()).isEqualTo("started");
			try (LineClient client = new LineClient(this.directory.resolve("control")).send("world\n")) {
				assertThat(client.readLine()).isEqualTo("Hello world");
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "(reactor|reactive)-.*", "kotlin.*", "(micrometer|spring-security)-.*" })
	void methodsAreCalledWithoutTheJars(String jars) throws IOException {
		try (JavaProcess process = JavaProcess.startWithout(Pattern.compile(jars), CalculatorApplication.class,
				"--local-socket.servers.control.directory=" + this.directory,
				"--local-socket.servers.control.protocol=json-rpc",
				"--local-socket.servers.control.framing.type=json-lines", "--spring.main.banner-mode=off",
				"--logging.level.root=off")) {
			assertThat(process.readLine()).isEqualTo("started");
			try (LineClient client = new LineClient(this.directory.resolve("control"))) {
				client.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"add\",\"params\":[1,2]}\n");
				assertThat(client.readLine()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":3}");
			}
		}
	}

	@Test
	void metersAreBoundWhenThereIsARegistry() {
		runner().withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.run((context) -> assertThat(context).hasSingleBean(LocalServerMetrics.class));
		runner().run((context) -> assertThat(context).doesNotHaveBean(LocalServerMetrics.class));
	}

	@Test
	void listenersAreObservedWhenThereIsARegistry() {
		runner().withBean(ObservationRegistry.class, ObservationRegistry::create)
			.run((context) -> assertThat(context).hasSingleBean(ObservationListenerInterceptor.class));
		runner().run((context) -> assertThat(context).doesNotHaveBean(ObservationListenerInterceptor.class));
	}

	@Test
	void observersOfTheApplicationAreToldToo() {
		ListenerInterceptor own = (invocation) -> ListenerInterceptor.Interception.NONE;
		runner().withBean(ObservationRegistry.class, ObservationRegistry::create)
			.withBean(ListenerInterceptor.class, () -> own)
			.run((context) -> assertThat(context.getBeansOfType(ListenerInterceptor.class).values()).contains(own)
				.hasAtLeastOneElementOfType(ObservationListenerInterceptor.class));
	}

	@Test
	void handlersActAsTheirPeerWhereSpringSecurityIsThere() {
		runner().run((context) -> assertThat(context).hasSingleBean(PeerAuthentications.class));
		runner().withClassLoader(new FilteredClassLoader("org.springframework.security"))
			.run((context) -> assertThat(context).doesNotHaveBean("localSocketPeerAuthentications"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "tools.jackson", "org.springframework.boot.actuate.autoconfigure" })
	void startSaysWhatTheConsoleNeeds(String library) {
		this.runner.withClassLoader(new FilteredClassLoader(library))
			.withPropertyValues("local-socket.directory=" + this.directory, "local-socket.console.server=ops")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidKeysException.class)
				.hasMessage(
						"'local-socket.console.server' is set, but the Actuator's endpoints or Jackson are not there"));
	}

	@ParameterizedTest
	@CsvSource({ "nothing, the application has no web server",
			"org.springframework.boot.actuate, the Actuator is not there" })
	void startSaysWhatThePageNeeds(String library, String reason) {
		this.runner.withClassLoader(new FilteredClassLoader(library))
			.withPropertyValues("local-socket.page.enabled=true")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidKeysException.class)
				.hasMessage("'local-socket.page.enabled' is set, but " + reason));
	}

	@Test
	void healthHasAnEntryForEachServer() {
		runner().withPropertyValues("local-socket.servers.feed.directory=" + this.directory)
			.run((context) -> assertThat(
					context.getBean("localsocketHealthContributor", CompositeHealthContributor.class).stream())
				.extracting(HealthContributors.Entry::name)
				.containsExactlyInAnyOrder("control", "feed"));
	}

	@Test
	void healthCanBeSwitchedOff() {
		runner().withPropertyValues("management.health.localsocket.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean("localsocketHealthContributor"));
	}

	@Test
	void thereIsNoHealthWithoutServers() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean("localsocketHealthContributor"));
	}

	/** An application as a user writes it. It ends at the end of its input. */
	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class GreeterApplication {

		@LocalSocketListener("control")
		String greet(String name) {
			return "Hello " + name;
		}

		public static void main(String[] arguments) throws IOException {
			run(GreeterApplication.class, arguments);
		}

		/** Here, because the class of the tests needs libraries that may not be there. */
		static void run(Class<?> application, String... arguments) throws IOException {
			try (ConfigurableApplicationContext context = SpringApplication.run(application, arguments)) {
				System.out.println(context.isRunning() ? "started" : "failed");
				System.in.transferTo(OutputStream.nullOutputStream());
			}
		}

	}

	/** The same with methods that are called by JSON-RPC. */
	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class CalculatorApplication {

		@LocalSocketListener(servers = "control", route = "add")
		int add(int a, int b) {
			return a + b;
		}

		public static void main(String[] arguments) throws IOException {
			GreeterApplication.run(CalculatorApplication.class, arguments);
		}

	}

	/**
	 * Imports what is in our list of auto-configurations and, as a real application does,
	 * reads the conditions on classes before it loads them.
	 */
	static class OurAutoConfigurations extends AutoConfigurationImportSelector {

		@Override
		protected AnnotationAttributes getAttributes(AnnotationMetadata metadata) {
			return new AnnotationAttributes(Map.of("exclude", new String[0], "excludeName", new String[0]));
		}

		@Override
		protected List<String> getCandidateConfigurations(AnnotationMetadata metadata,
				@Nullable AnnotationAttributes attributes) {
			List<String> ours = super.getCandidateConfigurations(metadata, attributes).stream()
				.filter((name) -> name.startsWith("dev.localsocket."))
				.toList();
			assertThat(ours).hasSize(9);
			return ours;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(OurAutoConfigurations.class)
	static class Application {

	}

}
