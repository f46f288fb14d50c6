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

import org.springframework.context.ApplicationContext;
import org.springframework.util.ClassUtils;

/**
 * Tells application contexts apart, whatever libraries are there.
 */
final class WebContexts {

	private static final String SERVLET = "org.springframework.web.context.WebApplicationContext";

	private static final String REACTIVE = "org.springframework.boot.web.context.reactive.ReactiveWebApplicationContext";

	private static final String SERVER = "org.springframework.boot.web.server.context.WebServerApplicationContext";

	private WebContexts() {
	}

	/**
	 * Tells whether requests come to a context, though it has no web server.
	 * @param context the context
	 * @return whether it is that of a test with simulated requests
	 */
	static boolean isWithoutServer(ApplicationContext context) {
		return isWeb(context) && !is(context, SERVER);
	}

	/**
	 * Tells whether requests come to a context.
	 * @param context the context
	 * @return whether it is that of a web application
	 */
	static boolean isWeb(ApplicationContext context) {
		return is(context, SERVLET) || is(context, REACTIVE);
	}

	private static boolean is(ApplicationContext context, String type) {
		ClassLoader loader = WebContexts.class.getClassLoader();
		return ClassUtils.isPresent(type, loader) && ClassUtils.resolveClassName(type, loader).isInstance(context);
	}

}
