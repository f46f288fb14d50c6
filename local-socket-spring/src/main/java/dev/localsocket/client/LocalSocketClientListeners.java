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

package dev.localsocket.client;

import java.lang.reflect.Method;
import java.util.Map;

import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.MethodIntrospector.MetadataLookup;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;

/**
 * Gives the methods annotated with
 * {@link LocalSocketClientListener @LocalSocketClientListener} to their clients, which
 * connect then. Those of beans that are made when they are first wanted, too.
 *
 * @since 0.1.0
 */
public final class LocalSocketClientListeners implements SmartInitializingSingleton {

	private static final MetadataLookup<LocalSocketClientListener> annotation = (method) -> AnnotatedElementUtils
		.findMergedAnnotation(method, LocalSocketClientListener.class);

	private final ConfigurableListableBeanFactory beanFactory;

	/**
	 * Creates an object that does nothing yet.
	 * @param beanFactory has the beans
	 */
	public LocalSocketClientListeners(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public void afterSingletonsInstantiated() {
		for (String beanName : this.beanFactory.getBeanDefinitionNames()) {
			Class<?> type = AutoProxyUtils.determineTargetClass(this.beanFactory, beanName);
			if (type != null && AnnotationUtils.isCandidateClass(type, LocalSocketClientListener.class)) {
				MethodIntrospector.selectMethods(type, annotation)
					.forEach((method, listener) -> add(beanName, method, listener));
			}
		}
	}

	private void add(String beanName, Method method, LocalSocketClientListener listener) {
		JsonRpcClient client = new NamedClients(this.beanFactory).find(listener.client(),
				"The method " + method.toGenericString());
		client.addListener(this.beanFactory.getBean(beanName), Map.of(method, listener));
		client.keepConnected();
	}

}
