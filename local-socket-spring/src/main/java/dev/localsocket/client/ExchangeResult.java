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

import java.util.Optional;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.ReactiveAdapter;

/**
 * Makes the calls of a method, and what the method returns of them.
 */
@FunctionalInterface
interface ExchangeResult {

	/** Waits. */
	ExchangeResult WAITING = JsonRpcClient::await;

	/** Waits, for what may be missing. */
	ExchangeResult OPTIONAL = (client, call) -> Optional.ofNullable(client.await(call));

	/** Waits, for what cannot be null. */
	ExchangeResult PRIMITIVE = (client, call) -> present(client.await(call), call);

	/** A future. */
	ExchangeResult FUTURE = JsonRpcClient::start;

	/** A future of what may be missing; to cancel it must cancel the call. */
	ExchangeResult FUTURE_OPTIONAL = (client, call) -> client.start(call, Optional::ofNullable);

	/** A future of what cannot be null. */
	ExchangeResult FUTURE_PRESENT = (client, call) -> client.start(call, (result) -> present(result, call));

	private static Object present(@Nullable Object result, RemoteCall<?> call) {
		if (result == null) {
			throw new LocalSocketConversionException("The result of '%s' is null".formatted(call.method()), null);
		}
		return result;
	}

	/**
	 * Makes the calls.
	 * @param client makes them
	 * @param call the call
	 * @return what the method returns
	 */
	@Nullable Object of(JsonRpcClient client, RemoteCall<?> call);

	/** Of reactive types; to be loaded only where Reactor is. */
	final class Reactive {

		private Reactive() {
		}

		/** A call for each subscription, which is over with it. */
		static ExchangeResult single(ReactiveAdapter adapter) {
			return (client, call) -> adapter.fromPublisher(Mono.fromFuture(() -> client.start(call)));
		}

		/** One by one what the result is a list of. */
		static ExchangeResult each(ReactiveAdapter adapter) {
			return (client, call) -> adapter.fromPublisher(Mono.fromFuture(() -> client.start(call))
				.flatMapMany(each -> Flux.fromIterable((Iterable<?>) each)));
		}

	}

}
