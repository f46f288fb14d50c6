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

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import dev.localsocket.LocalSocket;
import dev.localsocket.annotation.Execution;
import dev.localsocket.annotation.ListenerFailure;
import dev.localsocket.annotation.ListenerInterceptor.Interception;
import dev.localsocket.annotation.LocalSocketErrorHandler;
import dev.localsocket.messaging.internal.ConnectionHeaders;
import dev.localsocket.worker.WorkerTask;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;
import org.springframework.core.convert.support.DefaultConversionService;
import org.springframework.core.task.TaskDecorator;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.annotation.support.HeaderMethodArgumentResolver;
import org.springframework.messaging.handler.annotation.support.HeadersMethodArgumentResolver;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolverComposite;

/**
 * Invokes a listener method on its bean, with arguments made of a message. Thread-safe.
 * The bean is looked up with the first message and, unless it is a singleton, with each.
 */
final class ListenerInvoker {

	private static final Log logger = LogFactory.getLog(ListenerInvoker.class);

	/** How long a method may hold an event loop before that is logged. */
	private static final Duration LONG_ON_LOOP = Duration.ofMillis(50);

	private final ApplicationContext context;

	private final ListenerMethod method;

	/** Whether the method does something after it has returned. */
	private final boolean goesOn;

	private volatile @Nullable ListenerHandlerMethod singleton;

	private volatile @Nullable DecoratedCalls calls;

	ListenerInvoker(ApplicationContext context, ListenerMethod method) {
		this.context = context;
		this.method = method;
		this.goesOn = Kotlin.goesOn(method.method());
	}

	/**
	 * Surrounds also what a method does after it has returned, if it does something then.
	 * @param interception surrounds the invocation
	 * @param executor runs what the method does later
	 * @return what surrounds the invocation, to be given to {@link #invoke}
	 */
	Interception surround(Interception interception, Consumer<WorkerTask> executor) {
		return this.goesOn ? new Suspension(interception, executor) : interception;
	}

	/**
	 * Invokes the method.
	 * @param message the message
	 * @param interception what surrounds the invocation
	 * @return what the method returned
	 * @throws Exception what the method threw, or why its arguments cannot be resolved
	 */
	@Nullable Object invoke(Message<?> message, Interception interception) throws Exception {
		if (this.method.execution() == Execution.WORKER) {
			return calls().call(() -> call(message, interception));
		}
		long start = System.nanoTime();
		try {
			return calls().call(() -> call(message, interception));
		}
		finally {
			checkTime(System.nanoTime() - start, message);
		}
	}

	/** Arguments that nobody takes are too many. */
	private @Nullable Object call(Message<?> message, Interception interception) throws Exception {
		if (message instanceof RoutedMessage routed) {
			routed.bind();
		}
		return target().call(message, interception);
	}

	private void checkTime(long nanos, Message<?> message) {
		LocalSocket socket = ((ConnectionHeaders) message.getHeaders()).socket();
		if (nanos > LONG_ON_LOOP.toNanos() && socket != null) {
			socket.peerLog().log(logger::warn, null, () -> longOnLoop(nanos));
		}
	}

	private String longOnLoop(long nanos) {
		return "The listener '%s' has held an event loop, and all its connections, for %d ms: let it run on workers"
			.formatted(this.method.id(), Duration.ofNanos(nanos).toMillis());
	}

	/**
	 * Lets the error handler decide.
	 * @param failure what failed
	 * @return null, or the reply of a message handler
	 * @throws RuntimeException what the error handler threw, with the failure attached
	 */
	@Nullable Object handleError(ListenerFailure failure) {
		String beanName = this.method.errorHandler();
		LocalSocketErrorHandler errorHandler = beanName.isEmpty() ? settings().errorHandler()
				: this.context.getBean(beanName, LocalSocketErrorHandler.class);
		try {
			return errorHandler.handleError(failure);
		}
		catch (RuntimeException | Error ex) {
			Exceptions.attach(failure.exception(), ex);
			throw ex;
		}
	}

	/**
	 * Tells whether the application says how failures are handled.
	 * @return whether it does, for this listener or for all
	 */
	boolean hasErrorHandler() {
		return !this.method.errorHandler().isEmpty() || !(settings().errorHandler() instanceof DefaultErrorHandler);
	}

	private DecoratedCalls calls() {
		DecoratedCalls current = this.calls;
		if (current == null) {
			current = new DecoratedCalls(this.context.getBeanProvider(TaskDecorator.class).orderedStream().toList());
			this.calls = current;
		}
		return current;
	}

	private ListenerHandlerMethod target() {
		ListenerHandlerMethod target = this.singleton;
		if (target == null) {
			target = createTarget();
			if (this.context.isSingleton(this.method.beanName())) {
				this.singleton = target;
			}
		}
		return target;
	}

	private ListenerHandlerMethod createTarget() {
		LocalSocketListenerSettings settings = settings();
		ServerMessageConverter converter = new ServerMessageConverter(settings.messaging());
		BorrowedFrames borrowed = new BorrowedFrames(this.method.method());
		HandlerMethodArgumentResolverComposite resolvers = new HandlerMethodArgumentResolverComposite();
		resolvers.addResolvers(List.of(new ContinuationArgumentResolver(), new ConnectionArgumentResolver(),
				new HeaderMethodArgumentResolver(DefaultConversionService.getSharedInstance(), null),
				new HeadersMethodArgumentResolver(), new FrameMessageArgumentResolver(converter, borrowed),
				new FramePayloadArgumentResolver(converter, settings.validator(), borrowed)));
		return new ListenerHandlerMethod(this.context.getBean(this.method.beanName()), this.method.method(), resolvers);
	}

	LocalSocketListenerSettings settings() {
		return this.context.getBean(LocalSocketListenerSettings.class);
	}

}
