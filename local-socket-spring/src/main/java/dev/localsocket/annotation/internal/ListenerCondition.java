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

import dev.localsocket.annotation.LocalSocketListenerException;
import dev.localsocket.event.LocalServerEvent;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.expression.BeanFactoryResolver;
import org.springframework.expression.Expression;
import org.springframework.expression.ParseException;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.expression.spel.support.StandardEvaluationContext;
import org.springframework.util.StringUtils;

/**
 * The condition of a listener: a SpEL expression over {@code #event}. Thread-safe.
 */
final class ListenerCondition {

	private static final SpelExpressionParser parser = new SpelExpressionParser();

	private final @Nullable Expression expression;

	private final BeanFactory beanFactory;

	/**
	 * Creates a condition.
	 * @param method the listener
	 * @param beanFactory resolves beans in the expression
	 * @throws LocalSocketListenerException if the expression is malformed
	 */
	ListenerCondition(ListenerMethod method, BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
		this.expression = StringUtils.hasText(method.condition()) ? parse(method) : null;
	}

	private static Expression parse(ListenerMethod method) {
		try {
			return parser.parseExpression(method.condition());
		}
		catch (ParseException ex) {
			throw new LocalSocketListenerException(
					"The condition of the method %s is no SpEL expression: %s".formatted(method, ex.getMessage()),
					"Correct the attribute 'condition', for example: condition = \"#event.socket.peerCredentials().uid() == 0\".");
		}
	}

	boolean matches(LocalServerEvent event) {
		if (this.expression == null) {
			return true;
		}
		StandardEvaluationContext context = new StandardEvaluationContext(event);
		context.setVariable("event", event);
		context.setBeanResolver(new BeanFactoryResolver(this.beanFactory));
		return Boolean.TRUE.equals(this.expression.getValue(context, Boolean.class));
	}

}
