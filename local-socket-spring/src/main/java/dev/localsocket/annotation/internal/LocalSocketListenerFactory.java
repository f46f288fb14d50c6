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

package dev.localsocket.annotation.internal;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

import dev.localsocket.LocalServer;
import dev.localsocket.annotation.LocalSocketErrorHandler;
import dev.localsocket.annotation.LocalSocketListener;
import dev.localsocket.annotation.LocalSocketListenerException;
import dev.localsocket.context.internal.ConnectionOwners;
import dev.localsocket.rpc.ServerProtocol;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.EventListenerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * Makes application listeners of methods annotated with
 * {@link LocalSocketListener @LocalSocketListener}, and checks them when all are known.
 * It is created very early: everything else is looked up when it is needed.
 */
public class LocalSocketListenerFactory
		implements EventListenerFactory, Ordered, ApplicationContextAware, SmartInitializingSingleton {

	/** Before the factory for plain event listeners, which supports all methods. */
	private static final int ORDER = 40;

	private final Set<String> disabledServers;

	private final List<ListenerMethod> methods = new CopyOnWriteArrayList<>();

	/** Guarded by this: those that do not own connections yet. */
	private final List<RouteHandler> handlers = new ArrayList<>();

	/** Guarded by this. */
	private @Nullable HandlerRegistration registration;

	private volatile boolean complete;

	private @Nullable ApplicationContext applicationContext;

	/** Creates a factory. */
	public LocalSocketListenerFactory() {
		this(Set.of());
	}

	/**
	 * Creates a factory.
	 * @param disabledServers servers that listeners may name although there are no beans
	 * of these names, because they are switched off
	 */
	public LocalSocketListenerFactory(Set<String> disabledServers) {
		this.disabledServers = Set.copyOf(disabledServers);
	}

	@Override
	public void setApplicationContext(ApplicationContext applicationContext) {
		this.applicationContext = applicationContext;
	}

	@Override
	public int getOrder() {
		return ORDER;
	}

	@Override
	public boolean supportsMethod(Method method) {
		boolean supported = AnnotatedElementUtils.hasAnnotation(method, LocalSocketListener.class);
		if (supported) {
			new BeanRules(beanFactory()).checkInvocable(method);
		}
		return supported;
	}

	/**
	 * Creates the listener of a method.
	 * @param beanName the name of its bean
	 * @param type the type of the bean
	 * @param method the method
	 * @return the listener, which listens to nothing if the method is a handler
	 * @throws LocalSocketListenerException if the method cannot be used as it is
	 */
	@Override
	public ApplicationListener<?> createApplicationListener(String beanName, Class<?> type, Method method) {
		ListenerMethod listenerMethod = ListenerMethod.of(beanName, type, method,
				new ServerNames(beanFactory(), context().getEnvironment()));
		this.methods.add(listenerMethod);
		ListenerInvoker invoker = new ListenerInvoker(context(), listenerMethod);
		ListenerCondition condition = new ListenerCondition(listenerMethod, context());
		return listenerMethod.isOwner() ? handler(new RouteHandler(listenerMethod, invoker, condition))
				: new ObserverAdapter(listenerMethod, invoker, condition, context());
	}

	/** A handler that comes when all listeners are known owns connections at once. */
	private synchronized ApplicationListener<?> handler(RouteHandler handler) {
		if (this.complete) {
			register(handler);
		}
		else {
			this.handlers.add(handler);
		}
		return new HandlerListener(handler.method().id());
	}

	private synchronized void register(RouteHandler handler) {
		HandlerRegistration current = this.registration;
		if (current == null) {
			current = new HandlerRegistration(context());
			this.registration = current;
		}
		current.register(handler);
	}

	private synchronized void registerHandlers() {
		this.handlers.forEach(this::register);
		this.handlers.clear();
	}

	/**
	 * Checks that all servers exist, have one owner at most, and frames for it. Handlers
	 * own the connections of their servers from now on.
	 * @throws LocalSocketListenerException if not
	 */
	@Override
	public void afterSingletonsInstantiated() {
		this.complete = true;
		Set<String> servers = Set.of(context().getBeanNamesForType(LocalServer.class, true, false));
		if (!this.methods.isEmpty() || !servers.isEmpty()) {
			validateMethods(servers);
			registerHandlers();
		}
		context().getBeanProvider(ConnectionOwners.class).ifAvailable(ConnectionOwners::complete);
	}

	private void validateMethods(Set<String> servers) {
		Set<String> errorHandlers = Set.of(context().getBeanNamesForType(LocalSocketErrorHandler.class, true, false));
		new ListenerValidator(servers, inheritedServers(), this.disabledServers, errorHandlers, protocols())
			.validate(this.methods);
		context().getBeanProvider(LocalSocketListenerSettings.class)
			.ifAvailable((settings) -> validate(servers, settings));
		context().getBeanProvider(ListenerMethodCheck.class)
			.orderedStream()
			.forEach((check) -> this.methods
				.forEach((method) -> check.check(method.toString(), method.type(), method.targetMethod())));
	}

	private Function<String, ServerProtocol> protocols() {
		LocalSocketListenerSettings settings = context().getBeanProvider(LocalSocketListenerSettings.class)
			.getIfAvailable();
		return (settings != null) ? settings.protocols() : (server) -> ServerProtocol.NONE;
	}

	private void validate(Set<String> servers, LocalSocketListenerSettings settings) {
		BeanRules beanRules = new BeanRules(beanFactory());
		this.methods.forEach((method) -> beanRules.check(method, settings.validator()));
		new RawPayloadValidator(servers, settings.messaging(), settings.protocols()).validate(this.methods);
		new ConverterValidator(servers, settings.messaging(), settings.protocols()).validate(this.methods);
	}

	/** Whether the listeners of all beans are known. */
	boolean isComplete() {
		return this.complete;
	}

	boolean hasListeners(String beanName) {
		return this.methods.stream().anyMatch((method) -> method.beanName().equals(beanName));
	}

	private Set<String> inheritedServers() {
		ApplicationContext parent = context().getParent();
		return (parent != null)
				? Set.of(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(parent, LocalServer.class, true, false))
				: Set.of();
	}

	private ConfigurableListableBeanFactory beanFactory() {
		return (ConfigurableListableBeanFactory) context().getAutowireCapableBeanFactory();
	}

	private ApplicationContext context() {
		return Objects.requireNonNull(this.applicationContext, "The application context is not set");
	}

}
