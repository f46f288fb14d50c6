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

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import kotlin.jvm.JvmClassMappingKt;
import kotlin.reflect.KClass;
import kotlin.reflect.KFunction;
import kotlin.reflect.KParameter;
import kotlin.reflect.full.KClasses;
import kotlin.reflect.jvm.KCallablesJvm;
import kotlin.reflect.jvm.KTypesJvm;
import kotlin.reflect.jvm.ReflectJvmMapping;
import org.jspecify.annotations.Nullable;

import org.springframework.core.KotlinDetector;
import org.springframework.util.ReflectionUtils;

/**
 * A listener method as Kotlin sees it: a parameter with a default value needs no
 * argument. Loaded only where Kotlin's reflection is. Thread-safe.
 */
final class KotlinFunction {

	private final KFunction<?> function;

	/** Without the instance. */
	private final List<KParameter> parameters;

	private KotlinFunction(KFunction<?> function) {
		this.function = function;
		this.parameters = function.getParameters()
			.stream()
			.filter((parameter) -> parameter.getKind() != KParameter.Kind.INSTANCE)
			.toList();
		KCallablesJvm.setAccessible(function, true);
	}

	/**
	 * Finds the function behind a method.
	 * @param method the method
	 * @return the function, or null if there is none
	 */
	static @Nullable KotlinFunction of(Method method) {
		KFunction<?> function = ReflectJvmMapping.getKotlinFunction(method);
		return (function != null) ? new KotlinFunction(function) : null;
	}

	KFunction<?> function() {
		return this.function;
	}

	/**
	 * Returns what the function returns in the end, if it suspends.
	 * @return the type
	 */
	Class<?> returnType() {
		return JvmClassMappingKt.getJavaClass(KTypesJvm.getJvmErasure(this.function.getReturnType()));
	}

	/**
	 * Tells whether an argument is missing for which there is a default value.
	 * @param arguments the arguments, null where there is none
	 * @return whether {@link #call} is needed
	 */
	boolean needsDefault(@Nullable Object[] arguments) {
		for (int i = 0; i < this.parameters.size(); i++) {
			if (arguments[i] == null && this.parameters.get(i).isOptional()) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Calls the function, with default values for what is missing.
	 * @param bean the instance
	 * @param arguments the arguments, null where there is none
	 * @return what the function returned
	 * @throws Exception what the function threw
	 */
	@Nullable Object call(Object bean, @Nullable Object[] arguments) throws Exception {
		try {
			return unboxed(this.function.callBy(argumentsByParameter(bean, arguments)));
		}
		catch (Exception ex) {
			if (ex instanceof InvocationTargetException thrown) {
				ReflectionUtils.rethrowException(thrown.getTargetException());
			}
			throw ex;
		}
	}

	/**
	 * Returns the arguments of a call by reflection.
	 * @param bean the instance
	 * @param arguments the arguments, null where there is none
	 * @return those that are there, and the null that a parameter without a default takes
	 */
	Map<KParameter, @Nullable Object> argumentsByParameter(Object bean, @Nullable Object[] arguments) {
		Map<KParameter, @Nullable Object> byParameter = new HashMap<>();
		this.function.getParameters()
			.stream()
			.filter((parameter) -> parameter.getKind() == KParameter.Kind.INSTANCE)
			.forEach((parameter) -> byParameter.put(parameter, bean));
		for (int i = 0; i < this.parameters.size(); i++) {
			KParameter parameter = this.parameters.get(i);
			if (arguments[i] != null || !parameter.isOptional()) {
				byParameter.put(parameter, boxed(parameter, arguments[i]));
			}
		}
		return byParameter;
	}

	/** For the method, an argument of a value class is what that wraps. */
	private static @Nullable Object boxed(KParameter parameter, @Nullable Object argument) {
		if (argument == null || !(parameter.getType().getClassifier() instanceof KClass<?> type)) {
			return argument;
		}
		Class<?> javaType = JvmClassMappingKt.getJavaClass(type);
		KFunction<?> constructor = KotlinDetector.isInlineClass(javaType) && !javaType.isInstance(argument)
				? KClasses.getPrimaryConstructor(type) : null;
		if (constructor == null) {
			return argument;
		}
		KCallablesJvm.setAccessible(constructor, true);
		return constructor.call(argument);
	}

	/**
	 * Returns what a value class wraps, as a method does that is called directly.
	 * @param value a value
	 * @return the content, or the value if it is of another class
	 */
	static @Nullable Object unboxed(@Nullable Object value) {
		if (value == null || !KotlinDetector.isInlineClass(value.getClass())) {
			return value;
		}
		Method unbox = ReflectionUtils.findMethod(value.getClass(), "unbox-impl");
		return (unbox != null) ? ReflectionUtils.invokeMethod(unbox, value) : value;
	}

}
