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

import java.util.EnumSet;
import java.util.List;

import dev.localsocket.web.internal.servlet.PeerArgumentResolver;
import dev.localsocket.web.internal.servlet.PeerPrincipalFilter;
import jakarta.servlet.DispatcherType;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Auto-configuration of what applications with Spring MVC learn of the peer: the user of
 * a request, and an argument that controllers may take.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnClass({ WebMvcConfigurer.class, FilterRegistrationBean.class })
@ConditionalOnWebApplication(type = Type.SERVLET)
public final class LocalSocketWebMvcAutoConfiguration {

	/**
	 * Creates the auto-configuration, as Spring Boot does.
	 */
	public LocalSocketWebMvcAutoConfiguration() {
	}

	@Bean
	FilterRegistrationBean<PeerPrincipalFilter> localSocketPeerPrincipalFilter() {
		FilterRegistrationBean<PeerPrincipalFilter> registration = new FilterRegistrationBean<>(
				new PeerPrincipalFilter());
		registration.setDispatcherTypes(EnumSet.allOf(DispatcherType.class));
		registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
		return registration;
	}

	@Bean
	WebMvcConfigurer localSocketWebMvcConfigurer() {
		return new WebMvcConfigurer() {

			@Override
			public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
				resolvers.add(new PeerArgumentResolver());
			}

		};
	}

}
