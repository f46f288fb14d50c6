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

package dev.localsocket.context;

import dev.localsocket.LocalServer;

/**
 * Changes the servers of the configuration properties before they listen, in what has no
 * property. Beans of this type are called in their
 * {@linkplain org.springframework.core.annotation.Order order} for each server, after its
 * properties have been applied.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface LocalServerCustomizer {

	/**
	 * Changes a server.
	 * @param beanName the name of the server's bean
	 * @param server the server, which does not listen yet
	 */
	void customize(String beanName, LocalServer server);

}
