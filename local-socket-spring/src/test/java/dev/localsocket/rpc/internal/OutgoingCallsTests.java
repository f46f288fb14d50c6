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

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.localsocket.rpc.internal.OutgoingCalls.Pending;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.NullNode;

import static dev.localsocket.testing.SocketSandbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OutgoingCalls}.
 */
class OutgoingCallsTests {

	private static final JsonMapper mapper = new JsonMapper();

	private static final JavaType TEXT = mapper.constructType(String.class);

	private final List<String> cancelled = new ArrayList<>();

	private final OutgoingCalls calls = new OutgoingCalls(mapper, 10, (id) -> this.cancelled.add(id.json()));

	@Test
	void callThatEndsWhileItIsSentIsCancelledAfterwards() {
		Pending call = this.calls.begin(TEXT, Duration.ofHours(1));
		call.result().cancel(true);
		assertThat(this.cancelled).isEmpty();
		call.sent();
		assertThat(this.cancelled).containsExactly("1");
	}

	@Test
	void callThatWasSentIsCancelledOnce() {
		Pending call = this.calls.begin(TEXT, Duration.ofHours(1));
		call.sent();
		call.result().cancel(true);
		call.result().cancel(true);
		assertThat(this.cancelled).containsExactly("1");
	}

	@Test
	void callWhoseReplyIsThereBeforeItCountsAsSentIsNotCancelled() {
		Pending call = this.calls.begin(TEXT, Duration.ofHours(1));
		this.calls.complete(new JsonRpcMessage.Response(call.id(), NullNode.getInstance(), null, true));
		call.sent();
		assertThat(call.result()).isCompletedWithValue(null);
		assertThat(this.cancelled).isEmpty();
	}

	@Test
	void callThatFailedLeavesNoTimer() {
		WeakReference<@Nullable CompletableFuture<?>> failed = failed();
		eventually().until(() -> {
			System.gc();
			return failed.get() == null;
		});
	}

	private WeakReference<@Nullable CompletableFuture<?>> failed() {
		Pending call = this.calls.begin(TEXT, Duration.ofHours(1));
		call.fail(new IllegalStateException());
		return new WeakReference<>(call.result());
	}

}
