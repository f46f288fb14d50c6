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
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;

import dev.localsocket.annotation.LocalSocketListenerException;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.SpringProxy;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.Validated;
import org.springframework.validation.annotation.ValidationAnnotationUtils;
import org.springframework.validation.beanvalidation.MethodValidationPostProcessor;

/**
 * Refuses listener methods that cannot do what they say with the beans that there are:
 * through a proxy that does not pass them on, or with a validation that nobody does.
 */
final class BeanRules {

	private final ConfigurableListableBeanFactory beanFactory;

	BeanRules(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Checks that a method can be invoked on the beans of its class.
	 * @param method the method, as it was found
	 * @throws LocalSocketListenerException if the proxy of a bean does not have it
	 */
	void checkInvocable(Method method) {
		String[] beans = this.beanFactory.getBeanNamesForType(method.getDeclaringClass(), true, false);
		if (beans.length > 0 && !Modifier.isPrivate(method.getModifiers())) {
			return;
		}
		Arrays.stream(this.beanFactory.getBeanNamesForType(SpringProxy.class, true, false))
			.filter((bean) -> isBehind(bean, method.getDeclaringClass()))
			.forEach((bean) -> checkInvocable(bean, method));
	}

	private boolean isBehind(String bean, Class<?> type) {
		Class<?> target = AutoProxyUtils.determineTargetClass(this.beanFactory, bean);
		return target != null && type.isAssignableFrom(target);
	}

	private void checkInvocable(String bean, Method method) {
		try {
			AopUtils.selectInvocableMethod(method, this.beanFactory.getType(bean));
		}
		catch (IllegalStateException ex) {
			throw new LocalSocketListenerException(
					"The method %s cannot be called on the bean '%s', which is a proxy that does not have it"
						.formatted(ListenerMethod.describe(method), bean),
					"Make the method public and, if the proxy has the interfaces of the class only, declare it in one of them; "
							+ "or move it to a bean without a proxy.",
					ex);
		}
	}

	/**
	 * Checks a listener when all singletons have been created.
	 * @param listener the listener
	 * @param validator what validates payloads, if there is something
	 * @throws LocalSocketListenerException if it cannot be used
	 */
	void check(ListenerMethod listener, @Nullable Validator validator) {
		checkNotFinal(listener);
		if (validator == null) {
			checkNoPayloadIsValidated(listener);
		}
		checkMethodsAreValidated(listener);
	}

	private void checkNotFinal(ListenerMethod listener) {
		Class<?> type = this.beanFactory.getType(listener.beanName());
		if (type != null && SpringProxy.class.isAssignableFrom(type) && !Proxy.isProxyClass(type)
				&& Modifier.isFinal(listener.targetMethod().getModifiers())) {
			throw new LocalSocketListenerException(
					"The method %s is final, so it would run on the proxy of the bean '%s', whose fields are not set"
						.formatted(listener, listener.beanName()),
					"Remove 'final', or move the method to a bean without a proxy.");
		}
	}

	private void checkNoPayloadIsValidated(ListenerMethod listener) {
		if (ParameterRole.subjects(listener.method(), listener.type())
			.stream()
			.flatMap((parameter) -> Arrays.stream(parameter.getParameterAnnotations()))
			.anyMatch((annotation) -> ValidationAnnotationUtils.determineValidationHints(annotation) != null)) {
			throw new LocalSocketListenerException(
					"The method %s wants its payload to be validated, but there is no Validator".formatted(listener),
					"Add org.springframework.boot:spring-boot-starter-validation, or a single bean of the type "
							+ "org.springframework.validation.Validator, or remove the annotation.");
		}
	}

	private void checkMethodsAreValidated(ListenerMethod listener) {
		List<Class<?>> types = List.of(listener.type(), listener.targetMethod().getDeclaringClass());
		if (types.stream().anyMatch((type) -> AnnotatedElementUtils.hasAnnotation(type, Validated.class))
				&& this.beanFactory.getBeanNamesForType(MethodValidationPostProcessor.class, true, false).length == 0) {
			throw new LocalSocketListenerException(
					"The class of the method %s is annotated with @Validated, but nothing validates its calls"
						.formatted(listener),
					"Add org.springframework.boot:spring-boot-starter-validation, or remove @Validated from the class.");
		}
	}

}
