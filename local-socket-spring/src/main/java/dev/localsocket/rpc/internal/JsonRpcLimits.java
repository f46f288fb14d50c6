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

package dev.localsocket.rpc.internal;

import java.time.Duration;

/**
 * What one end of a connection allows the other, and itself.
 *
 * @param maxConcurrentRequests how many requests of the peer run at a time; with 1 they
 * run in the order in which they come
 * @param maxBatchLength how many requests a batch may have
 * @param maxDepth how deep objects and arrays of a message may be nested, its own
 * included
 * @param callTimeout how long to wait for a reply of the peer
 * @param maxPendingCalls how many replies of the peer may be waited for at a time
 */
public record JsonRpcLimits(int maxConcurrentRequests, int maxBatchLength, int maxDepth, Duration callTimeout,
		int maxPendingCalls) {

	/** 16 requests at a time and in a batch, a depth of 64, and 30 seconds. */
	public static final JsonRpcLimits DEFAULTS = new JsonRpcLimits(16, 16, 64, Duration.ofSeconds(30), 1024);

	/**
	 * Checks the limits.
	 * @throws IllegalArgumentException if one is not positive
	 */
	public JsonRpcLimits {
		checkPositive("maxConcurrentRequests", maxConcurrentRequests);
		checkPositive("maxBatchLength", maxBatchLength);
		checkPositive("maxDepth", maxDepth);
		checkPositive("callTimeout", callTimeout.compareTo(Duration.ZERO));
		checkPositive("maxPendingCalls", maxPendingCalls);
	}

	private static void checkPositive(String name, int value) {
		if (value < 1) {
			throw new IllegalArgumentException(name + " must be positive");
		}
	}

}
