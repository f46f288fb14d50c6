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

import dev.localsocket.metrics.LocalSocketObservation.ClientHighCardinalityKey;
import dev.localsocket.metrics.LocalSocketObservation.ClientLowCardinalityKey;
import dev.localsocket.rpc.JsonRpcException;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import org.jspecify.annotations.Nullable;

/**
 * The names and keys that {@link LocalSocketObservation#CLIENT} documents, after the RPC
 * conventions of OpenTelemetry.
 *
 * @since 0.1.0
 */
public class DefaultLocalSocketClientObservationConvention implements LocalSocketClientObservationConvention {

	static final String NAME = "local.socket.client";

	private static final KeyValue SYSTEM = ClientLowCardinalityKey.RPC_SYSTEM.withValue("jsonrpc");

	private static final KeyValue SUCCESS = ClientLowCardinalityKey.OUTCOME.withValue("SUCCESS");

	private static final KeyValue CANCELLED = ClientLowCardinalityKey.OUTCOME.withValue("CANCELLED");

	private static final KeyValue ERROR = ClientLowCardinalityKey.OUTCOME.withValue("ERROR");

	/**
	 * Creates a convention.
	 */
	public DefaultLocalSocketClientObservationConvention() {
	}

	@Override
	public String getName() {
		return NAME;
	}

	@Override
	public String getContextualName(LocalSocketClientContext context) {
		return context.getCall().method();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(LocalSocketClientContext context) {
		KeyValues values = KeyValues.of(ClientLowCardinalityKey.CLIENT.withValue(context.getCall().client()), SYSTEM,
				ClientLowCardinalityKey.RPC_METHOD.withValue(context.getCall().method()));
		return context.isEnded() ? values.and(outcome(context.getError())) : values;
	}

	private static KeyValue outcome(@Nullable Throwable error) {
		if (error == null) {
			return SUCCESS;
		}
		return (error instanceof CancellationException) ? CANCELLED : ERROR;
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(LocalSocketClientContext context) {
		return (context.getError() instanceof JsonRpcException reply)
				? KeyValues.of(ClientHighCardinalityKey.RPC_ERROR_CODE.withValue(Integer.toString(reply.getCode())))
				: KeyValues.empty();
	}

}
