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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;
import dev.localsocket.account.PeerCredentials;
import dev.localsocket.annotation.LocalSocketListener;
import dev.localsocket.event.LocalServerEvent;
import dev.localsocket.event.NewConnectionEvent;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.generate.GenerationContext;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotContribution;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.expression.ParseException;
import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.ast.BeanReference;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.util.ClassUtils;

/**
 * Says to ahead-of-time processing that the conditions of listeners call the methods of
 * events, connections, servers and peers, and those of the beans that they refer to.
 */
class ListenerConditionAotProcessor implements BeanFactoryInitializationAotProcessor {

	private static final Set<Class<?>> CONTEXT_TYPES = Set.of(NewConnectionEvent.class, LocalSocket.class,
			LocalServer.class, PeerCredentials.class);

	@Override
	public @Nullable BeanFactoryInitializationAotContribution processAheadOfTime(
			ConfigurableListableBeanFactory beanFactory) {
		Set<Class<?>> types = new HashSet<>();
		for (String beanName : beanFactory.getBeanNamesForType(Object.class, true, false)) {
			Class<?> type = beanFactory.getType(beanName, false);
			if (type != null) {
				methodsWithCondition(type).forEach((method) -> collectTypes(method, beanFactory, types));
			}
		}
		return types.isEmpty() ? null : (generationContext, code) -> register(generationContext, types);
	}

	private static Set<Method> methodsWithCondition(Class<?> type) {
		return MethodIntrospector.selectMethods(ClassUtils.getUserClass(type),
				(Method method) -> !condition(method).isEmpty());
	}

	private static String condition(Method method) {
		LocalSocketListener listener = AnnotatedElementUtils.findMergedAnnotation(method, LocalSocketListener.class);
		return (listener != null) ? listener.condition() : "";
	}

	private static void collectTypes(Method method, ConfigurableListableBeanFactory beanFactory, Set<Class<?>> types) {
		types.addAll(CONTEXT_TYPES);
		Stream.of(method.getParameterTypes()).filter(LocalServerEvent.class::isAssignableFrom).forEach(types::add);
		for (String beanName : beanNames(condition(method))) {
			Class<?> type = beanFactory.containsBean(beanName) ? beanFactory.getType(beanName, false) : null;
			if (type != null) {
				types.add(ClassUtils.getUserClass(type));
			}
		}
	}

	/** What is no expression is reported when the application starts. */
	private static List<String> beanNames(String condition) {
		try {
			return nodes(new SpelExpressionParser().parseRaw(condition).getAST())
				.filter(BeanReference.class::isInstance)
				.map(SpelNode::toStringAST)
				.map((reference) -> reference.substring(1).replace("'", ""))
				.toList();
		}
		catch (ParseException ex) {
			return List.of();
		}
	}

	private static Stream<SpelNode> nodes(SpelNode node) {
		Stream<SpelNode> below = Stream.iterate(0, (i) -> i < node.getChildCount(), (i) -> i + 1)
			.flatMap((i) -> nodes(node.getChild(i)));
		return Stream.concat(Stream.of(node), below);
	}

	private static void register(GenerationContext generationContext, Set<Class<?>> types) {
		types.forEach((type) -> generationContext.getRuntimeHints()
			.reflection()
			.registerType(type, MemberCategory.INVOKE_PUBLIC_METHODS));
	}

}
