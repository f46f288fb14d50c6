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

import java.util.Set;

import dev.localsocket.autoconfigure.diagnostics.ConfigurationKeys;
import dev.localsocket.context.LocalServerRegistration;
import dev.localsocket.context.LocalServerRegistry;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.ApplicationContext;

/**
 * Opens no socket in a test whose requests are made without a web server, as those of
 * {@code MockMvc} are: nobody would serve it.
 */
class UnservedInTests implements BeanPostProcessor {

	private static final Set<String> SERVERS = Set.of(ConfigurationKeys.WEB_SERVER_BEAN,
			ConfigurationKeys.MANAGEMENT_SERVER_BEAN);

	private final ApplicationContext context;

	UnservedInTests(ApplicationContext context) {
		this.context = context;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		return (bean instanceof LocalServerRegistry registry && WebContexts.isWithoutServer(this.context))
				? new LocalServerRegistry(registry.all().stream().map(UnservedInTests::unserved).toList()) : bean;
	}

	private static LocalServerRegistration unserved(LocalServerRegistration registration) {
		return SERVERS.contains(registration.beanName()) ? registration.withAutoStartup(false) : registration;
	}

}
