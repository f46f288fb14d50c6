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

package dev.localsocket.web.autoconfigure;

import java.util.function.Consumer;

import dev.localsocket.web.client.LocalSocketHttpClient;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.Ordered;

/**
 * What is set for the clients of an HTTP service group that has the name of a local
 * socket client, and when: around Spring Boot, whose properties may set the base URL, and
 * do set a connection.
 */
enum GroupStep {

	/** Before the properties. */
	BASE_URL(Ordered.HIGHEST_PRECEDENCE + 5),

	/** After the properties, and the customizers, which have the order 0. */
	CONNECTION(10);

	/** Any host does, and every server knows this one. */
	static final String DEFAULT_BASE_URL = "http://localhost";

	private final int order;

	GroupStep(int order) {
		this.order = order;
	}

	int order() {
		return this.order;
	}

	/**
	 * Calls for the client of a group, if there is one.
	 * @param beanFactory has the clients
	 * @param group the name of the group
	 * @param action is given the client
	 */
	static void withClient(BeanFactory beanFactory, String group, Consumer<LocalSocketHttpClient> action) {
		if (beanFactory.containsBean(group) && beanFactory.isTypeMatch(group, LocalSocketHttpClient.class)) {
			action.accept(beanFactory.getBean(group, LocalSocketHttpClient.class));
		}
	}

}
