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

import dev.localsocket.event.LocalServerEvent;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Calls an observer. What it throws is logged, so that other listeners see the event too.
 */
final class ObserverAdapter extends ListenerAdapter {

	private static final Log logger = LogFactory.getLog(ObserverAdapter.class);

	ObserverAdapter(ListenerMethod method, ListenerInvoker invoker, ListenerCondition condition) {
		super(method, invoker, condition);
	}

	@Override
	void onServerEvent(LocalServerEvent event) {
		try {
			invoker().invoke(event, headers(event));
		}
		catch (Exception ex) {
			event.getServer()
				.peerLog()
				.log(logger::warn, ex, () -> "The listener '%s' failed on %s of the server '%s'"
					.formatted(method().id(), event.getClass().getSimpleName(), event.getBeanName()));
		}
	}

}
