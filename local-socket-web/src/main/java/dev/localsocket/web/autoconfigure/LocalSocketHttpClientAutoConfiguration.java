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

import dev.localsocket.autoconfigure.HttpClientFactory;
import dev.localsocket.autoconfigure.LocalSocketAutoConfiguration;
import dev.localsocket.web.client.LocalSocketHttpClient;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.web.client.support.RestClientHttpServiceGroupConfigurer;
import org.springframework.web.reactive.function.client.support.WebClientHttpServiceGroupConfigurer;

/**
 * Auto-configuration of the clients whose servers speak HTTP, and of the HTTP service
 * groups that are called as they are.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = LocalSocketAutoConfiguration.class)
@ConditionalOnClass(ClientHttpRequestFactory.class)
public final class LocalSocketHttpClientAutoConfiguration {

	/**
	 * Creates the auto-configuration, as Spring Boot does.
	 */
	public LocalSocketHttpClientAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	static HttpClientFactory localSocketHttpClientFactory() {
		return LocalSocketHttpClient::new;
	}

	/** For groups of {@code RestClient}. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(RestClientHttpServiceGroupConfigurer.class)
	static class RestClientGroups {

		@Bean
		static RestClientHttpServiceGroupConfigurer localSocketRestClientBaseUrlConfigurer(BeanFactory beanFactory) {
			return new RestClientGroupConfigurer(beanFactory, GroupStep.BASE_URL);
		}

		@Bean
		static RestClientHttpServiceGroupConfigurer localSocketRestClientGroupConfigurer(BeanFactory beanFactory) {
			return new RestClientGroupConfigurer(beanFactory, GroupStep.CONNECTION);
		}

	}

	/** For groups of {@code WebClient}. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(WebClientHttpServiceGroupConfigurer.class)
	static class WebClientGroups {

		@Bean
		static WebClientHttpServiceGroupConfigurer localSocketWebClientBaseUrlConfigurer(BeanFactory beanFactory) {
			return new WebClientGroupConfigurer(beanFactory, GroupStep.BASE_URL);
		}

		@Bean
		static WebClientHttpServiceGroupConfigurer localSocketWebClientGroupConfigurer(BeanFactory beanFactory) {
			return new WebClientGroupConfigurer(beanFactory, GroupStep.CONNECTION);
		}

	}

}
