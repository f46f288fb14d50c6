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

import org.springframework.boot.context.properties.ConfigurationPropertiesSource;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits of a server that speaks JSON-RPC.
 *
 * @param maxConcurrentRequests Number of requests of each connection that run at the same
 * time. Others wait. With 1, they run in the order in which they come.
 * @param maxBatchLength Number of requests that a batch may have.
 * @param maxDepth Number of arrays and objects that may be nested in a message.
 * @param callTimeout Time that the peer has to answer a call of the server.
 * @since 0.1.0
 */
@ConfigurationPropertiesSource
public record JsonRpcProperties(@DefaultValue("16") int maxConcurrentRequests, @DefaultValue("16") int maxBatchLength,
		@DefaultValue("64") int maxDepth, @DefaultValue("30s") Duration callTimeout) {

}
