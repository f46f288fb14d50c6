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

import java.util.Arrays;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;

/**
 * Finds the clients that annotations name.
 *
 * @param beanFactory has them
 */
record NamedClients(BeanFactory beanFactory) {

	/**
	 * Finds a client.
	 * @param name the name of its bean, or nothing for the only one
	 * @param user who wants it
	 * @return the client
	 * @throws LocalSocketExchangeException if there is none
	 */
	JsonRpcClient find(String name, String user) {
		if (name.isEmpty()) {
			JsonRpcClient only = this.beanFactory.getBeanProvider(JsonRpcClient.class).getIfUnique();
			if (only == null) {
				throw new LocalSocketExchangeException(
						"%s names no client, and there is not exactly one".formatted(user),
						"Name one with 'client', %s.".formatted(those()));
			}
			return only;
		}
		if (!this.beanFactory.containsBean(name)) {
			throw new LocalSocketExchangeException(
					"%s wants the client '%s', which does not exist".formatted(user, name),
					"Declare it with 'local-socket.clients.%s.protocol=json-rpc', or name %s.".formatted(name,
							those()));
		}
		if (!this.beanFactory.isTypeMatch(name, JsonRpcClient.class)) {
			throw new LocalSocketExchangeException(
					"%s wants the client '%s', which does not speak JSON-RPC".formatted(user, name),
					"Set 'local-socket.clients.%s.protocol=json-rpc', or name %s.".formatted(name, those()));
		}
		return this.beanFactory.getBean(name, JsonRpcClient.class);
	}

	private String those() {
		String[] names = (this.beanFactory instanceof ListableBeanFactory listable)
				? listable.getBeanNamesForType(JsonRpcClient.class) : new String[0];
		return (names.length == 0) ? "one that has that protocol; there is none yet"
				: "one of " + Arrays.toString(names);
	}

}
