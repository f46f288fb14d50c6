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

package dev.localsocket.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.AliasFor;

/**
 * Marks a method that handles the connections or messages of local servers, or observes
 * their events. What the method takes says which:
 * <ul>
 * <li>an event, such as {@link dev.localsocket.event.NewConnectionEvent}: an
 * <em>observer</em>, called for each such event of the servers;</li>
 * <li>a {@link dev.localsocket.LocalSocket} and no payload: a <em>connection
 * handler</em>, called once for each connection, which it owns. The connection is closed
 * when the method returns, or when the {@link java.util.concurrent.CompletionStage} that
 * it returned is completed, unless {@link #closeOnReturn()} is false;</li>
 * <li>a payload, that is a parameter of any other type or one annotated with
 * {@link org.springframework.messaging.handler.annotation.Payload @Payload}: a
 * <em>message handler</em>, called for each frame. What it returns, if not null, is sent
 * back in a frame, and each element of an {@link Iterable} or a
 * {@link java.util.stream.Stream} in one of its own; what a returned
 * {@code CompletionStage} is completed with likewise, and what a reactive type emits,
 * where its library is there. The next frame is handled when the reply is complete, and
 * none after a {@link dev.localsocket.messaging.LastReply}.</li>
 * </ul>
 * Any of them may also take the {@link dev.localsocket.LocalServer} and, if it is about a
 * connection, the {@link dev.localsocket.LocalSocket}, its
 * {@link dev.localsocket.account.PeerCredentials} and
 * {@link org.springframework.messaging.handler.annotation.Header @Header}s named in
 * {@link dev.localsocket.messaging.LocalSocketHeaders}.
 * <p>
 * By default the method handles all servers of the application context, but none of its
 * child contexts, whose events other listeners see.
 * <p>
 * A server without a connection or message handler keeps its connections pending, for
 * {@link dev.localsocket.LocalServer#nextPendingConnection()}. With two, unless they are
 * message handlers with different {@linkplain #route() routes}, or with the name of a
 * server that does not exist, the application does not start.
 * <p>
 * Methods run on worker threads and may block, unless {@link #execution()} says
 * otherwise. For one connection they run in order and one at a time: the observers of its
 * begin, then its handler, then the observers of its end. Different connections are
 * handled in parallel, so <strong>a bean that keeps state across connections must be
 * thread-safe</strong>.
 * <p>
 * What a method throws goes to the {@link LocalSocketErrorHandler}, which by default logs
 * it and closes that connection.
 * <p>
 * To do the same without the annotation, add a
 * {@link dev.localsocket.LocalServerListener} to the server.
 *
 * @since 0.1.0
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@EventListener
public @interface LocalSocketListener {

	/**
	 * Alias for {@link #servers()}.
	 * @return the bean names of the servers
	 */
	@AliasFor("servers")
	String[] value() default {};

	/**
	 * The bean names of the servers; <code>${…}</code> and <code>#{…}</code> are
	 * resolved. In an expression, {@code __listener} is the bean of the method, so that
	 * each bean of a class can name its own servers, and a collection or an array names
	 * several. By default all servers of the application context.
	 * @return the bean names of the servers
	 */
	@AliasFor("value")
	String[] servers() default {};

	/**
	 * A name for the listener in logs; by default its class and method.
	 * @return the id
	 */
	String id() default "";

	/**
	 * A SpEL expression over {@code #event}, the event of an observer, or the
	 * {@link dev.localsocket.event.NewConnectionEvent} of a handler's connection. When it
	 * is not true, the method does not handle the event or the connection, which then
	 * stays pending. Beans are referred to as {@code @name}.
	 * @return the condition, by default none
	 */
	String condition() default "";

	/**
	 * Where a connection or message handler runs. Observers run on workers always.
	 * @return the execution
	 */
	Execution execution() default Execution.WORKER;

	/**
	 * The bean name of the {@link LocalSocketErrorHandler} of this listener, by default
	 * the one that all listeners have.
	 * @return the bean name
	 */
	String errorHandler() default "";

	/**
	 * What calls a message handler of a server that has a
	 * {@linkplain dev.localsocket.rpc.ServerProtocol protocol}: one or more words of a
	 * command, such as {@code user add}, or the name of a JSON-RPC method. Parameters
	 * that are not about the connection are arguments then, see
	 * {@link Argument @Argument}. Of such a server, one message handler may have no
	 * route, and takes what no other takes.
	 * @return the route, by default none
	 */
	String route() default "";

	/**
	 * What a method with a {@link #route()} does, shown by the command {@code help}.
	 * @return one sentence
	 */
	String description() default "";

	/**
	 * Whether a connection is closed when its connection handler has returned. If not,
	 * the method passes it on to somebody who closes it.
	 * @return whether the connection is closed
	 */
	boolean closeOnReturn() default true;

}
