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

package dev.localsocket.client;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.stream.BaseStream;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.GenericTypeResolver;
import org.springframework.core.KotlinDetector;
import org.springframework.core.MethodParameter;
import org.springframework.core.Nullness;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.format.datetime.standard.DurationFormatterUtils;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringValueResolver;

/**
 * Makes calls of the methods of an interface, and refuses those that can be none.
 */
final class ExchangeMethodFactory {

	private static final ParameterNameDiscoverer parameterNames = new DefaultParameterNameDiscoverer();

	private static final boolean COROUTINES = ClassUtils.isPresent("kotlinx.coroutines.future.FutureKt",
			ExchangeMethodFactory.class.getClassLoader());

	private final Class<?> serviceType;

	private final @Nullable LocalSocketExchange ofType;

	private final Duration timeout;

	private final StringValueResolver valueResolver;

	/**
	 * Creates a factory.
	 * @param serviceType the interface
	 * @param timeout how long a call may take by default
	 * @param valueResolver resolves placeholders
	 */
	ExchangeMethodFactory(Class<?> serviceType, Duration timeout, StringValueResolver valueResolver) {
		this.serviceType = serviceType;
		this.ofType = AnnotatedElementUtils.findMergedAnnotation(serviceType, LocalSocketExchange.class);
		this.timeout = timeout;
		this.valueResolver = valueResolver;
	}

	/**
	 * Makes a call of a method.
	 * @param method a method without a body
	 * @return the call
	 * @throws LocalSocketExchangeException if it can be none
	 */
	ExchangeMethod create(Method method) {
		LocalSocketExchange exchange = AnnotatedElementUtils.findMergedAnnotation(method, LocalSocketExchange.class);
		if (exchange == null && this.ofType == null) {
			throw refused(method,
					"has no body, and neither it nor its interface is annotated with @LocalSocketExchange",
					"Annotate the interface with @LocalSocketExchange.");
		}
		boolean suspends = KotlinDetector.isSuspendingFunction(method);
		if (suspends && !COROUTINES) {
			throw refused(method, "is a suspending function, but a library to call it is missing",
					"Add org.jetbrains.kotlinx:kotlinx-coroutines-core, or return a CompletableFuture.");
		}
		boolean notification = exchange != null && exchange.notification();
		ExchangeReturn returned = returned(method, notification);
		return new ExchangeMethod(name(method, exchange), params(method, exchange),
				notification ? null : returned.resultType(), timeout(method, exchange), returned.result(), suspends);
	}

	private String name(Method method, @Nullable LocalSocketExchange exchange) {
		String prefix = (this.ofType != null) ? resolved(this.ofType.method()) : "";
		String own = (exchange != null) ? resolved(exchange.method()) : "";
		return prefix + (own.isEmpty() ? method.getName() : own);
	}

	private String resolved(String text) {
		String resolved = this.valueResolver.resolveStringValue(text);
		return (resolved != null) ? resolved : "";
	}

	private Duration timeout(Method method, @Nullable LocalSocketExchange exchange) {
		String text = (exchange != null) ? resolved(exchange.timeout()) : "";
		if (text.isEmpty() && this.ofType != null) {
			text = resolved(this.ofType.timeout());
		}
		return text.isEmpty() ? this.timeout : parsed(method, text);
	}

	private static Duration parsed(Method method, String text) {
		Duration parsed;
		try {
			parsed = DurationFormatterUtils.detectAndParse(text);
		}
		catch (IllegalArgumentException ex) {
			throw refused(method, "has a timeout that is no duration: '%s'".formatted(text),
					"Write '2s' or '500ms', for example.");
		}
		if (parsed.isZero() || parsed.isNegative()) {
			throw refused(method, "has a timeout that is not positive: '%s'".formatted(text),
					"Write '2s' or '500ms', for example.");
		}
		return parsed;
	}

	private ExchangeParams params(Method method, @Nullable LocalSocketExchange exchange) {
		boolean positional = (exchange != null && exchange.positional())
				|| (this.ofType != null && this.ofType.positional());
		int count = parameterCount(method);
		if (count == 0) {
			return ExchangeParams.NONE;
		}
		if (hasPayload(method)) {
			if (count > 1 || positional) {
				throw refused(method, "has a @Payload, which is all of the parameters, and more beside it",
						"Remove the other parameters, 'positional', or @Payload.");
			}
			return ExchangeParams.WHOLE;
		}
		if (positional) {
			return ExchangeParams.byPosition(method.isVarArgs());
		}
		return (count == 1 && isWhole(method)) ? ExchangeParams.WHOLE : ExchangeParams.byName(names(method));
	}

	private static int parameterCount(Method method) {
		int count = method.getParameterCount();
		return KotlinDetector.isSuspendingFunction(method) ? count - 1 : count;
	}

	private boolean isWhole(Method method) {
		return MethodParameters.isWhole(new MethodParameter(method, 0).withContainingClass(this.serviceType));
	}

	private static boolean hasPayload(Method method) {
		return IntStream.range(0, method.getParameterCount())
			.mapToObj((index) -> new MethodParameter(method, index))
			.anyMatch(MethodParameters::isPayload);
	}

	private static List<String> names(Method method) {
		@Nullable String[] names = parameterNames.getParameterNames(method);
		if (names == null) {
			throw refused(method, "has parameters whose names the compiler has not kept",
					"Compile it with '-parameters', or set 'positional' of @LocalSocketExchange.");
		}
		return Arrays.stream(names).map(String::valueOf).toList();
	}

