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

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.core.annotation.AliasFor;

/**
 * Makes methods of an interface calls of a server that speaks JSON-RPC 2.0, as
 * {@code @HttpExchange} does for HTTP. {@link ImportLocalSocketExchanges} makes beans of
 * such interfaces, {@link JsonRpcServiceProxyFactory} makes objects without that.
 * <p>
 * On an interface it makes a call of each method that has no body, and says what the
 * names of all begin with. On a method it gives that method a name, which by default is
 * that of the Java method.
 * <p>
 * Arguments become parameters by their names, which the compiler keeps with
 * {@code -parameters}; those that are null or an empty {@link java.util.Optional} are
 * left out. A single argument that is an object rather than a value or a list, or is
 * annotated with
 * {@link org.springframework.messaging.handler.annotation.Payload @Payload}, is all of
 * the parameters. With {@link #positional()} there is an array of the arguments instead.
 * <p>
 * What a method returns says how it waits:
 * <ul>
 * <li>any type that JSON is converted to, an {@code Optional} of it, or {@code void}: it
 * waits for the reply, and cannot be called on the thread of an event loop. An interrupt
 * cancels the request;</li>
 * <li>a {@link java.util.concurrent.CompletionStage} or
 * {@link java.util.concurrent.CompletableFuture}: it does not wait. To cancel the future
 * cancels the request. What depends on it runs on a thread of the client's executor;</li>
 * <li>a reactive type, such as {@code Mono}, where Reactor is there: each subscription is
 * a request, which ends with it;</li>
 * <li>a suspending function of Kotlin, with kotlinx-coroutines-core: it waits without a
 * thread. To cancel the coroutine cancels the request.</li>
 * </ul>
 * An error reply is a {@link dev.localsocket.rpc.JsonRpcException}; whatever else goes
 * wrong is a {@link LocalSocketClientException}.
 *
 * @since 0.1.0
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface LocalSocketExchange {

	/**
	 * Alias for {@link #method()}.
	 * @return the name or the prefix
	 */
	@AliasFor("method")
	String value() default "";

	/**
	 * On a method, its name, by default that of the Java method. On an interface, what
	 * all names begin with, such as {@code textDocument/}. {@code ${…}} is resolved.
	 * @return the name or the prefix
	 */
	@AliasFor("value")
	String method() default "";

	/**
	 * How long a call may take, such as {@code 500ms} or {@code 2s}; {@code ${…}} is
	 * resolved. By default the time of the interface, and else the request timeout of the
	 * client.
	 * @return the time
	 */
	String timeout() default "";

	/**
	 * Whether it is a notification, which has no reply. The method must then return
	 * nothing, be it {@code void} or a {@code CompletionStage<Void>}, for example; it
	 * ends when the notification is queued.
	 * @return whether it is a notification
	 */
	boolean notification() default false;

	/**
	 * Whether the arguments are sent by position rather than by name. On an interface for
	 * all of its methods.
	 * @return whether they are sent by position
	 */
	boolean positional() default false;

}
