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

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.context.EmbeddedValueResolverAware;
import org.springframework.util.Assert;
import org.springframework.util.StringValueResolver;

/**
 * Makes a bean of an interface annotated with
 * {@link LocalSocketExchange @LocalSocketExchange}, when the context starts, so that
 * mistakes are found then.
 *
 * @param <S> the interface
 */
class LocalSocketExchangeFactoryBean<S>
		implements FactoryBean<S>, BeanFactoryAware, EmbeddedValueResolverAware, InitializingBean {

	private final Class<S> serviceType;

	private final String client;

	private @Nullable BeanFactory beanFactory;

	private @Nullable StringValueResolver valueResolver;

	private @Nullable S service;

	LocalSocketExchangeFactoryBean(Class<S> serviceType, String client) {
		this.serviceType = serviceType;
		this.client = client;
	}

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public void setEmbeddedValueResolver(StringValueResolver resolver) {
		this.valueResolver = resolver;
	}

	@Override
	public void afterPropertiesSet() {
		Assert.state(this.beanFactory != null && this.valueResolver != null, "The bean is in no context");
		JsonRpcClient found = new NamedClients(this.beanFactory).find(this.client,
				"The interface " + this.serviceType.getName());
		this.service = new JsonRpcServiceProxyFactory(found, this.valueResolver).createClient(this.serviceType);
	}

	@Override
	public @Nullable S getObject() {
		return this.service;
	}

	@Override
	public Class<?> getObjectType() {
		return this.serviceType;
	}

}
