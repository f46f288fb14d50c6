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

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says what to do when a bean that is no server has the name of a server.
 */
class ServerNameTakenFailureAnalyzer extends AbstractFailureAnalyzer<ServerNameTakenException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, ServerNameTakenException cause) {
		String key = LocalSocketProperties.SERVERS + "." + cause.getBeanName();
		return new FailureAnalysis(
				"'%s' declares a local server, which would be a bean named '%s'. But there is a bean of that name, of the type %s."
					.formatted(key, cause.getBeanName(), cause.getType()),
				("Rename the bean or the server. A server's socket keeps its name with '%s.NEW.name=%s'. A bean of the "
						+ "type dev.localsocket.LocalServer would take the properties as its own.")
					.formatted(LocalSocketProperties.SERVERS, cause.getBeanName()),
				cause);
	}

}
