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
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.localsocket.annotation.LocalSocketListener;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;

/**
 * Warns of listener methods that are never called, because their bean was created after
 * all listeners were known, and the type that it was declared with does not have them.
 */
public final class HiddenListeners implements BeanPostProcessor, BeanFactoryAware {

	private static final Log logger = LogFactory.getLog(HiddenListeners.class);

	private final Set<String> seen = ConcurrentHashMap.newKeySet();

	private @Nullable ObjectProvider<LocalSocketListenerFactory> listeners;

	/**
	 * Creates one.
	 */
	public HiddenListeners() {
	}

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.listeners = beanFactory.getBeanProvider(LocalSocketListenerFactory.class);
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		Class<?> type = AopProxyUtils.ultimateTargetClass(bean);
		if (AnnotationUtils.isCandidateClass(type, LocalSocketListener.class)) {
			Objects.requireNonNull(this.listeners, "The bean factory is not set")
				.ifAvailable((factory) -> warn(factory, type, beanName));
		}
		return bean;
	}

	private void warn(LocalSocketListenerFactory factory, Class<?> type, String beanName) {
		if (factory.isComplete() && !factory.hasListeners(beanName) && hasListeners(type) && this.seen.add(beanName)) {
			logger.warn(("The methods with @LocalSocketListener of the bean '%s' are not called: it is created late, "
					+ "and its declared type does not have them. Let the @Bean method, or the FactoryBean, "
					+ "say that it makes a %s, or let it be created at the start")
				.formatted(beanName, type.getName()));
		}
	}

	private static boolean hasListeners(Class<?> type) {
		return !MethodIntrospector.selectMethods(type,
				(Method method) -> AnnotatedElementUtils.hasAnnotation(method, LocalSocketListener.class) ? method
						: null)
			.isEmpty();
	}

}
