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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

import dev.localsocket.annotation.LocalSocketListenerException;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeansException;
import org.springframework.beans.factory.config.BeanExpressionContext;
import org.springframework.beans.factory.config.BeanExpressionResolver;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.PropertyResolver;

/**
 * Finds out which servers a listener names: <code>${…}</code> and <code>#{…}</code> are
 * resolved, the latter with the bean of the listener as {@code __listener}.
 */
final class ServerNames {

	private static final String LISTENER = "__listener";

	private final ConfigurableListableBeanFactory beanFactory;

	private final PropertyResolver properties;

	/**
	 * Creates what finds out.
	 * @param beanFactory evaluates expressions
	 * @param properties has the values of placeholders
	 */
	ServerNames(ConfigurableListableBeanFactory beanFactory, PropertyResolver properties) {
		this.beanFactory = beanFactory;
		this.properties = properties;
	}

	/**
	 * Resolves the names of a listener.
	 * @param names the names, as the annotation has them
	 * @param beanName the bean of the listener
	 * @param method the method as messages call it
	 * @return the names, of which an expression may make several
	 * @throws LocalSocketListenerException if one cannot be resolved
	 */
	List<String> resolve(String[] names, String beanName, String method) {
		List<String> resolved = new ArrayList<>();
		for (String name : names) {
			add(resolved, evaluate(placeholders(name, method), beanName, method), method);
		}
		return resolved;
	}

	private String placeholders(String name, String method) {
		try {
			return this.properties.resolveRequiredPlaceholders(name);
		}
		catch (IllegalArgumentException ex) {
			throw new LocalSocketListenerException(
					"The method %s names the server '%s', but not all of it has a value: %s".formatted(method, name,
							ex.getMessage()),
					"Set the property, or give a default after a colon: ${key:control}.", ex);
		}
	}

	private @Nullable Object evaluate(String name, String beanName, String method) {
		BeanExpressionResolver resolver = this.beanFactory.getBeanExpressionResolver();
		if (resolver == null || !name.contains("#{")) {
			return name;
		}
		try {
			return resolver.evaluate(name, new ListenerContext(this.beanFactory, beanName));
		}
		catch (BeansException ex) {
			throw new LocalSocketListenerException(
					"The method %s names the server by the expression '%s', which fails: %s".formatted(method, name,
							ex.getMostSpecificCause().getMessage()),
					"Correct it. The bean of the method is called __listener in it: #{__listener.server}.", ex);
		}
	}

	private static void add(List<String> names, @Nullable Object value, String method) {
		if (value instanceof String name && !name.isBlank()) {
			names.add(name);
		}
		else if (value instanceof Object[] values && values.length > 0) {
			Arrays.stream(values).forEach((each) -> add(names, each, method));
		}
		else if (value instanceof Collection<?> values && !values.isEmpty()) {
			values.forEach((each) -> add(names, each, method));
		}
		else {
			throw new LocalSocketListenerException(
					"The method %s names a server that is no name: %s".formatted(method, value),
					"Name the bean of a server. An expression can also make several names, in a collection or an array.");
		}
	}

	/** Knows the bean of the listener by a name of its own. */
	private static final class ListenerContext extends BeanExpressionContext {

		private final String beanName;

		ListenerContext(ConfigurableListableBeanFactory beanFactory, String beanName) {
			super(beanFactory, null);
			this.beanName = beanName;
		}

		@Override
		public boolean containsObject(String key) {
			return LISTENER.equals(key) || super.containsObject(key);
		}

		@Override
		public @Nullable Object getObject(String key) {
			return LISTENER.equals(key) ? getBeanFactory().getBean(this.beanName) : super.getObject(key);
		}

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof ListenerContext context && super.equals(other)
					&& this.beanName.equals(context.beanName);
		}

		@Override
		public int hashCode() {
			return Objects.hash(super.hashCode(), this.beanName);
		}

	}

}
