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

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a {@link ClientInterceptor} is told of a call or notification before it is sent.
 * Not thread-safe.
 *
 * @since 0.1.0
 */
public final class ClientCall {

	private final String client;

	private final String method;

	private final boolean notification;

	private final Map<String, String> meta = new LinkedHashMap<>();

	ClientCall(String client, String method, boolean notification) {
		this.client = client;
		this.method = method;
		this.notification = notification;
	}

	/**
	 * Returns the client.
	 * @return the name of its bean, or that of the server if it has none
	 */
	public String client() {
		return this.client;
	}

	/**
	 * Returns the method.
	 * @return the name that the server knows it by
	 */
	public String method() {
		return this.method;
	}

	/**
	 * Tells whether there will be no reply.
	 * @return whether it is a notification
	 */
	public boolean isNotification() {
		return this.notification;
	}

	/**
	 * Adds what the call carries beside its parameters, in the member {@code _meta}: the
	 * context of a trace, for example.
	 * @param name the name, such as {@code traceparent}
	 * @param value the value
	 */
	public void addMeta(String name, String value) {
		this.meta.put(name, value);
	}

	/**
	 * Returns what was added.
	 * @return the values by their names
	 */
	public Map<String, String> meta() {
		return Collections.unmodifiableMap(this.meta);
	}

}
