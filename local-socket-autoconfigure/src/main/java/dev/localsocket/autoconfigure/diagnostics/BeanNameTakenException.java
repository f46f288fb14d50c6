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
package dev.localsocket.autoconfigure.diagnostics;

/**
 * The application has a bean of the name of a server or a client that the properties
 * declare.
 *
 * @since 0.1.0
 */
public class BeanNameTakenException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/** What to do about it. */
	private final String action;

	private BeanNameTakenException(String message, String action) {
		super(message);
		this.action = action;
	}

	/**
	 * Creates an exception: the bean is no server.
	 * @param beanName the name
	 * @param type the type of the bean
	 * @return the exception
	 */
	public static BeanNameTakenException ofServer(String beanName, String type) {
		return new BeanNameTakenException(
				"'%s' declares a local server, which would be a bean named '%s'. But there is a bean of that name, of the type %s."
					.formatted(ConfigurationKeys.ofServer(beanName), beanName, type),
				"%s A bean of the type dev.localsocket.LocalServer would take the properties as its own."
					.formatted(renameServer(beanName)));
	}

	/**
	 * Creates an exception: the server would replace the bean, whatever it is.
	 * @param beanName the name
	 * @return the exception
	 */
	public static BeanNameTakenException ofReplacedByServer(String beanName) {
		return new BeanNameTakenException(
				"'%s' declares a local server, which would replace the bean '%s' of the application, because bean definitions may be overridden."
					.formatted(ConfigurationKeys.ofServer(beanName), beanName),
				("Set 'spring.main.allow-bean-definition-overriding=false', so that a bean of the type "
						+ "dev.localsocket.LocalServer takes the properties as its own. Or else: %s")
					.formatted(renameServer(beanName)));
	}

	/**
	 * Creates an exception: the client cannot have its name.
	 * @param beanName the name
	 * @return the exception
	 */
	public static BeanNameTakenException ofClient(String beanName) {
		return new BeanNameTakenException(
				"'%s.%s' declares a client, which would be a bean named '%s'. But there is a bean of that name."
					.formatted(ConfigurationKeys.CLIENTS, beanName, beanName),
				rename(ConfigurationKeys.CLIENTS, "client", beanName));
	}

	/** Those of the web server have names that are given. */
	private static String renameServer(String beanName) {
		return ConfigurationKeys.ofServer(beanName).startsWith(ConfigurationKeys.SERVERS)
				? rename(ConfigurationKeys.SERVERS, "server", beanName) : "Rename the bean.";
	}

	private static String rename(String prefix, String what, String beanName) {
		return "Rename the bean or the %s. The socket keeps its name with '%s.NEW.name=%s'.".formatted(what, prefix,
				beanName);
	}

	/**
	 * Returns what to do about it.
	 * @return the action
	 */
	String getAction() {
		return this.action;
	}

}
