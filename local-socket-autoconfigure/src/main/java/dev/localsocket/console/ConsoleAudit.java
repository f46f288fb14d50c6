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
package dev.localsocket.console;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.boot.actuate.endpoint.OperationType;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Publishes who has changed something by the console, or was not allowed to use it.
 */
final class ConsoleAudit {

	/** The type of the audit events. */
	static final String TYPE = "LOCAL_SOCKET_CONSOLE";

	private final String server;

	private final ApplicationEventPublisher publisher;

	/**
	 * Creates an audit.
	 * @param server the bean name of the console's server
	 * @param publisher publishes the events
	 */
	ConsoleAudit(String server, ApplicationEventPublisher publisher) {
		this.server = server;
		this.publisher = publisher;
	}

	/**
	 * Publishes an event.
	 * @param caller who has used the console
	 * @param line what he has typed
	 * @param type the type of the operation
	 * @param outcome what came of it
	 */
	void publish(EndpointCaller caller, String line, OperationType type, Outcome outcome) {
		Map<String, @Nullable Object> data = new LinkedHashMap<>();
		data.put("server", this.server);
		data.put("command", line);
		data.put("operation", type.name());
		data.put("outcome", outcome.name());
		data.put("pid", caller.peer().pid());
		data.put("uid", caller.peer().uid());
		data.put("gid", caller.peer().gid());
		this.publisher.publishEvent(new AuditApplicationEvent(caller.name(), TYPE, data));
	}

	/** What comes of an operation. */
	enum Outcome {

		SUCCESS, FAILURE, DENIED

	}

}
