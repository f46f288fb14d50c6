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

import org.springframework.context.ApplicationEvent;
import org.springframework.context.event.GenericApplicationListener;
import org.springframework.core.ResolvableType;

/**
 * What Spring is given for a connection or message handler, because its annotation says
 * that it is an event listener: it listens to nothing. The connections are given to the
 * handler as their {@linkplain dev.localsocket.context.internal.ConnectionOwners owner}.
 */
record HandlerListener(String id) implements GenericApplicationListener {

	@Override
	public boolean supportsEventType(ResolvableType eventType) {
		return false;
	}

	@Override
	public String getListenerId() {
		return this.id;
	}

	@Override
	public void onApplicationEvent(ApplicationEvent event) {
	}

}
