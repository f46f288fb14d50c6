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

/**
 * A bean that is no server has the name of a server that the properties declare.
 */
class ServerNameTakenException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String beanName;

	private final String type;

	/**
	 * Creates an exception.
	 * @param beanName the name
	 * @param type the type of the bean
	 */
	ServerNameTakenException(String beanName, String type) {
		super("The local server '%s' cannot be a bean: there is one of that name and of the type %s".formatted(beanName,
				type));
		this.beanName = beanName;
		this.type = type;
	}

	/**
	 * Returns the name that both would have.
	 * @return the bean name
	 */
	String getBeanName() {
		return this.beanName;
	}

	/**
	 * Returns the type of the bean that has the name.
	 * @return the name of a class
	 */
	String getType() {
		return this.type;
	}

}
