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

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import dev.localsocket.LocalServer;
import dev.localsocket.account.Accounts;
import dev.localsocket.security.LocalSocketAuthorizer;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.util.function.SingletonSupplier;

/**
 * Lets all server beans, also those that the application declares itself, ask who may
 * connect: the properties of their name, and the authorizers of the application. It is
 * created very early, so everything else is looked up when it is needed.
 */
class LocalServerAuthorization implements BeanPostProcessor, SmartInitializingSingleton {

	private final ListableBeanFactory beanFactory;

	private final Executor workers;

	private final Supplier<List<LocalSocketAuthorizer>> authorizers;

	/** Guarded by this: servers that do not ask the authorizers. */
	private final Map<String, LocalServer> openServers = new HashMap<>();

	/** Guarded by this: whether factory beans can be asked what they make. */
	private boolean complete;

	LocalServerAuthorization(ListableBeanFactory beanFactory, String executor) {
		this.beanFactory = beanFactory;
		this.workers = (task) -> beanFactory.getBean(executor, Executor.class).execute(task);
		this.authorizers = SingletonSupplier
			.of(() -> beanFactory.getBeanProvider(LocalSocketAuthorizer.class).orderedStream().toList());
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (bean instanceof LocalServer server) {
			askProperties(beanName, server);
			askAuthorizers(beanName, server);
		}
		return bean;
	}

	private void askProperties(String beanName, LocalServer server) {
		Accounts accounts = this.beanFactory.getBean(Accounts.class);
		AllowedPeers allowed = new AllowedPeersFactory(accounts).create("servers.%s.authorization".formatted(beanName),
				properties(beanName));
		if (!allowed.isUnrestricted()) {
			server.addAuthorizer((peer) -> allowed.decide(peer, accounts),
					allowed.needsAccounts() ? this.workers : Runnable::run);
		}
	}

	private AuthorizationProperties properties(String beanName) {
		return this.beanFactory.getBean(LocalSocketProperties.class).server(beanName).authorization();
	}

	private synchronized void askAuthorizers(String beanName, LocalServer server) {
		if (hasAuthorizers()) {
			server.addAuthorizer(new ApplicationAuthorizer(beanName, this.authorizers), this.workers);
		}
		else {
			this.openServers.put(beanName, server);
		}
	}

	private boolean hasAuthorizers() {
		return BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beanFactory, LocalSocketAuthorizer.class, true,
				this.complete).length > 0;
	}

	@Override
	public synchronized void afterSingletonsInstantiated() {
		this.complete = true;
		Map<String, LocalServer> servers = Map.copyOf(this.openServers);
		this.openServers.clear();
		servers.forEach(this::askAuthorizers);
	}

}
