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

package dev.localsocket.rpc;

import org.jspecify.annotations.Nullable;

/**
 * Says what a caller is told of an exception. Beans of this type are asked in their
 * order, for each exception that is no {@link JsonRpcException} and whose type has no
 * {@link JsonRpcError @JsonRpcError}. Thread-safe; must not block, because it may be
 * asked on the thread of an event loop.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface JsonRpcExceptionResolver {

	/**
	 * Makes an error of an exception.
	 * @param failure what the method threw
	 * @return the error, in which nothing internal may be; or null to leave it to others,
	 * and at last to an error without details
	 */
	@Nullable JsonRpcException resolve(Throwable failure);

}
