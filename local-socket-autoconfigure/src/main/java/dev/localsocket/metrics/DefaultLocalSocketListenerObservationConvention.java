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

import java.util.concurrent.CancellationException;

import dev.localsocket.account.PeerCredentials;
import dev.localsocket.metrics.LocalSocketObservation.ListenerHighCardinalityKey;
import dev.localsocket.metrics.LocalSocketObservation.ListenerLowCardinalityKey;
import dev.localsocket.rpc.JsonRpcException;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import org.jspecify.annotations.Nullable;

/**
 * The names and keys that {@link LocalSocketObservation#LISTENER} documents.
 *
 * @since 0.1.0
 */
public class DefaultLocalSocketListenerObservationConvention implements LocalSocketListenerObservationConvention {

	static final String NAME = "local.socket.listener";

	private static final KeyValue SUCCESS = ListenerLowCardinalityKey.OUTCOME.withValue("SUCCESS");

	private static final KeyValue CANCELLED = ListenerLowCardinalityKey.OUTCOME.withValue("CANCELLED");

	private static final KeyValue ERROR = ListenerLowCardinalityKey.OUTCOME.withValue("ERROR");

	/**
	 * Creates a convention.
	 */
	public DefaultLocalSocketListenerObservationConvention() {
	}

	@Override
	public String getName() {
		return NAME;
	}

	@Override
	public String getContextualName(LocalSocketListenerContext context) {
		return context.getRoute().isEmpty() ? context.getServer() + " process" : context.getRoute();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(LocalSocketListenerContext context) {
		KeyValues values = KeyValues.of(ListenerLowCardinalityKey.SERVER.withValue(context.getServer()),
				ListenerLowCardinalityKey.LISTENER.withValue(context.getListener()), method(context.getRoute()));
		return context.isEnded() ? values.and(outcome(context.getError())) : values;
	}

	private static KeyValue method(String route) {
		return ListenerLowCardinalityKey.RPC_METHOD.withValue(route.isEmpty() ? KeyValue.NONE_VALUE : route);
	}

	private static KeyValue outcome(@Nullable Throwable error) {
		if (error == null) {
			return SUCCESS;
		}
		return (error instanceof CancellationException) ? CANCELLED : ERROR;
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(LocalSocketListenerContext context) {
		PeerCredentials peer = context.getSocket().peerCredentials();
		KeyValues values = KeyValues.of(ListenerHighCardinalityKey.CONNECTION.withValue(context.getSocket().id()),
				ListenerHighCardinalityKey.PEER_PID.withValue(Long.toString(peer.pid())),
				ListenerHighCardinalityKey.PEER_UID.withValue(Long.toString(peer.uid())));
		return (context.getError() instanceof JsonRpcException error)
				? values.and(ListenerHighCardinalityKey.RPC_ERROR_CODE.withValue(Integer.toString(error.getCode())))
				: values;
	}

}
