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
package dev.localsocket.metrics;

import dev.localsocket.client.ClientCall;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;

/**
 * What is known of a call or notification of a client while it is
 * {@linkplain LocalSocketObservation#CLIENT observed}. Tracing adds its context to what
 * the call carries.
 *
 * @since 0.1.0
 */
public class LocalSocketClientContext extends SenderContext<ClientCall> {

	private final ClientCall call;

	private volatile boolean ended;

	/**
	 * Creates a context.
	 * @param call the call
	 */
	@SuppressWarnings("this-escape") // Its setter does nothing else
	public LocalSocketClientContext(ClientCall call) {
		super((carrier, key, value) -> {
			if (carrier != null) {
				carrier.addMeta(key, value);
			}
		}, call.isNotification() ? Kind.PRODUCER : Kind.CLIENT);
		this.call = call;
		setCarrier(call);
	}

	/**
	 * Returns the call.
	 * @return the call
	 */
	public ClientCall getCall() {
		return this.call;
	}

	/**
	 * Tells whether the call has come to its end, so that there is an outcome.
	 * @return whether it has
	 */
	public boolean isEnded() {
		return this.ended;
	}

	void setEnded() {
		this.ended = true;
	}

}
