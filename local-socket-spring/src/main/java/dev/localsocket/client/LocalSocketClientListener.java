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
 * Marks a method of a bean that the server of a {@link JsonRpcClient} may call, and sends
 * notifications to. A client with such methods connects when the application has started,
 * and again whenever the connection is lost; what the server sends meanwhile is missed.
 * <p>
 * Parameters of the call become arguments by their names or positions. A single argument
 * that is an object rather than a value or a list, or is annotated with
 * {@link org.springframework.messaging.handler.annotation.Payload @Payload}, takes all of
 * them. A missing one is null or an empty {@link java.util.Optional}; a primitive one
 * must be there. A {@link dev.localsocket.rpc.JsonRpcPeer} is the server. What the method
 * returns is the result; a {@link java.util.concurrent.CompletionStage} may come later.
 * <p>
 * If there is no such client, or two methods have the same name at it, the application
 * does not start. Methods run on worker threads and may block. Several run at the same
 * time, <strong>so the bean must be thread-safe, and notifications may overtake one
 * another</strong>. What they throw is logged; the server gets a
 * {@link dev.localsocket.rpc.JsonRpcException} as it is, and nothing else of it.
 * <p>
 * {@link JsonRpcClient#addListener(Object)} does the same without Spring.
 *
 * @since 0.1.0
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface LocalSocketClientListener {

	/**
	 * Alias for {@link #method()}.
	 * @return the name of the method
	 */
	@AliasFor("method")
	String value() default "";

	/**
	 * The name by which the server calls the method, by default that of the Java method.
	 * @return the name of the method
	 */
	@AliasFor("value")
	String method() default "";

	/**
	 * The bean name of the client, by default the only one there is.
	 * @return the bean name of the client
	 */
	String client() default "";

}
