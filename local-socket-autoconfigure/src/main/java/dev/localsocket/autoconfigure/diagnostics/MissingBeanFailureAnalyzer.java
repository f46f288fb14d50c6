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

import dev.localsocket.LocalServer;
import dev.localsocket.client.JsonRpcClient;
import dev.localsocket.client.LocalSocketClient;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.UnsatisfiedDependencyException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Says which key makes the server or the client that something wants to be given.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 100)
class MissingBeanFailureAnalyzer extends AbstractFailureAnalyzer<NoSuchBeanDefinitionException> {

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoSuchBeanDefinitionException cause) {
		Class<?> type = cause.getBeanType();
		if (cause instanceof NoUniqueBeanDefinitionException || type == null) {
			return null;
		}
		if (type == LocalServer.class) {
			return analysis(rootFailure, cause, "local server", ConfigurationKeys.SERVERS, "name=app-control");
		}
		if (type == JsonRpcClient.class) {
			return analysis(rootFailure, cause, "client that speaks JSON-RPC", ConfigurationKeys.CLIENTS,
					"protocol=json-rpc");
		}
		return (type == LocalSocketClient.class)
				? analysis(rootFailure, cause, "client", ConfigurationKeys.CLIENTS, "name=app-control") : null;
	}

	private FailureAnalysis analysis(Throwable rootFailure, NoSuchBeanDefinitionException cause, String what,
			String prefix, String key) {
		UnsatisfiedDependencyException dependency = findCause(rootFailure, UnsatisfiedDependencyException.class);
		String who = (dependency != null && dependency.getInjectionPoint() != null)
				? "%s wants a %s".formatted(dependency.getInjectionPoint(), what) : "A %s is wanted".formatted(what);
		return new FailureAnalysis("%s, but there is none that would do: %s".formatted(who, cause.getMessage()),
				("Declare one, for example in application.properties: '%s.control.%s' makes a bean named "
						+ "'control'. Where there are several, the name of the bean or a @Qualifier tells which; "
						+ "'%s.control.enabled=false' makes none.")
					.formatted(prefix, key, prefix),
				cause);
	}

}
