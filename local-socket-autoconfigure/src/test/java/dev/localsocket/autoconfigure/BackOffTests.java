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

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.localsocket.EventLoops;
import dev.localsocket.LocalServer;
import dev.localsocket.account.Accounts;
import dev.localsocket.account.SystemAccounts;
import dev.localsocket.actuate.LocalSocketInfoContributor;
import dev.localsocket.actuate.LocalSocketsEndpoint;
import dev.localsocket.actuate.LocalSocketsEndpointWebExtension;
import dev.localsocket.annotation.ListenerInterceptor;
import dev.localsocket.annotation.LocalSocketErrorHandler;
import dev.localsocket.annotation.internal.LocalSocketListenerFactory;
import dev.localsocket.annotation.internal.LocalSocketListenerSettings;
import dev.localsocket.context.LocalServerLifecycle;
import dev.localsocket.context.LocalServerRegistry;
import dev.localsocket.context.internal.ConnectionOwners;
import dev.localsocket.context.internal.DefaultLocalServerLifecycle;
import dev.localsocket.framing.LineFraming;
import dev.localsocket.messaging.LocalServerOperations;
import dev.localsocket.messaging.ServerMessaging;
import dev.localsocket.messaging.internal.DefaultLocalServerOperations;
import dev.localsocket.metrics.LocalServerMetrics;
import dev.localsocket.metrics.ObservationClientInterceptor;
import dev.localsocket.metrics.ObservationListenerInterceptor;
import dev.localsocket.rpc.JsonRpcPeers;
import dev.localsocket.rpc.internal.DefaultJsonRpcPeers;
import dev.localsocket.security.PeerAuthenticationConverter;
import dev.localsocket.security.internal.PeerAuthentications;
import dev.localsocket.worker.ServerWorkers;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.core.task.TaskExecutor;
import org.springframework.messaging.converter.StringMessageConverter;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests that each bean which the application may replace is left out when the application
 * has one, and that there is no such bean without a test.
 */
@Timeout(30)
class BackOffTests {

	@TempDir
	Path directory;

