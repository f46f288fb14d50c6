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

package dev.localsocket.autoconfigure;

import java.io.IOException;
import java.nio.charset.Charset;

import dev.localsocket.SecondInstance;
import dev.localsocket.SecondInstanceHandler;
import dev.localsocket.event.SecondInstanceEvent;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.GenericApplicationListener;
import org.springframework.context.event.GenericApplicationListenerAdapter;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.core.ResolvableType;

/**
 * Publishes second instances as events, and answers those that nobody listens to.
 */
class SecondInstancePublisher implements SecondInstanceHandler {

	private static final int STATUS_UNHANDLED = 1;

	private static final ResolvableType EVENT = ResolvableType.forClass(SecondInstanceEvent.class);

	/** Whoever listens to this one too listens to all. */
	private static final ResolvableType OTHER = ResolvableType.forClass(OtherEvent.class);

	private final ConfigurableApplicationContext context;

	SecondInstancePublisher(ConfigurableApplicationContext context) {
		this.context = context;
	}

	@Override
	public void handle(SecondInstance second) throws IOException {
		boolean heard = isListenedTo();
		this.context.publishEvent(new SecondInstanceEvent(second));
		if (!heard && second.isConnected()) {
			Charset charset = second.charset();
			second.error()
				.write("The application is running already, as process %d%n".formatted(ProcessHandle.current().pid())
					.getBytes(charset));
			second.exit(STATUS_UNHANDLED);
		}
	}

	/** Events reach the parents, too. */
	private boolean isListenedTo() {
		for (ApplicationContext each = this.context; each != null; each = each.getParent()) {
			if (each instanceof AbstractApplicationContext listening
					&& listening.getApplicationListeners().stream().anyMatch(SecondInstancePublisher::isInterested)) {
				return true;
			}
		}
		return false;
	}

	private static boolean isInterested(ApplicationListener<?> listener) {
		GenericApplicationListener generic = (listener instanceof GenericApplicationListener it) ? it
				: new GenericApplicationListenerAdapter(listener);
		return generic.supportsEventType(EVENT) && !generic.supportsEventType(OTHER);
	}

	/** Never published. */
	private static final class OtherEvent extends ApplicationEvent {

		private static final long serialVersionUID = 1L;

		private OtherEvent(Object source) {
			super(source);
		}

	}

}
