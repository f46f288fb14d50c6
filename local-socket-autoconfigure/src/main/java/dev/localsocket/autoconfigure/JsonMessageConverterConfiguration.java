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

import java.time.Duration;

import dev.localsocket.messaging.MessageConverterCustomizer;
import dev.localsocket.messaging.internal.JsonMessageConverter;
import dev.localsocket.rpc.internal.JsonRpcLimits;
import dev.localsocket.rpc.internal.JsonRpcProtocol;
import dev.localsocket.rpc.internal.JsonRpcProtocols;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.annotation.Order;

/**
 * Converts all types that no other converter takes from and to JSON, and lets servers
 * speak JSON-RPC, where Jackson is there.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(JsonMapper.class)
class JsonMessageConverterConfiguration {

	@Bean
	@Order
	MessageConverterCustomizer localSocketJsonMessageConverterCustomizer(ObjectProvider<JsonMapper> jsonMapper) {
		JsonMapper mapper = mapper(jsonMapper);
		return (converters) -> converters.add(new JsonMessageConverter(mapper));
	}

	@Bean
	@Lazy
	JsonRpcProtocols localSocketJsonRpcProtocols(ObjectProvider<JsonMapper> jsonMapper,
			LocalSocketProperties properties, ServerMessagingFactory messagingFactory) {
		JsonMapper mapper = mapper(jsonMapper);
		return (server) -> new JsonRpcProtocol(messagingFactory.messaging(server).framing(), mapper,
				limits(server, properties.server(server).jsonRpc()));
	}

	private static JsonRpcLimits limits(String server, JsonRpcProperties properties) {
		checkPositive(server, "max-concurrent-requests", properties.maxConcurrentRequests());
		checkPositive(server, "max-batch-length", properties.maxBatchLength());
		checkPositive(server, "max-depth", properties.maxDepth());
		if (properties.callTimeout().compareTo(Duration.ZERO) <= 0) {
			throw InvalidProperty.ofServer(server, "json-rpc.call-timeout", properties.callTimeout(),
					"The time must be positive.");
		}
		return new JsonRpcLimits(properties.maxConcurrentRequests(), properties.maxBatchLength(), properties.maxDepth(),
				properties.callTimeout(), JsonRpcLimits.DEFAULTS.maxPendingCalls());
	}

	private static void checkPositive(String server, String key, int value) {
		if (value < 1) {
			throw InvalidProperty.ofServer(server, "json-rpc." + key, value, "The number must be at least 1.");
		}
	}

	private static JsonMapper mapper(ObjectProvider<JsonMapper> jsonMapper) {
		return jsonMapper.getIfUnique(() -> JsonMapper.builder().findAndAddModules().build());
	}

}
