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

import dev.localsocket.event.ConnectionEvent;
import dev.localsocket.event.LocalServerEvent;
import dev.localsocket.messaging.ConnectionHeaders;

import org.springframework.context.ApplicationEvent;
import org.springframework.context.event.GenericApplicationListener;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.Order;

/**
 * Makes an application listener of a listener method.
 */
abstract class ListenerAdapter implements GenericApplicationListener {

	private final ListenerMethod method;

	private final ListenerInvoker invoker;

	private final ListenerCondition condition;

	ListenerAdapter(ListenerMethod method, ListenerInvoker invoker, ListenerCondition condition) {
		this.method = method;
		this.invoker = invoker;
		this.condition = condition;
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

	@Override
	public void onApplicationEvent(ApplicationEvent event) {
		if (event instanceof LocalServerEvent serverEvent && this.method.handles(serverEvent.getBeanName())
				&& this.invoker.isOfThisContext(serverEvent) && this.condition.matches(serverEvent)) {
			onServerEvent(serverEvent);
		}
	}

	/**
	 * Handles an event of one of the servers, on a worker thread.
	 * @param event the event
	 */
	abstract void onServerEvent(LocalServerEvent event);

	ListenerMethod method() {
		return this.method;
	}

	ListenerInvoker invoker() {
		return this.invoker;
	}

	static ConnectionHeaders headers(LocalServerEvent event) {
		return new ConnectionHeaders(event.getBeanName(), event.getServer(),
				(event instanceof ConnectionEvent connectionEvent) ? connectionEvent.getSocket() : null);
	}

}
