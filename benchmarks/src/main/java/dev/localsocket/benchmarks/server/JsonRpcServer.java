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

package dev.localsocket.benchmarks.server;

import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

import dev.localsocket.EventLoops;
import dev.localsocket.LocalServer;
import dev.localsocket.LocalServerListener;
import dev.localsocket.LocalSocket;
import dev.localsocket.framing.ContentLengthFraming;
import dev.localsocket.rpc.JsonRpcErrorCodes;
import dev.localsocket.rpc.JsonRpcException;
import dev.localsocket.rpc.internal.JsonRpcHandler;
import dev.localsocket.rpc.internal.JsonRpcLimits;
import dev.localsocket.rpc.internal.JsonRpcMethod;
import dev.localsocket.rpc.internal.JsonRpcProtocol;
import dev.localsocket.rpc.internal.JsonRpcRequest;
import dev.localsocket.rpc.internal.JsonRpcSession;
import dev.localsocket.worker.WorkerTask;
import dev.localsocket.worker.Workers;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Adds two numbers for those who call it by JSON-RPC, without Spring.
 */
public final class JsonRpcServer {

	static final int MAX_MESSAGE = 64 * 1024;

	private JsonRpcServer() {
	}

	/**
	 * Runs the server.
	 * @param args the path of the socket, the number of event loops and where the method
	 * runs: "event-loop" or "worker"
	 * @throws IOException if the driver cannot be heard
	 */
	public static void main(String[] args) throws IOException {
		try (LocalServer server = new LocalServer(new EventLoops(Integer.parseInt(args[1])))) {
			server.setListenBacklogSize(BareServer.BACKLOG);
			server.addListener(new Taker(args[2].equals("worker")));
			if (!server.listen(args[0])) {
				throw new IOException(server.errorString());
			}
			ServerControl.obey();
		}
	}

	private static final class Taker implements LocalServerListener {

		private final Workers workers = new Workers(Executors.newCachedThreadPool((task) -> {
			Thread thread = new Thread(task, "worker");
			thread.setDaemon(true);
			return thread;
		}));

		private final JsonRpcProtocol protocol = new JsonRpcProtocol(new ContentLengthFraming(MAX_MESSAGE),
				new JsonMapper(), new JsonRpcLimits(64, 16, 64, JsonRpcLimits.DEFAULTS.callTimeout(), 1024));

		private final JsonRpcHandler handler;

		Taker(boolean onWorker) {
			this.handler = new Methods(new Add(onWorker ? this.workers::execute : null));
		}

		@Override
		public void newConnection(LocalServer server, LocalSocket socket) {
			LocalSocket taken = server.nextPendingConnection();
			if (taken != null) {
				new JsonRpcSession(taken, this.protocol, this.handler, this.workers::execute).start();
			}
		}

	}

	private record Methods(JsonRpcMethod add) implements JsonRpcHandler {

		@Override
		public @Nullable JsonRpcMethod find(String name) {
			return name.equals("add") ? this.add : null;
		}

		@Override
		public JsonRpcException error(JsonRpcRequest request, Throwable failure) {
			return new JsonRpcException(JsonRpcErrorCodes.INTERNAL_ERROR, "Internal error");
		}

		@Override
		public void ended() {
			// Nothing is kept
		}

	}

	private record Add(@Nullable Consumer<WorkerTask> executor) implements JsonRpcMethod {

		@Override
		public Object invoke(JsonRpcRequest request) {
			JsonNode params = request.params();
			return (params != null) ? params.path("a").intValue() + params.path("b").intValue() : 0;
		}

	}

}
