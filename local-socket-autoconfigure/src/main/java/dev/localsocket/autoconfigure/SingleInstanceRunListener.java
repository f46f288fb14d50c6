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
import java.io.UncheckedIOException;
import java.time.Duration;

import dev.localsocket.SingleInstance;
import dev.localsocket.autoconfigure.diagnostics.ConfigurationKeys;
import dev.localsocket.autoconfigure.diagnostics.SingleInstanceException;
import dev.localsocket.error.LocalSocketException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringApplicationRunListener;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Decides whether an application is the first of its name as soon as its environment is
 * there: there is neither a context nor a banner. Of several applications in this JVM,
 * such as parents and children, the one that is run first has the name, until its context
 * is closed; the others are run as if they had none.
 */
class SingleInstanceRunListener implements SpringApplicationRunListener, Ordered {

	private static final String BEAN_NAME = "localSocketSingleInstance";

	/** As {@code SpringBootTestContextBootstrapper} says. */
	private static final String IN_TEST = "org.springframework.boot.test.context.SpringBootTestContextBootstrapper";

	private static final String AOT_PROCESSING = "spring.aot.processing";

	private final String[] arguments;

	private @Nullable OwnedInstance owned;

	/**
	 * Creates a listener, as Spring Boot does.
	 * @param application the application
	 * @param arguments its arguments
	 */
	SingleInstanceRunListener(SpringApplication application, String[] arguments) {
		this.arguments = arguments;
	}

	/** After the one that prepares the environment. */
	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void environmentPrepared(ConfigurableBootstrapContext bootstrapContext,
			ConfigurableEnvironment environment) {
		if (Boolean.getBoolean(AOT_PROCESSING)) {
			return;
		}
		SingleInstance given = bootstrapContext.getOrElse(SingleInstance.class, null);
		if (given != null) {
			this.owned = OwnedInstance.of(given);
			return;
		}
		SingleInstanceProperties properties = Binder.get(environment)
			.bind(ConfigurationKeys.PREFIX + "." + SingleInstanceProperties.KEY,
					Bindable.of(SingleInstanceProperties.class), new EmptyValueAdvisor().apply(BindHandler.DEFAULT))
			.orElse(null);
		if (properties != null && isWanted(properties, environment)) {
			acquire(properties, bootstrapContext);
		}
	}

	private static boolean isWanted(SingleInstanceProperties properties, ConfigurableEnvironment environment) {
		if (properties.enabled() != null) {
			return properties.enabled();
		}
		return properties.name() != null && !properties.name().isEmpty()
				&& !environment.getProperty(IN_TEST, Boolean.class, false);
	}

	private void acquire(SingleInstanceProperties properties, ConfigurableBootstrapContext bootstrapContext) {
		SingleInstance.Builder builder = new SingleInstanceFactory(properties).builder();
		OwnedInstance reserved = OwnedInstance.reserve(properties);
		if (reserved == null) {
			return;
		}
		try {
			SingleInstance instance = acquire(properties, builder);
			if (instance.isFirst()) {
				reserved.set(instance);
				this.owned = reserved;
				return;
			}
			leave(instance, bootstrapContext.getOrElse(SecondInstanceExit.class, System::exit));
		}
		finally {
			if (this.owned == null) {
				reserved.release();
			}
		}
	}

	private SingleInstance acquire(SingleInstanceProperties properties, SingleInstance.Builder builder) {
		try {
			return builder.acquire(this.arguments);
		}
		catch (LocalSocketException ex) {
			throw new SingleInstanceException(String.valueOf(properties.name()), ex);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void leave(SingleInstance second, @Nullable SecondInstanceExit exit) {
		if (!second.failure().isEmpty()) {
			throw new SingleInstanceException(second.failure(), second.exitStatus());
		}
		if (exit != null) {
			exit.exit(second.exitStatus());
		}
		throw new SpringApplication.AbandonedRunException();
	}

	/** So early that it is destroyed after all others. */
	@Override
	public void contextPrepared(ConfigurableApplicationContext context) {
		OwnedInstance current = this.owned;
		if (current != null && context instanceof GenericApplicationContext genericContext) {
			genericContext.getDefaultListableBeanFactory().registerSingleton(BEAN_NAME, current.get());
			genericContext.getDefaultListableBeanFactory().registerDisposableBean(BEAN_NAME, current::release);
			genericContext.addApplicationListener(new Pause(context, current));
		}
	}

	@Override
	public void ready(ConfigurableApplicationContext context, @Nullable Duration timeTaken) {
		if (this.owned != null) {
			this.owned.get().onSecondInstance(new SecondInstancePublisher(context));
		}
	}

	@Override
	public void failed(@Nullable ConfigurableApplicationContext context, Throwable exception) {
		if (this.owned != null) {
			this.owned.release();
		}
	}

	/** Second instances that come when this one ends wait for the next. */
	private record Pause(ConfigurableApplicationContext context,
			OwnedInstance owned) implements ApplicationListener<ContextClosedEvent> {

		@Override
		public void onApplicationEvent(ContextClosedEvent event) {
			if (event.getApplicationContext() == this.context) {
				this.owned.get().onSecondInstance(null);
			}
		}

	}

}
