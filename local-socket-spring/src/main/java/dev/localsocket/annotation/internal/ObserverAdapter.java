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

import dev.localsocket.annotation.ListenerInterceptor.Interception;
import dev.localsocket.context.LocalServerRegistry;
import dev.localsocket.event.ConnectionEvent;
import dev.localsocket.event.LocalServerEvent;
import dev.localsocket.messaging.internal.ConnectionHeaders;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.event.GenericApplicationListener;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.Order;
import org.springframework.messaging.support.GenericMessage;

/**
 * Calls an observer for the events of the servers of its own context. What it throws is
 * logged, so that other listeners see the event too.
 */
final class ObserverAdapter implements GenericApplicationListener {

	private static final Log logger = LogFactory.getLog(ObserverAdapter.class);

	private final ListenerMethod method;

	private final ListenerInvoker invoker;

	private final ListenerCondition condition;

	private final BeanFactory beanFactory;

	ObserverAdapter(ListenerMethod method, ListenerInvoker invoker, ListenerCondition condition,
			BeanFactory beanFactory) {
		this.method = method;
		this.invoker = invoker;
		this.condition = condition;
		this.beanFactory = beanFactory;
	}

	@Override
	public boolean supportsEventType(ResolvableType eventType) {
		return ResolvableType.forClass(this.method.eventType()).isAssignableFrom(eventType);
	}

	/** The order of the events of a connection would be lost. */
	@Override
	public boolean supportsAsyncExecution() {
		return false;
	}

	@Override
	public int getOrder() {
		Order order = AnnotatedElementUtils.findMergedAnnotation(this.method.targetMethod(), Order.class);
		return (order != null) ? order.value() : 0;
	}

	@Override
	public String getListenerId() {
		return this.method.id();
	}

	/** On a worker thread. */
	@Override
	public void onApplicationEvent(ApplicationEvent event) {
		if (event instanceof LocalServerEvent serverEvent && this.method.handles(serverEvent.getBeanName())
				&& servers().isSourceOf(serverEvent) && this.condition.matches(serverEvent)) {
			observe(serverEvent);
		}
	}

	private LocalServerRegistry servers() {
		return this.beanFactory.getBean(LocalServerRegistry.class);
	}

	private void observe(LocalServerEvent event) {
		try {
			this.invoker.invoke(new GenericMessage<>(event, headers(event)), Interception.NONE);
		}
		catch (Exception ex) {
			event.getServer()
				.peerLog()
				.log(logger::warn, ex, () -> "The listener '%s' failed on %s of the server '%s'"
					.formatted(this.method.id(), event.getClass().getSimpleName(), event.getBeanName()));
		}
	}

	private static ConnectionHeaders headers(LocalServerEvent event) {
		return new ConnectionHeaders(event.getBeanName(), event.getServer(),
				(event instanceof ConnectionEvent connectionEvent) ? connectionEvent.getSocket() : null);
	}

}
