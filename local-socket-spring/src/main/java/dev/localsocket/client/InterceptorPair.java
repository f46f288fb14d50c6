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

import org.jspecify.annotations.Nullable;

/**
 * Two interceptors as one.
 *
 * @param outer is told first of the begin, and last of the end
 * @param inner is told last of the begin, and first of the end
 */
record InterceptorPair(ClientInterceptor outer, ClientInterceptor inner) implements ClientInterceptor {

	@Override
	public Interception begin(ClientCall call) {
		Interception outside = this.outer.begin(call);
		try {
			return new Pair(outside, this.inner.begin(call));
		}
		catch (RuntimeException | Error ex) {
			outside.ended(ex);
			throw ex;
		}
	}

	/** Both of one call. */
	private record Pair(Interception outside, Interception inside) implements Interception {

		@Override
		public void ended(@Nullable Throwable failure) {
			try {
				this.inside.ended(failure);
			}
			finally {
				this.outside.ended(failure);
			}
		}

	}

}
