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

import java.time.Duration;
import java.util.concurrent.Executor;

import dev.localsocket.EventLoops;
import dev.localsocket.LocalServer;
import dev.localsocket.SocketActivation;
import dev.localsocket.account.Accounts;
import dev.localsocket.account.CachedAccounts;
import dev.localsocket.account.SystemAccounts;
import dev.localsocket.annotation.ListenerInterceptor;
import dev.localsocket.annotation.LocalSocketErrorHandler;
import dev.localsocket.annotation.LocalSocketListener;
import dev.localsocket.annotation.internal.HiddenListeners;
import dev.localsocket.annotation.internal.LocalSocketListenerFactory;
import dev.localsocket.annotation.internal.LocalSocketListenerSettings;
import dev.localsocket.client.ClientInterceptor;
import dev.localsocket.client.LocalSocketClientListeners;
import dev.localsocket.context.LocalServerCustomizer;
import dev.localsocket.context.LocalServerLifecycle;
import dev.localsocket.context.LocalServerRegistration;
import dev.localsocket.context.LocalServerRegistry;
import dev.localsocket.context.internal.ConnectionOwners;
import dev.localsocket.context.internal.DefaultLocalServerLifecycle;
import dev.localsocket.messaging.LocalServerOperations;
import dev.localsocket.messaging.MessageConverterCustomizer;
import dev.localsocket.messaging.internal.DefaultLocalServerOperations;
import dev.localsocket.rpc.JsonRpcPeers;
import dev.localsocket.rpc.internal.DefaultJsonRpcPeers;
import dev.localsocket.worker.ServerWorkers;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnThreading;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.autoconfigure.context.LifecycleProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.thread.Threading;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Role;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.validation.Validator;

