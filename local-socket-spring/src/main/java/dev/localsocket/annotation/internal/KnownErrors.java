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

import java.util.List;

import dev.localsocket.rpc.JsonRpcError;
import dev.localsocket.rpc.JsonRpcException;
import dev.localsocket.rpc.JsonRpcRemoteException;
import dev.localsocket.rpc.JsonRpcExceptionResolver;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * Finds out what callers may know of exceptions. Thread-safe.
 */
final class KnownErrors {

	private final List<JsonRpcExceptionResolver> resolvers;

	/**
	 * Creates an instance.
	 * @param context has the beans that know exceptions
	 */
	KnownErrors(ApplicationContext context) {
		this.resolvers = context.getBeanProvider(JsonRpcExceptionResolver.class).orderedStream().toList();
	}

	/**
	 * Finds the error for an exception.
	 * @param failure what was thrown
	 * @return the error, or null if callers may know nothing of the exception
	 */
	@Nullable JsonRpcException find(Throwable failure) {
		if (failure instanceof JsonRpcException error && !(failure instanceof JsonRpcRemoteException)) {
			return error;
		}
		JsonRpcError annotation = AnnotatedElementUtils.findMergedAnnotation(failure.getClass(), JsonRpcError.class);
		return (annotation != null) ? error(annotation, failure) : resolve(failure);
	}

	private static JsonRpcException error(JsonRpcError annotation, Throwable failure) {
		String message = annotation.message().isEmpty() ? failure.getMessage() : annotation.message();
		return new JsonRpcException(annotation.code(), (message != null) ? message : "The request failed");
	}

	private @Nullable JsonRpcException resolve(Throwable failure) {
		for (JsonRpcExceptionResolver resolver : this.resolvers) {
			JsonRpcException error = resolver.resolve(failure);
			if (error != null) {
				return error;
			}
		}
		return null;
	}

}
