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

package dev.localsocket.interop;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;

import dev.localsocket.annotation.LocalSocketListener;
import dev.localsocket.rpc.JsonRpcException;
import dev.localsocket.rpc.JsonRpcPeer;
import org.jspecify.annotations.Nullable;

/**
 * What clients made by others call.
 */
class CalculatorListener {

	@LocalSocketListener(servers = "calc", route = "add")
	int add(int a, int b) {
		return a + b;
	}

	@LocalSocketListener(servers = "calc", route = "names")
	List<String> names(String one, String two) {
		return List.of(one, two, "ä€𝄞");
	}

	@LocalSocketListener(servers = "calc", route = "fail")
	int fail() {
		throw new JsonRpcException(7, "no money", Map.of("missing", 3));
	}

	@LocalSocketListener(servers = "calc", route = "tell")
	void tell(String text, JsonRpcPeer peer) {
		progress(peer, "told " + text);
	}

	@LocalSocketListener(servers = "calc", route = "askBack")
	CompletionStage<@Nullable String> askBack(JsonRpcPeer peer) {
		return peer.call("ask", Map.of("text", "who"), String.class);
	}

	@LocalSocketListener(servers = "calc", route = "slow")
	String slow(JsonRpcPeer peer) throws InterruptedException {
		try {
			progress(peer, "began");
			new CountDownLatch(1).await();
			return "";
		}
		catch (InterruptedException ex) {
			progress(peer, "cancelled");
			throw ex;
		}
	}

	private static void progress(JsonRpcPeer peer, String text) {
		peer.sendNotification("progress", Map.of("text", text));
	}

}