	private ExchangeReturn returned(Method method, boolean notification) {
		ResolvableType type = returnType(method);
		Class<?> raw = type.resolve(Object.class);
		ExchangeReturn returned = KotlinDetector.isSuspendingFunction(method) ? suspended(method, type, raw)
				: isFuture(raw) ? future(type) : notFuture(method, type, raw);
		if (notification && !isNothing(returned.resultType())) {
			throw refused(method, "is a notification, which has no reply, and returns something",
					"Let it return void or a CompletionStage<Void>, or remove 'notification'.");
		}
		return returned;
	}

	private ResolvableType returnType(Method method) {
		Type declared = KotlinDetector.isSuspendingFunction(method) ? SuspendedExchange.returnType(method)
				: method.getGenericReturnType();
		Type type = GenericTypeResolver.resolveType(declared, this.serviceType);
		if (!isKnown(type)) {
			throw refused(method, "returns a type that is not known: " + type,
					"Say in the interface, or in one that extends it, which type it is.");
		}
		return ResolvableType.forType(type);
	}

	private static boolean isKnown(Type type) {
		if (type instanceof ParameterizedType parameterized) {
			return Arrays.stream(parameterized.getActualTypeArguments()).allMatch(ExchangeMethodFactory::isKnown);
		}
		return !(type instanceof TypeVariable)
				&& !(type instanceof GenericArrayType array && !isKnown(array.getGenericComponentType()));
	}

	private static boolean isFuture(Class<?> raw) {
		return raw == CompletionStage.class || raw == CompletableFuture.class || raw == Future.class;
	}

	private static ExchangeReturn future(ResolvableType type) {
		ResolvableType value = type.getGeneric();
		return isOptional(value) ? new ExchangeReturn(type(value.getGeneric()), ExchangeResult.FUTURE_OPTIONAL)
				: new ExchangeReturn(type(value), ExchangeResult.FUTURE);
	}

	private static ExchangeReturn suspended(Method method, ResolvableType type, Class<?> raw) {
		if (isFuture(raw) || ReactiveAdapterRegistry.getSharedInstance().getAdapter(raw) != null) {
			throw refused(method, "suspends and returns a %s, which comes later still".formatted(raw.getSimpleName()),
					"Return what that comes to, or remove 'suspend'.");
		}
		checkIsResult(method, raw);
		if (isOptional(type)) {
			return new ExchangeReturn(type(type.getGeneric()), ExchangeResult.FUTURE_OPTIONAL);
		}
		boolean present = raw != void.class && Nullness.forMethodReturnType(method) == Nullness.NON_NULL;
		return new ExchangeReturn(type(type), present ? ExchangeResult.FUTURE_PRESENT : ExchangeResult.FUTURE);
	}

	private ExchangeReturn notFuture(Method method, ResolvableType type, Class<?> raw) {
		ReactiveAdapter adapter = isFuture(raw) ? null : ReactiveAdapterRegistry.getSharedInstance().getAdapter(raw);
		if (adapter != null) {
			return reactive(adapter, type.getGeneric());
		}
		checkIsResult(method, raw);
		if (isOptional(type)) {
			return new ExchangeReturn(type(type.getGeneric()), ExchangeResult.OPTIONAL);
		}
		return new ExchangeReturn(
				ClassUtils.resolvePrimitiveIfNecessary(raw) != raw ? ClassUtils.resolvePrimitiveIfNecessary(raw)
						: type(type),
				(raw.isPrimitive() && raw != void.class) ? ExchangeResult.PRIMITIVE : ExchangeResult.WAITING);
	}

	private static ExchangeReturn reactive(ReactiveAdapter adapter, ResolvableType value) {
		if (adapter.isNoValue()) {
			return new ExchangeReturn(Void.class, ExchangeResult.Reactive.single(adapter));
		}
		return adapter.isMultiValue()
				? new ExchangeReturn(ResolvableType.forClassWithGenerics(List.class, value).getType(),
						ExchangeResult.Reactive.each(adapter))
				: new ExchangeReturn(type(value), ExchangeResult.Reactive.single(adapter));
	}

	private static void checkIsResult(Method method, Class<?> raw) {
		if (BaseStream.class.isAssignableFrom(raw) || Iterator.class.isAssignableFrom(raw)) {
			throw refused(method, "returns a %s, of which no end is known".formatted(raw.getSimpleName()),
					"Return a List, or a Flux.");
		}
		if (isPublisher(raw) || Future.class.isAssignableFrom(raw)) {
			throw refused(method, "returns a %s, which nothing here can make".formatted(raw.getName()),
					"Return a CompletableFuture, or add reactor-core and return a Mono or a Flux.");
		}
	}

	/** Of a library that is not there, perhaps. */
	private static boolean isPublisher(Class<?> raw) {
		return ClassUtils.getAllInterfacesForClassAsSet(raw)
			.stream()
			.anyMatch((type) -> type.getName()
				.matches("org\\.reactivestreams\\.Publisher|java\\.util\\.concurrent\\.Flow\\$Publisher"));
	}

	private static boolean isOptional(ResolvableType type) {
		return type.resolve() == Optional.class;
	}

	private static Type type(ResolvableType type) {
		Class<?> raw = type.resolve();
		return (raw == null) ? Object.class : (raw == void.class) ? Void.class : type.getType();
	}

	private static boolean isNothing(Type type) {
		return type == Void.class;
	}

	private static LocalSocketExchangeException refused(Method method, String why, String action) {
		return new LocalSocketExchangeException("The method %s %s".formatted(method.toGenericString(), why), action);
	}

	/** What a method returns. */
	private record ExchangeReturn(Type resultType, ExchangeResult result) {

	}

}
