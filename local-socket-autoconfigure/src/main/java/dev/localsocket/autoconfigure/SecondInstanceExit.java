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
 * Ends a second instance of an application, after the first one has answered. By default
 * that is {@link System#exit}. Another one, for a test for example, is registered with
 * the {@linkplain org.springframework.boot.bootstrap.BootstrapRegistry bootstrap
 * registry} of the application:
 *
 * <pre class="code">
 * application.addBootstrapRegistryInitializer(
 *     (registry) -&gt; registry.register(SecondInstanceExit.class, InstanceSupplier.of(statuses::add)));
 * </pre>
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface SecondInstanceExit {

	/**
	 * Ends the process. If it returns, the application does not start, and its
	 * {@code run} throws an
	 * {@link org.springframework.boot.SpringApplication.AbandonedRunException}.
	 * @param status the exit status
	 */
	void exit(int status);

}
