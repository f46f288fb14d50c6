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

package dev.localsocket.annotation.internal;

import java.lang.reflect.Method;

import dev.localsocket.annotation.LocalSocketListenerException;

/**
 * Checks listener methods before the first connection comes: a bean of this type is asked
 * about each when all singletons have been created. For what an annotation promises and
 * only something else can keep, which may be missing.
 */
@FunctionalInterface
public interface ListenerMethodCheck {

	/**
	 * Checks a method.
	 * @param name the method as messages call it
	 * @param type the class behind its bean
	 * @param method the method of that class
	 * @throws LocalSocketListenerException if it would not do what it says, which stops
	 * the start of the application
	 */
	void check(String name, Class<?> type, Method method);

}