	private ApplicationContextRunner runner(String... properties) {
		return new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(autoConfigurations()))
			.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withBean(ObservationRegistry.class, ObservationRegistry::create)
			.withPropertyValues("local-socket.servers.control.directory=" + this.directory,
					"management.endpoints.web.exposure.include=*", "management.info.local-socket.enabled=true")
			.withPropertyValues(properties);
	}

	private static Class<?>[] autoConfigurations() {
		return ImportCandidates.load(AutoConfiguration.class, BackOffTests.class.getClassLoader())
			.getCandidates()
			.stream()
			.filter((name) -> name.startsWith("dev.localsocket."))
			.map((name) -> ClassUtils.resolveClassName(name, null))
			.toArray(Class<?>[]::new);
	}

	static Stream<Replacement<?>> replacements() {
		return Stream.of(
				new Replacement<>("localSocketListenerFactory", LocalSocketListenerFactory.class,
						LocalSocketListenerFactory::new),
				new Replacement<>("localSocketAccounts", Accounts.class, SystemAccounts::new),
				new Replacement<>("localSocketEventLoops", EventLoops.class, () -> new EventLoops(1)),
				new Replacement<>("localServerRegistry", LocalServerRegistry.class, BackOffTests::registry),
				new Replacement<>("localServerLifecycle", LocalServerLifecycle.class, BackOffTests::lifecycle),
				new Replacement<>("localSocketListenerSettings", LocalSocketListenerSettings.class,
						BackOffTests::settings),
				new Replacement<>("localServerOperations", LocalServerOperations.class, BackOffTests::operations),
				new Replacement<>("localSocketJsonRpcPeers", JsonRpcPeers.class,
						() -> new DefaultJsonRpcPeers((server) -> new LocalServer())),
				new Replacement<>("localSocketClientInterceptor", ObservationClientInterceptor.class,
						() -> new ObservationClientInterceptor(ObservationRegistry.NOOP, null)),
				new Replacement<>("localServerMetrics", LocalServerMetrics.class,
						() -> new LocalServerMetrics(registry(), (server) -> 0)),
				new Replacement<>("localSocketListenerInterceptor", ObservationListenerInterceptor.class,
						() -> new ObservationListenerInterceptor(ObservationRegistry.NOOP, null)),
				new Replacement<>("localSocketsEndpoint", LocalSocketsEndpoint.class,
						() -> new LocalSocketsEndpoint(registry(), lifecycle())),
				new Replacement<>("localSocketsEndpointWebExtension", LocalSocketsEndpointWebExtension.class,
						() -> new LocalSocketsEndpointWebExtension(new LocalSocketsEndpoint(registry(), lifecycle()))),
				new Replacement<>("localSocketInfoContributor", LocalSocketInfoContributor.class,
						() -> new LocalSocketInfoContributor(EventLoops.shared())),
				new Replacement<>("localSocketPeerAuthenticationConverter", PeerAuthenticationConverter.class,
						() -> (peer) -> nobody()),
				new Replacement<>("localSocketPeerAuthentications", PeerAuthentications.class,
						() -> new PeerAuthentications((peer) -> nobody(),
								SecurityContextHolder.getContextHolderStrategy())),
				new Replacement<>("localSocketErrorHandler", LocalSocketErrorHandler.class,
						() -> (failure) -> List.of()));
	}

	private static LocalServerRegistry registry() {
		return new LocalServerRegistry(List.of());
	}

	private static LocalServerLifecycle lifecycle() {
		return new DefaultLocalServerLifecycle(registry(), new ConnectionOwners(), (event) -> {
		}, new ServerWorkers(Runnable::run), Duration.ZERO);
	}

	private static LocalSocketListenerSettings settings() {
		return LocalSocketListenerSettings.of(new ServerWorkers(Runnable::run), (server) -> messaging());
	}

	private static LocalServerOperations operations() {
		return new DefaultLocalServerOperations((server) -> new LocalServer(), (server) -> messaging());
	}

	private static ServerMessaging messaging() {
		return new ServerMessaging(new LineFraming(80), new StringMessageConverter());
	}

	private static Authentication nobody() {
		return new AnonymousAuthenticationToken("key", "nobody", AuthorityUtils.createAuthorityList("NOBODY"));
	}

	@ParameterizedTest
	@MethodSource("replacements")
	<T> void beanOfTheApplicationReplacesOurs(Replacement<T> replacement) {
		T mine = replacement.supplier().get();
		runner().run((context) -> assertThat(context).hasBean(replacement.beanName()));
		runner().withBean("mine", replacement.type(), () -> mine)
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(replacement.beanName())
				.getBean(replacement.type())
				.isSameAs(mine));
	}

	@ParameterizedTest
	@CsvSource({ "true, org.springframework.core.task.SimpleAsyncTaskExecutor",
			"false, dev.localsocket.autoconfigure.ListenerThreadPool" })
	void executorOfTheApplicationReplacesOurs(boolean virtual, Class<?> ours) {
		assumeTrue(!virtual || Runtime.version().feature() >= 21, "There are no virtual threads");
		ApplicationContextRunner runner = runner("spring.threads.virtual.enabled=" + virtual);
		String name = "localSocketListenerExecutor";
		runner.run((context) -> assertThat(context).getBean(name).isInstanceOf(ours));
		TaskExecutor mine = Runnable::run;
		runner.withBean(name, TaskExecutor.class, () -> mine)
			.run((context) -> assertThat(context).hasNotFailed().getBean(name).isSameAs(mine));
	}

	@ParameterizedTest
	@ValueSource(strings = { "localsocketHealthIndicator", "localsocketHealthContributor" })
	void healthOfTheApplicationReplacesOurs(String name) {
		HealthIndicator mine = () -> Health.up().build();
		runner().run((context) -> assertThat(context).hasSingleBean(CompositeHealthContributor.class));
		runner().withBean(name, HealthIndicator.class, () -> mine)
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(CompositeHealthContributor.class)
				.getBean(name)
				.isSameAs(mine));
	}

	@Test
	void eachBeanThatCanBeReplacedIsTested() {
		Stream<String> tested = Stream.concat(replacements().map(Replacement::beanName),
				Stream.of("localSocketListenerExecutor", "localsocketHealthContributor"));
		assertThat(replaceableBeans()).containsExactlyInAnyOrderElementsOf(tested.toList());
	}

	private static Set<String> replaceableBeans() {
		return Arrays.stream(autoConfigurations())
			.flatMap((type) -> Arrays.stream(type.getDeclaredMethods()))
			.filter((method) -> method.isAnnotationPresent(ConditionalOnMissingBean.class))
			.map(BackOffTests::beanName)
			.collect(Collectors.toSet());
	}

	private static String beanName(Method method) {
		String[] names = method.getAnnotation(Bean.class).name();
		return (names.length > 0) ? names[0] : method.getName();
	}

	/**
	 * A bean of the application, and ours that it replaces.
	 *
	 * @param beanName the name of ours
	 * @param type its type
	 * @param supplier makes that of the application
	 */
	record Replacement<T>(String beanName, Class<T> type, Supplier<T> supplier) {

		@Override
		public String toString() {
			return this.beanName;
		}

	}

}
