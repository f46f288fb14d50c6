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

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.localsocket.LocalSocket;
import dev.localsocket.framing.ContentLengthFraming;
import dev.localsocket.testing.BackgroundCall;
import dev.localsocket.testing.SocketPair;
import dev.localsocket.testing.SocketSandbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.json.JsonMapper;

import static dev.localsocket.testing.SocketSandbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many calls in both directions of one connection at the same time.
 */
class JsonRpcTrafficTests {

	private static final int THREADS = 3;

	private static final int CALLS = 400;

	private static final List<String> METHODS = List.of("worker", "loop", "later");

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	private final Methods methods = new Methods();

	private final JsonRpcProtocol protocol = new JsonRpcProtocol(new ContentLengthFraming(1_000_000), new JsonMapper(),
			JsonRpcLimits.DEFAULTS);

	JsonRpcTrafficTests() {
		this.methods.on("worker", JsonRpcRequest::params)
			.onLoop("loop", JsonRpcRequest::params)
			.on("later", (request) -> CompletableFuture.supplyAsync(request::params))
			.on("nested", (request) -> request.peer().call("loop", request.params(), List.class));
	}

	private JsonRpcSession session(LocalSocket socket) {
		JsonRpcSession session = new JsonRpcSession(socket, this.protocol, this.methods, this.methods.workers());
		session.start();
		return session;
	}

	@Test
	void eachCallGetsItsOwnResultAndNothingIsLeft() throws Exception {
		this.sandbox.closeLater(this.methods);
		SocketPair pair = SocketPair.open(this.sandbox);
		List<JsonRpcSession> ends = List.of(session(pair.client()), session(pair.accepted()));
		List<BackgroundCall<Integer>> callers = new ArrayList<>();
		for (int i = 0; i < 2 * THREADS; i++) {
			JsonRpcSession end = ends.get(i % 2);
			int seed = i;
			callers.add(this.sandbox.async(() -> call(end, new Random(seed), seed)));
		}
		for (BackgroundCall<Integer> caller : callers) {
			assertThat(caller.result()).isPositive();
		}
		eventually().until(() -> ends.stream().noneMatch(JsonRpcSession::isBusy));
		assertThat(this.methods.failures).isEmpty();
		pair.client().disconnectFromServer();
		assertThat(this.methods.ended.await(10, TimeUnit.SECONDS)).isTrue();
	}

	/** Has up to 50 calls in flight, and cancels some. */
	private static int call(JsonRpcSession end, Random random, int caller) throws Exception {
		List<CompletableFuture<List<Object>>> calls = new ArrayList<>();
		int answered = 0;
		for (int number = 0; number < CALLS; number++) {
			String text = "x".repeat(random.nextInt(10) == 0 ? 30_000 : random.nextInt(500));
			// Rarely: as many as may run would wait for others that wait for them
			String method = (random.nextInt(50) == 0) ? "nested" : METHODS.get(random.nextInt(METHODS.size()));
			calls.add(end.call(method, List.of(caller, number, text), List.class));
			if (random.nextInt(10) == 0) {
				calls.get(random.nextInt(calls.size())).cancel(true);
			}
			if (number % 50 == 49) {
				answered += check(calls, caller, number + 1 - calls.size());
				calls.clear();
			}
		}
		return answered;
	}

	private static int check(List<CompletableFuture<List<Object>>> calls, int caller, int first) throws Exception {
		int answered = 0;
		for (int i = 0; i < calls.size(); i++) {
			try {
				assertThat(calls.get(i).get(60, TimeUnit.SECONDS)).startsWith(caller, first + i);
				answered++;
			}
			catch (CancellationException ex) {
				assertThat(calls.get(i)).isCancelled();
			}
		}
		return answered;
	}

}
