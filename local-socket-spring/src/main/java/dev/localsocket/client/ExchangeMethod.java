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

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A method of an interface that is a call of a server's method.
 *
 * @param name the name of the server's method
 * @param params makes parameters of arguments
 * @param resultType the type of the result, or null for a notification
 * @param timeout how long a call may take
 * @param result makes calls, and what the method returns of them
 * @param suspends whether it is a suspending function of Kotlin, whose result is then a
 * future
 */
record ExchangeMethod(String name, ExchangeParams params, @Nullable Type resultType, Duration timeout,
		ExchangeResult result, boolean suspends) {

	@Nullable Object invoke(JsonRpcClient client, @Nullable Object[] arguments) {
		if (!this.suspends) {
			return call(client, arguments);
		}
		int last = arguments.length - 1;
		Object future = Objects.requireNonNull(call(client, Arrays.copyOf(arguments, last)));
		return SuspendedExchange.await(future, Objects.requireNonNull(arguments[last]));
	}

	private @Nullable Object call(JsonRpcClient client, @Nullable Object[] arguments) {
		return this.result.of(client,
				new RemoteCall<>(this.name, this.params.of(arguments), this.resultType, this.timeout));
	}

}