/**
 * Auto-configuration of local socket servers, of methods annotated with
 * {@link LocalSocketListener @LocalSocketListener}, and of clients. A child context has
 * servers and listeners of its own, but not those servers that are beans of its parent.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@EnableConfigurationProperties(LocalSocketProperties.class)
@Import({ BeanNameGuard.class, LocalServerRegistrar.class, LocalSocketClientRegistrar.class,
		JsonMessageConverterConfiguration.class })
public final class LocalSocketAutoConfiguration {

	private static final String EXECUTOR = "localSocketListenerExecutor";

	private static final Duration DEFAULT_TIMEOUT_PER_SHUTDOWN_PHASE = Duration.ofSeconds(30);

	/**
	 * Creates the auto-configuration, as Spring Boot does.
	 */
	public LocalSocketAutoConfiguration() {
	}

	@Bean
	static EmptyValueAdvisor localSocketEmptyValueAdvisor() {
		return new EmptyValueAdvisor();
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	static LocalSocketListenerFactory localSocketListenerFactory(Environment environment) {
		return new LocalSocketListenerFactory(new DeclaredServers(environment).disabled());
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static HiddenListeners localSocketHiddenListeners() {
		return new HiddenListeners();
	}

	@Bean
	static UnhandledServers localSocketUnhandledServers(LocalServerRegistry servers, ConnectionOwners owners) {
		return new UnhandledServers(servers, owners);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static InheritedServers localSocketInheritedServers(Environment environment) {
		return new InheritedServers(environment);
	}

	@Bean
	static LocalServerAuthorization localServerAuthorization(ListableBeanFactory beanFactory) {
		return new LocalServerAuthorization(beanFactory, EXECUTOR);
	}

	@Bean
	@Lazy
	@ConditionalOnMissingBean
	Accounts localSocketAccounts() {
		return new CachedAccounts(new SystemAccounts());
	}

	/** Loads what makes the system calls, so only what uses sockets may ask for it. */
	@Bean
	@Lazy
	@ConditionalOnMissingBean
	EventLoops localSocketEventLoops(LocalSocketProperties properties) {
		return ConfiguredEventLoops.of(properties);
	}

	@Bean
	ServerMessagingFactory localSocketMessagingFactory(LocalSocketProperties properties, BeanFactory beanFactory,
			ObjectProvider<MessageConverterCustomizer> customizers) {
		return new ServerMessagingFactory(properties, beanFactory, customizers.orderedStream().toList());
	}

	@Bean
	LocalServerFactory localServerFactory(LocalSocketProperties properties, Environment environment,
			ObjectProvider<EventLoops> eventLoops, ServerMessagingFactory messagingFactory,
			ObjectProvider<LocalServerCustomizer> customizers) {
		ConfiguredEventLoops.check(properties);
		WebModule.check(properties);
		ServerAddresses addresses = new ServerAddresses(properties, new DeclaredServers(environment),
				new SocketDescriptors(SocketActivation::fromEnvironment));
		return new LocalServerFactory(properties, addresses, eventLoops::getObject, messagingFactory,
				customizers.orderedStream().toList());
	}

	@Bean
	@Lazy
	LocalSocketClientFactory localSocketClientFactory(LocalSocketProperties properties, Accounts accounts,
			ServerMessagingFactory messagingFactory) {
		return new LocalSocketClientFactory(properties, accounts, messagingFactory);
	}

	/** Asked for by clients only that speak JSON-RPC. */
	@Bean
	@Lazy
	JsonRpcClientFactory localSocketJsonRpcClientFactory(LocalSocketProperties properties,
			LocalSocketClientFactory clientFactory, ServerMessagingFactory messagingFactory,
			@Qualifier(EXECUTOR) Executor executor, ObjectProvider<ClientInterceptor> interceptors,
			ConfigurableBeanFactory beanFactory) {
		return new JsonRpcClientFactory(properties, clientFactory, messagingFactory, executor,
				interceptors.orderedStream().toList(), beanFactory);
	}

	@Bean
	static LocalSocketClientListeners localSocketClientListeners(ConfigurableListableBeanFactory beanFactory) {
		return new LocalSocketClientListeners(beanFactory);
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	LocalServerRegistry localServerRegistry(ListableBeanFactory beanFactory, LocalServerFactory factory) {
		return new LocalServerRegistry(factory.registrations(beanFactory));
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static ConnectionOwners localSocketConnectionOwners() {
		return ConnectionOwners.expected();
	}

	@Bean
	LocalServerPathPublisher localServerPathPublisher(ConfigurableEnvironment environment,
			LocalServerRegistry registry) {
		return new LocalServerPathPublisher(environment, registry);
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	LocalServerLifecycle localServerLifecycle(LocalServerRegistry registry, ConnectionOwners owners,
			ApplicationEventPublisher publisher, ServerWorkers workers,
			ObjectProvider<LifecycleProperties> lifecycleProperties, LocalSocketProperties properties,
			ConfigurableApplicationContext context) {
		return new DefaultLocalServerLifecycle(registry, owners, publisher, workers, gracePeriod(lifecycleProperties),
				() -> properties.handover().afterwards().leave(context));
	}

	/** What is left of the phase's time is for aborting. */
	private static Duration gracePeriod(ObjectProvider<LifecycleProperties> lifecycleProperties) {
		LifecycleProperties properties = lifecycleProperties.getIfAvailable();
		Duration phase = (properties != null) ? properties.getTimeoutPerShutdownPhase()
				: DEFAULT_TIMEOUT_PER_SHUTDOWN_PHASE;
		return phase.multipliedBy(9).dividedBy(10);
	}

	@Bean
	@Lazy
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	LocalSocketListenerSettings localSocketListenerSettings(ServerWorkers workers,
			ServerMessagingFactory messagingFactory, ObjectProvider<LocalSocketErrorHandler> errorHandler,
			ObjectProvider<Validator> validator, ObjectProvider<ListenerInterceptor> interceptors,
			LocalSocketProperties properties) {
		LocalSocketListenerSettings settings = LocalSocketListenerSettings.of(workers, messagingFactory::messaging)
			.withValidator(validator.getIfUnique())
			.withInterceptor(CompositeListenerInterceptor.of(interceptors.orderedStream().toList()))
			.withProtocols(properties::protocol);
		return settings.withErrorHandler(errorHandler.getIfUnique(settings::errorHandler));
	}

	@Bean
	@Lazy
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	LocalServerOperations localServerOperations(LocalServerRegistry registry, ServerMessagingFactory messagingFactory) {
		return new DefaultLocalServerOperations((beanName) -> server(registry, beanName), messagingFactory::messaging);
	}

	@Bean
	@Lazy
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	JsonRpcPeers localSocketJsonRpcPeers(LocalServerRegistry registry) {
		return new DefaultJsonRpcPeers((beanName) -> server(registry, beanName));
	}

	private static LocalServer server(LocalServerRegistry registry, String beanName) {
		LocalServerRegistration registration = registry.find(beanName);
		if (registration == null) {
			throw new IllegalArgumentException("There is no local server '%s' but only %s".formatted(beanName,
					registry.all().stream().map(LocalServerRegistration::beanName).toList()));
		}
		return registration.server();
	}

	@Bean
	ServerWorkers localSocketWorkers(@Qualifier(EXECUTOR) Executor executor, LocalSocketProperties properties) {
		return new ServerWorkers(executor, new ListenerThreads(properties, executor));
	}

	@Bean(name = EXECUTOR, defaultCandidate = false)
	@ConditionalOnMissingBean(name = EXECUTOR)
	@ConditionalOnThreading(Threading.PLATFORM)
	ListenerThreadPool localSocketListenerThreadPool() {
		return new ListenerThreadPool();
	}

	@Bean(name = EXECUTOR, defaultCandidate = false)
	@ConditionalOnMissingBean(name = EXECUTOR)
	@ConditionalOnThreading(Threading.VIRTUAL)
	SimpleAsyncTaskExecutor localSocketListenerVirtualThreads() {
		SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor("local-socket-listener-");
		executor.setVirtualThreads(true);
		return executor;
	}

	/**
	 * Others may put something into the diagnostic context, and take it away, while this
	 * is open.
	 */
	@Bean
	@Lazy
	@Order(Ordered.HIGHEST_PRECEDENCE)
	@ConditionalOnClass(name = "org.slf4j.MDC")
	MdcListenerInterceptor localSocketMdcListenerInterceptor() {
		return new MdcListenerInterceptor();
	}

}
