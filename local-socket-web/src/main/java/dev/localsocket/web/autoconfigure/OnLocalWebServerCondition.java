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

import java.util.Map;

import dev.localsocket.autoconfigure.diagnostics.ConfigurationKeys;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.IgnoreErrorsBindHandler;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Looks for keys of a server, which is not switched off.
 */
class OnLocalWebServerCondition extends SpringBootCondition {

	private static final Bindable<Map<String, Object>> SECTION = Bindable.mapOf(String.class, Object.class);

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		String beanName = metadata.getAnnotations().get(ConditionalOnLocalWebServer.class).getString("value");
		String prefix = ConfigurationKeys.ofServer(beanName);
		ConditionMessage.Builder message = ConditionMessage.forCondition(ConditionalOnLocalWebServer.class, prefix);
		return isDeclared(context.getEnvironment(), prefix) ? ConditionOutcome.match(message.foundExactly("keys"))
				: ConditionOutcome.noMatch(message.because("it is not declared"));
	}

	/**
	 * Tells whether a server is declared and not switched off.
	 * @param environment the environment
	 * @param prefix what its keys begin with
	 * @return whether it is
	 */
	static boolean isDeclared(Environment environment, String prefix) {
		Binder binder = Binder.get(environment);
		return binder.bind(prefix, SECTION, new IgnoreErrorsBindHandler()).isBound()
				&& binder.bind(prefix + ".enabled", Boolean.class).orElse(true);
	}

}
