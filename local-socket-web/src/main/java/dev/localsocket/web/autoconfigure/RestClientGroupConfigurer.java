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

import dev.localsocket.web.client.LocalSocketHttpClient;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientHttpServiceGroupConfigurer;

/**
 * Lets the HTTP service groups of {@code RestClient} that have the name of a local socket
 * client use it.
 *
 * @param beanFactory has the clients
 * @param step what is set
 */
record RestClientGroupConfigurer(BeanFactory beanFactory,
		GroupStep step) implements RestClientHttpServiceGroupConfigurer {

	@Override
	public int getOrder() {
		return this.step.order();
	}

	@Override
	public void configureGroups(Groups<RestClient.Builder> groups) {
		groups.forEachClient((group, builder) -> GroupStep.withClient(this.beanFactory, group.name(),
				(client) -> configure(builder, client)));
	}

	private void configure(RestClient.Builder builder, LocalSocketHttpClient client) {
		switch (this.step) {
			case BASE_URL -> builder.baseUrl(GroupStep.DEFAULT_BASE_URL);
			case CONNECTION -> builder.requestFactory(client.requestFactory());
		}
	}

}
